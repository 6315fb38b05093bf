package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.packet.EchoView;
import dev.routeswitcher.icmp.packet.InternetChecksum;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The echo requests of one system call, encoded one after the other in memory that the next batch
 * uses again.
 *
 * <p>The payload of a request starts with its probe's secret and its socket's cookie; the rest is
 * zero.
 */
public final class RequestBatch {
  /** The most requests of one call. */
  public static final int CAPACITY = 64;

  /** The payload offset of the secret, eight octets that only a reply to this probe returns. */
  static final int SECRET = 0;

  /** The payload offset of the cookie, eight octets that all requests of one socket share. */
  public static final int COOKIE = 8;

  /** The memory of a batch, but for a single request that is larger. */
  private static final int MEMORY = 64 << 10;

  private static final int CHECKSUM = 2;

  private final @Nullable Probe[] probes = new @Nullable Probe[CAPACITY];
  private final int[] starts = new int[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private ByteBuffer memory = ByteBuffer.allocateDirect(CAPACITY * (EchoView.HEADER_SIZE + 56));
  private final Clock clock;
  private int size;
  private int used;
  private long departureNanos;

  RequestBatch(Clock clock) {
    this.clock = clock;
  }

  void clear() {
    Arrays.fill(probes, 0, size, null);
    size = 0;
    used = 0;
  }

  public int size() {
    return size;
  }

  Probe probe(int index) {
    Probe probe = probes[index];
    if (probe == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return probe;
  }

  public AddressBits target(int index) {
    return probe(index).target;
  }

  public ProbeOptions options(int index) {
    return probe(index).request.options();
  }

  /** The big-endian direct buffer of all packets; another one after it had to grow. */
  public ByteBuffer memory() {
    return memory;
  }

  /** Where a packet starts in the memory, its ICMP header first. */
  public int start(int index) {
    return starts[index];
  }

  public int length(int index) {
    return lengths[index];
  }

  /**
   * Records the time of departure; called immediately before the packets are passed to the kernel.
   */
  public void markDeparture() {
    departureNanos = clock.monotonicNanos();
  }

  /** When it, or a part of it, was last passed to the kernel. */
  long departureNanos() {
    return departureNanos;
  }

  boolean admits(Probe probe) {
    int length = EchoView.HEADER_SIZE + probe.request.options().payloadSize();
    return size == 0 || (size < CAPACITY && used + length <= MEMORY);
  }

  /** Encodes a request; the checksum of ICMPv6 is left to the kernel. */
  void add(Probe probe, int identifier, long cookie) {
    int length = EchoView.HEADER_SIZE + probe.request.options().payloadSize();
    reserve(used + length);
    int at = used;
    memory.putLong(at, header(probe.version.echoRequest, identifier, probe.sequence()));
    for (int offset = 0; offset < ProbeOptions.MIN_PAYLOAD_SIZE; offset += Long.BYTES) {
      memory.putLong(at + EchoView.HEADER_SIZE + offset, payloadLongAt(offset, probe, cookie));
    }
    zero(at + EchoView.HEADER_SIZE + ProbeOptions.MIN_PAYLOAD_SIZE, at + length);
    if (probe.version == IpVersion.IPV4) {
      memory.putShort(at + CHECKSUM, (short) InternetChecksum.of(memory, at, length));
    }
    probes[size] = probe;
    starts[size] = at;
    lengths[size] = length;
    size++;
    used = (at + length + Long.BYTES - 1) & -Long.BYTES;
  }

  /** Eight octets of a request's payload, from an offset that is a multiple of eight. */
  static long payloadLongAt(int offset, Probe probe, long cookie) {
    return switch (offset) {
      case SECRET -> probe.secret;
      case COOKIE -> cookie;
      default -> 0;
    };
  }

  /** RFC 792 and RFC 4443: type, code 0, checksum yet 0, identifier, sequence number. */
  private static long header(int type, int identifier, int sequence) {
    return (long) type << 56 | (long) identifier << 16 | sequence;
  }

  private void zero(int from, int to) {
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      memory.putLong(at, 0);
    }
    for (; at < to; at++) {
      memory.put(at, (byte) 0);
    }
  }

  private void reserve(int needed) {
    if (needed > memory.capacity()) {
      int doubled = Math.max(needed + Long.BYTES, Math.min(MEMORY, memory.capacity() * 2));
      ByteBuffer larger = ByteBuffer.allocateDirect(doubled);
      larger.put(memory.duplicate().position(0).limit(used)).clear();
      memory = larger;
    }
  }
}
