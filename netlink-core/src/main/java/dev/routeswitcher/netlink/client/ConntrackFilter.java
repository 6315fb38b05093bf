package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.conntrack.ConntrackBuilder;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackTuple;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which entries of the connection tracker to list. The kernel filters by what its version can; what
 * it sends is checked again.
 *
 * @param family {@link AddressFamily#INET} or {@link AddressFamily#INET6}
 * @param original what the packets of the side that began the connection say
 * @param reply what the packets of the other side say; they go to the address that the source was
 *     translated to, if it was
 * @param status {@link dev.routeswitcher.netlink.conntrack.ConntrackStatus} bits that must be set;
 *     0 for none
 * @param mark the mark
 */
public record ConntrackFilter(
    AddressFamily family, Ends original, Ends reply, long status, OptionalLong mark) {

  /**
   * The addresses that packets of one direction must have; empty for any.
   *
   * @param source where they come from
   * @param destination where they go to
   */
  public record Ends(Optional<IpAddress> source, Optional<IpAddress> destination) {
    /** Any addresses. */
    public static final Ends ANY = new Ends(Optional.empty(), Optional.empty());

    private Ends from(IpAddress only) {
      return new Ends(Optional.of(only), destination);
    }

    private Ends to(IpAddress only) {
      return new Ends(source, Optional.of(only));
    }

    private int flags() {
      return (source.isPresent() ? SOURCE_COUNTS : 0)
          | (destination.isPresent() ? DESTINATION_COUNTS : 0);
    }

    private ConntrackTuple tuple(ByteOrder order) {
      ConntrackTuple.Builder tuple = ConntrackTuple.builder(order);
      source.ifPresent(tuple::source);
      destination.ifPresent(tuple::destination);
      return tuple.build();
    }

    private boolean accepts(ConntrackTuple tuple) {
      return (source.isEmpty() || source.equals(tuple.source()))
          && (destination.isEmpty() || destination.equals(tuple.destination()));
    }

    private String text(String direction) {
      return source.map(a -> " --" + direction + "-src " + a).orElse("")
          + destination.map(a -> " --" + direction + "-dst " + a).orElse("");
    }
  }

  /** {@code CTA_FILTER_F_CTA_IP_SRC}, of the kernel's {@code net/netfilter/nf_internals.h}. */
  private static final int SOURCE_COUNTS = 1;

  /** {@code CTA_FILTER_F_CTA_IP_DST}. */
  private static final int DESTINATION_COUNTS = 2;

  private static final long ALL_BITS = 0xffff_ffffL;

  public ConntrackFilter {
    if (!family.equals(AddressFamily.INET) && !family.equals(AddressFamily.INET6)) {
      throw new IllegalArgumentException("connections are of inet or inet6, not of " + family);
    }
  }

  /** All entries of a family. */
  public static ConntrackFilter of(AddressFamily family) {
    return new ConntrackFilter(family, Ends.ANY, Ends.ANY, 0, OptionalLong.empty());
  }

  /** Only those that this address began. */
  public ConntrackFilter originalSource(IpAddress only) {
    return new ConntrackFilter(family, original.from(only), reply, status, mark);
  }

  /** Only those that were begun towards this address. */
  public ConntrackFilter originalDestination(IpAddress only) {
    return new ConntrackFilter(family, original.to(only), reply, status, mark);
  }

  /** Only those that this address answers. */
  public ConntrackFilter replySource(IpAddress only) {
    return new ConntrackFilter(family, original, reply.from(only), status, mark);
  }

  /** Only those whose answers go to this address. */
  public ConntrackFilter replyDestination(IpAddress only) {
    return new ConntrackFilter(family, original, reply.to(only), status, mark);
  }

  /** Only those that have every one of these status bits. */
  public ConntrackFilter status(long bits) {
    return new ConntrackFilter(family, original, reply, bits, mark);
  }

  /** Only those of this mark. */
  public ConntrackFilter mark(long only) {
    return new ConntrackFilter(family, original, reply, status, OptionalLong.of(only));
  }

  /** The request to list them. */
  ConntrackMessage toMessage(ByteOrder order) {
    ConntrackBuilder request = ConntrackMessage.builder(family, order);
    // Asked for those of an IPv6 address, Linux (6.18) lists all but them.
    boolean byAddress = family.equals(AddressFamily.INET);
    int originalFlags = byAddress ? original.flags() : 0;
    int replyFlags = byAddress ? reply.flags() : 0;
    if (originalFlags != 0) {
      request.original(original.tuple(order));
    }
    if (replyFlags != 0) {
      request.reply(reply.tuple(order));
    }
    if ((originalFlags | replyFlags) != 0) {
      request.filter(originalFlags, replyFlags);
    }
    if (status != 0) {
      request.status(status).statusMask(status);
    }
    mark.ifPresent(value -> request.mark(value).markMask(ALL_BITS));
    return request.build();
  }

  /**
   * True for an entry to list. One that cannot be judged because it is malformed is listed, so that
   * its fault is seen.
   */
  boolean accepts(ConntrackMessage entry) {
    try {
      return family.equals(entry.family())
          && original.accepts(entry.original())
          && reply.accepts(entry.reply())
          && entry.status().has(status)
          && (mark.isEmpty() || mark.equals(entry.mark()));
    } catch (MalformedAttributeException e) {
      return true;
    }
  }

  /** As arguments of {@code conntrack -L}: {@code -f ipv4 --reply-dst 198.51.100.2}. */
  @Override
  public String toString() {
    return "-f "
        + (family.equals(AddressFamily.INET) ? "ipv4" : "ipv6")
        + original.text("orig")
        + reply.text("reply")
        + (status == 0 ? "" : " --status 0x" + Long.toHexString(status))
        + (mark.isPresent() ? " --mark " + mark.getAsLong() : "");
  }
}
