package dev.routeswitcher.runtime.port;

import java.io.IOException;

/** The right to be the one switcher of the network namespace. */
public interface InstanceLock {

  /**
   * Takes the right.
   *
   * @throws IOException if another process or another switcher of this one has it
   */
  void acquire() throws IOException;

  /** Gives it back; does nothing if it is not held. */
  void release();
}
