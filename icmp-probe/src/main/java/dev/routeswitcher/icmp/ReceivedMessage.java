package dev.routeswitcher.icmp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A holder for what one {@code recvmsg} gave, filled again for each. */
final class ReceivedMessage {
  /**
   * An entry of the error queue, {@code struct sock_extended_err} of linux/errqueue.h.
   *
   * @param origin where the error arose, for example {@link #ORIGIN_ICMP}
   * @param type the ICMP type, if that is its origin
   * @param code the ICMP code, if that is its origin
   * @param reporter who sent the ICMP error, if known
   */
  record ExtendedError(int origin, int type, int code, @Nullable InetAddress reporter) {
    /** SO_EE_ORIGIN_ICMP. */
    static final int ORIGIN_ICMP = 2;
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private @Nullable InetAddress peer;
  private ByteBuffer packet = NOTHING;
  private int ttl = ProbeOutcome.Replied.TTL_UNKNOWN;
  private long stampRealtimeNanos = RoundTrip.NO_STAMP;
  private @Nullable ExtendedError error;

  /** Forgets what it held. */
  void clear() {
    peer = null;
    packet = NOTHING;
    ttl = ProbeOutcome.Replied.TTL_UNKNOWN;
    stampRealtimeNanos = RoundTrip.NO_STAMP;
    error = null;
  }

  /** Who sent the packet; in the error queue, whom the packet in question was sent to. */
  @Nullable InetAddress peer() {
    return peer;
  }

  void setPeer(@Nullable InetAddress peer) {
    this.peer = peer;
  }

  /** The packet from its ICMP header on; valid until the next one is received. */
  ByteBuffer packet() {
    return packet;
  }

  void setPacket(ByteBuffer packet) {
    this.packet = packet;
  }

  /** The IP time-to-live, or {@link ProbeOutcome.Replied#TTL_UNKNOWN}. */
  int ttl() {
    return ttl;
  }

  void setTtl(int ttl) {
    this.ttl = ttl;
  }

  /** When the kernel received it, or {@link RoundTrip#NO_STAMP}. */
  long stampRealtimeNanos() {
    return stampRealtimeNanos;
  }

  void setStampRealtimeNanos(long stampRealtimeNanos) {
    this.stampRealtimeNanos = stampRealtimeNanos;
  }

  /** Why it is in the error queue; null for anything received. */
  @Nullable ExtendedError error() {
    return error;
  }

  void setError(ExtendedError error) {
    this.error = error;
  }
}
