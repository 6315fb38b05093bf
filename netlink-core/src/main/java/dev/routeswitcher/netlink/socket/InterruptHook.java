package dev.routeswitcher.netlink.socket;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Wakes a thread that waits in a system call when {@link Thread#interrupt} is called on it. The JDK
 * gives that hook to selectors only, so this is one that selects nothing.
 */
final class InterruptHook extends AbstractSelector {
  private final Runnable wake;

  /**
   * A hook.
   *
   * @param wake ends the system call; is called by the interrupting thread
   */
  InterruptHook(Runnable wake) {
    super(SelectorProvider.provider());
    this.wake = wake;
  }

  /** From here on an interrupt wakes; at once if there has been one. {@link #leave} must follow. */
  void enter() {
    begin();
  }

  void leave() {
    end();
  }

  @Override
  public Selector wakeup() {
    wake.run();
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select(long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select() {
    throw new UnsupportedOperationException();
  }
}
