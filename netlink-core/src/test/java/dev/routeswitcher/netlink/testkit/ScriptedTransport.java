package dev.routeswitcher.netlink.testkit;

import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.socket.Datagram;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.Reception;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The transport to a {@link ScriptedKernel}. */
final class ScriptedTransport implements NetlinkTransport {
  private static final int CAPACITY = 64 * 1024;
  private static final int RECEIVE_BUFFER = 212_992;

  private final ScriptedKernel kernel;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;
  private boolean closed;

  ScriptedTransport(ScriptedKernel kernel) {
    this.kernel = kernel;
  }

  void queue(Delivery delivery) {
    locked(() -> queue.addLast(delivery));
  }

  void queueFirst(Delivery delivery) {
    locked(() -> queue.addFirst(delivery));
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long portId() {
    return ScriptedKernel.PORT;
  }

  @Override
  public ByteOrder order() {
    return kernel.order();
  }

  @Override
  public boolean strictChecking() {
    return kernel.strictChecking();
  }

  @Override
  public int receiveBufferSize() {
    return RECEIVE_BUFFER;
  }

  @Override
  public Datagram newDatagram() {
    return new Datagram(ByteBuffer.allocate(CAPACITY));
  }

  @Override
  public void send(ByteBuffer message) throws NetlinkSocketException {
    requireOpen("send");
    List<Delivery> answer = kernel.take(message.duplicate());
    locked(() -> queue.addAll(answer));
  }

  @Override
  public void join(int group) throws NetlinkSocketException {
    requireOpen("join group " + group);
    kernel.join(group);
  }

  private void requireOpen(String operation) throws NetlinkSocketException {
    lock.lock();
    try {
      if (closed) {
        throw new NetlinkSocketException(operation, Errno.EBADF);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reception receive(Datagram into, long timeoutNanos) {
    lock.lock();
    try {
      long remaining = timeoutNanos;
      while (true) {
        if (closed) {
          return Reception.CLOSED;
        }
        if (Thread.currentThread().isInterrupted()) {
          return Reception.INTERRUPTED;
        }
        if (!queue.isEmpty()) {
          Delivery next = queue.remove();
          if (next.happening() == null) {
            return deliver(next, into);
          }
          next.happening().run();
          continue;
        }
        if (remaining <= 0 || woken) {
          woken = false;
          return Reception.TIMED_OUT;
        }
        remaining = changed.awaitNanos(remaining);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reception.INTERRUPTED;
    } finally {
      lock.unlock();
    }
  }

  private static Reception deliver(Delivery delivery, Datagram into) {
    ByteBuffer buffer = into.bytes().clear();
    int length = Math.min(delivery.bytes().length(), buffer.capacity());
    buffer.put(delivery.bytes().asBuffer().limit(length));
    into.filled(
        delivery.truncated() ? buffer.capacity() + 1L : delivery.bytes().length(),
        delivery.senderPort());
    return delivery.reception();
  }

  @Override
  public void wake() {
    locked(() -> woken = true);
  }

  @Override
  public void close() {
    locked(() -> closed = true);
  }
}
