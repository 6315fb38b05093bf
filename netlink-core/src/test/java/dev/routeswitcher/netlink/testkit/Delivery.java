package dev.routeswitcher.netlink.testkit;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.socket.Reception;
import org.jspecify.annotations.Nullable;

/**
 * One result of a receive call.
 *
 * @param reception what it is
 * @param bytes of the datagram
 * @param senderPort 0 is the kernel
 * @param truncated true if the datagram does not fit
 * @param happening is run instead of a result, and the next delivery is the result
 */
record Delivery(
    Reception reception,
    Bytes bytes,
    long senderPort,
    boolean truncated,
    @Nullable Runnable happening) {
  static final Delivery OVERRUN = of(Reception.OVERRUN);
  static final Delivery SILENCE = of(Reception.TIMED_OUT);

  private static Delivery of(Reception reception) {
    return new Delivery(reception, Bytes.EMPTY, 0, false, null);
  }

  static Delivery of(Bytes bytes) {
    return from(bytes, 0);
  }

  static Delivery from(Bytes bytes, long senderPort) {
    return new Delivery(Reception.DATAGRAM, bytes, senderPort, false, null);
  }

  static Delivery truncated(Bytes bytes) {
    return new Delivery(Reception.DATAGRAM, bytes, 0, true, null);
  }

  static Delivery happening(Runnable happening) {
    return new Delivery(Reception.DATAGRAM, Bytes.EMPTY, 0, false, happening);
  }
}
