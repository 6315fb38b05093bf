package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.socket.Datagram;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.Reception;
import java.nio.ByteBuffer;

/** Counts what goes over another transport. */
final class CountingTransport implements NetlinkTransport {
  private final NetlinkTransport counted;
  private int sent;
  private int received;

  CountingTransport(NetlinkTransport counted) {
    this.counted = counted;
  }

  /** How many datagrams were sent. */
  int sent() {
    return sent;
  }

  /** How many messages were received since the last call. */
  int received() {
    int count = received;
    received = 0;
    return count;
  }

  @Override
  public void send(ByteBuffer message) throws NetlinkSocketException {
    sent++;
    counted.send(message);
  }

  @Override
  public Reception receive(Datagram into, long timeoutNanos) throws NetlinkSocketException {
    Reception reception = counted.receive(into, timeoutNanos);
    if (reception == Reception.DATAGRAM) {
      MessageCursor messages = new MessageCursor(order()).over(into.bytes());
      while (messages.next()) {
        received++;
      }
    }
    return reception;
  }

  @Override
  public long portId() {
    return counted.portId();
  }

  @Override
  public boolean strictChecking() {
    return counted.strictChecking();
  }

  @Override
  public int receiveBufferSize() {
    return counted.receiveBufferSize();
  }

  @Override
  public Datagram newDatagram() {
    return counted.newDatagram();
  }

  @Override
  public void join(int group) throws NetlinkSocketException {
    counted.join(group);
  }

  @Override
  public void wake() {
    counted.wake();
  }

  @Override
  public void close() {
    counted.close();
  }
}
