package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;

/**
 * How a route wraps the packets it forwards (lightweight tunnel, {@code linux/lwtunnel.h}). The
 * type and what it needs are two attributes, in either order.
 *
 * <p>Accessors throw {@link MalformedAttributeException} if their attribute cannot be read.
 */
public sealed interface Encapsulation
    permits MplsEncapsulation, IpEncapsulation, Seg6Encapsulation, RawEncapsulation {
  /** {@code LWTUNNEL_ENCAP_MPLS}: {@link MplsEncapsulation}. */
  int MPLS = 1;

  /** {@code LWTUNNEL_ENCAP_IP}: {@link IpEncapsulation}. */
  int IP = 2;

  /** {@code LWTUNNEL_ENCAP_IP6}: {@link IpEncapsulation}. */
  int IP6 = 4;

  /** {@code LWTUNNEL_ENCAP_SEG6}: {@link Seg6Encapsulation}. */
  int SEG6 = 5;

  /** {@code LWTUNNEL_ENCAP_*}. */
  int type();

  /** What the type needs, as it is on the wire. */
  Attributes attributes();
}
