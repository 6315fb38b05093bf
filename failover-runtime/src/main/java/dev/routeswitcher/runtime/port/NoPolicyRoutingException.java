package dev.routeswitcher.runtime.port;

import java.io.IOException;

/** The kernel has no policy routing for an address family, or not the family itself. */
public final class NoPolicyRoutingException extends IOException {

  private static final long serialVersionUID = 1;

  /** With the kernel's words, and the failure that has them. */
  public NoPolicyRoutingException(String message, Throwable cause) {
    super(message, cause);
  }
}
