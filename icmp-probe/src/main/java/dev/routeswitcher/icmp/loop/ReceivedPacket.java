package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A packet as {@code recvmsg} returned it, from the receive queue or the error queue, with its
 * ancillary data. An instance is filled again for each packet.
 */
public final class ReceivedPacket {
  /** What a packet is; the last three come from the error queue, or were made of a host error. */
  public enum Kind {
    ARRIVED,
    /** A packet that arrived and was longer than the buffer. */
    TRUNCATED,
    /** The start of a packet we sent, which an ICMP error quotes. */
    ICMP_ERROR,
    /** A packet we sent, with all headers, and the time it was passed to the device. */
    TRANSMIT_STAMP,
    /** A packet we sent and a local error about it, which the failed call has returned already. */
    LOCAL_ERROR
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Kind kind = Kind.ARRIVED;
  private long peerHigh;
  private long peerLow;
  private ByteBuffer data = NOTHING;
  private int ttl = Replied.TTL_UNKNOWN;
  private long stampRealtimeNanos = RoundTrip.NO_STAMP;
  private int errorType;
  private int errorCode;
  private @Nullable InetAddress reporter;

  public ReceivedPacket() {}

  /** Resets it to a packet that has arrived, without data. */
  public void clear() {
    kind = Kind.ARRIVED;
    peerHigh = 0;
    peerLow = 0;
    data = NOTHING;
    ttl = Replied.TTL_UNKNOWN;
    stampRealtimeNanos = RoundTrip.NO_STAMP;
    reporter = null;
  }

  public Kind kind() {
    return kind;
  }

  public void setKind(Kind kind) {
    this.kind = kind;
  }

  /** Whether an address sent it or, if it is an ICMP error, was sent the packet quoted. */
  public boolean isPeer(AddressBits address) {
    return address.high() == peerHigh && address.low() == peerLow;
  }

  /** Sets the peer's address, as {@link AddressBits}. */
  public void setPeer(long high, long low) {
    peerHigh = high;
    peerLow = low;
  }

  /** The octets from the ICMP header on, or the frame of a transmit stamp; until the next read. */
  public ByteBuffer data() {
    return data;
  }

  public void setData(ByteBuffer data) {
    this.data = data;
  }

  /** The time-to-live or hop limit, or {@link Replied#TTL_UNKNOWN}. */
  int ttl() {
    return ttl;
  }

  public void setTtl(int ttl) {
    this.ttl = ttl;
  }

  /** When the kernel received or sent it, or {@link RoundTrip#NO_STAMP}. */
  long stampRealtimeNanos() {
    return stampRealtimeNanos;
  }

  /** Sets when the kernel received or sent it, on CLOCK_REALTIME. */
  public void setStampRealtimeNanos(long stampRealtimeNanos) {
    this.stampRealtimeNanos = stampRealtimeNanos;
  }

  public int errorType() {
    return errorType;
  }

  public int errorCode() {
    return errorCode;
  }

  /** Who sent an ICMP error; null if the kernel does not know. */
  public @Nullable InetAddress reporter() {
    return reporter;
  }

  public void setIcmpError(int type, int code, @Nullable InetAddress from) {
    kind = Kind.ICMP_ERROR;
    errorType = type;
    errorCode = code;
    reporter = from;
  }
}
