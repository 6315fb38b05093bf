package dev.routeswitcher.runtime;

import java.io.IOException;

/**
 * The switcher could not be started; no route was touched. The message says what is missing and
 * what to do about it: a privilege, the right to be the only switcher of the network namespace,
 * netlink.
 */
public final class StartException extends IOException {

  private static final long serialVersionUID = 1L;

  StartException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
