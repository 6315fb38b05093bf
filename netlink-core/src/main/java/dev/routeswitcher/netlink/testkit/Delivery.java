package dev.routeswitcher.netlink.testkit;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.socket.Reception;

/**
 * One result of a receive call.
 *
 * @param reception what it is
 * @param bytes of the datagram
 * @param senderPort 0 is the kernel
 * @param truncated true if the datagram does not fit
 */
record Delivery(Reception reception, Bytes bytes, long senderPort, boolean truncated) {
  static final Delivery OVERRUN = new Delivery(Reception.OVERRUN, Bytes.EMPTY, 0, false);
  static final Delivery SILENCE = new Delivery(Reception.TIMED_OUT, Bytes.EMPTY, 0, false);

  static Delivery of(Bytes bytes) {
    return from(bytes, 0);
  }

  static Delivery from(Bytes bytes, long senderPort) {
    return new Delivery(Reception.DATAGRAM, bytes, senderPort, false);
  }

  static Delivery truncated(Bytes bytes) {
    return new Delivery(Reception.DATAGRAM, bytes, 0, true);
  }
}
