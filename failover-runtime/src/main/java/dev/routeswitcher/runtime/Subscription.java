package dev.routeswitcher.runtime;

/** That a listener is notified, until this is closed. */
public interface Subscription extends AutoCloseable {

  /**
   * Ends it: no call begins any more. Does not wait for one that is under way; does nothing the
   * second time.
   */
  @Override
  void close();
}
