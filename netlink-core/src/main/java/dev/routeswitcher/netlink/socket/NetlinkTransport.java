package dev.routeswitcher.netlink.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket as the layers above see it: datagrams of bytes in both directions, and the
 * sender's port with each that comes in.
 *
 * <p>Thread safety: {@link #send}, {@link #join}, {@link #wake} and {@link #close} may be called
 * from any thread at any time; {@link #receive} by one thread at a time.
 */
public interface NetlinkTransport extends AutoCloseable {

  /** The port id (u32) that the kernel knows this socket by; answers carry it. */
  long portId();

  /** The byte order of the kernel behind it. */
  default ByteOrder order() {
    return ByteOrder.nativeOrder();
  }

  /**
   * True if the kernel checks get requests strictly and filters dumps by them ({@code
   * NETLINK_GET_STRICT_CHK}, since Linux 4.20).
   */
  boolean strictChecking();

  /** The size of the receive buffer in bytes, as the kernel accounts it ({@code SO_RCVBUF}). */
  int receiveBufferSize();

  /** A datagram that {@link #receive} can fill: as large as any the kernel sends. */
  Datagram newDatagram();

  /**
   * Sends what is between the buffer's position and limit to the kernel, as one datagram. The
   * buffer is left as it was.
   *
   * @throws NetlinkSocketException if the system call fails or the socket is closed
   */
  void send(ByteBuffer message) throws NetlinkSocketException;

  /**
   * Waits for a datagram.
   *
   * @param into is filled if the result is {@link Reception#DATAGRAM}
   * @param timeoutNanos how long to wait at most; 0 or less only looks
   * @throws NetlinkSocketException if a system call fails in another way than the results cover
   */
  Reception receive(Datagram into, long timeoutNanos) throws NetlinkSocketException;

  /**
   * Ends the wait of {@link #receive}, or of the next one, as if its time were over. May be called
   * from any thread; does nothing once the socket is closed.
   */
  void wake();

  /**
   * Subscribes to a multicast group.
   *
   * @param group its number ({@code RTNLGRP_*} for routes)
   * @throws NetlinkSocketException if the kernel does not know it, or the socket is closed
   */
  void join(int group) throws NetlinkSocketException;

  /**
   * Ends everything; a waiting {@link #receive} returns {@link Reception#CLOSED}. May be called
   * twice.
   */
  @Override
  void close();
}
