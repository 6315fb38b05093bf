package dev.routeswitcher.icmp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A holder for one message that the kernel gave, filled again and again. */
final class ReceivedMessage {
  /** What a message is; the last three come from the error queue, but for {@link HostError}s. */
  enum Kind {
    /** A packet that arrived. */
    PACKET,
    /** A packet that arrived and was too long to be kept whole. */
    TRUNCATED_PACKET,
    /** An ICMP error about a packet we sent, whose start follows. */
    ICMP_ERROR,
    /** The moment at which a packet was handed to the device, and that packet with all headers. */
    TRANSMIT_STAMP,
    /** An error that arose on this host, and that the failed call has told already. */
    LOCAL_ERROR
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Kind kind = Kind.PACKET;
  private long peerHigh;
  private long peerLow;
  private ByteBuffer packet = NOTHING;
  private int ttl = ProbeOutcome.Replied.TTL_UNKNOWN;
  private long stampRealtimeNanos = RoundTrip.NO_STAMP;
  private int errorType;
  private int errorCode;
  private @Nullable InetAddress reporter;

  /** Forgets what it held and becomes a packet without anything known of it. */
  void clear() {
    kind = Kind.PACKET;
    peerHigh = 0;
    peerLow = 0;
    packet = NOTHING;
    ttl = ProbeOutcome.Replied.TTL_UNKNOWN;
    stampRealtimeNanos = RoundTrip.NO_STAMP;
    reporter = null;
  }

  Kind kind() {
    return kind;
  }

  void setKind(Kind kind) {
    this.kind = kind;
  }

  /** Who sent the packet; of an ICMP error, whom the packet in question was sent to. */
  boolean isPeer(Probe probe) {
    return probe.isTo(peerHigh, peerLow);
  }

  void setPeer(long high, long low) {
    peerHigh = high;
    peerLow = low;
  }

  /** What came: from its ICMP header on, or the frame of a transmit stamp; until the next read. */
  ByteBuffer packet() {
    return packet;
  }

  void setPacket(ByteBuffer packet) {
    this.packet = packet;
  }

  /** The time-to-live or hop limit, or {@link ProbeOutcome.Replied#TTL_UNKNOWN}. */
  int ttl() {
    return ttl;
  }

  void setTtl(int ttl) {
    this.ttl = ttl;
  }

  /** When the kernel received or sent it, or {@link RoundTrip#NO_STAMP}. */
  long stampRealtimeNanos() {
    return stampRealtimeNanos;
  }

  void setStampRealtimeNanos(long stampRealtimeNanos) {
    this.stampRealtimeNanos = stampRealtimeNanos;
  }

  /** The ICMP type of an error. */
  int errorType() {
    return errorType;
  }

  /** The ICMP code of an error. */
  int errorCode() {
    return errorCode;
  }

  /** Who sent an ICMP error; null if the kernel does not know. */
  @Nullable InetAddress reporter() {
    return reporter;
  }

  /** Makes it an ICMP error. */
  void setIcmpError(int type, int code, @Nullable InetAddress from) {
    kind = Kind.ICMP_ERROR;
    errorType = type;
    errorCode = code;
    reporter = from;
  }
}
