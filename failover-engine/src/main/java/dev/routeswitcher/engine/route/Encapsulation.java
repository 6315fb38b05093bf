package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;

/**
 * How a next hop wraps the packets that it forwards ({@code RTA_ENCAP_TYPE} and {@code RTA_ENCAP},
 * linux/lwtunnel.h). It is copied as it is, without a look inside.
 *
 * @param type {@code LWTUNNEL_ENCAP_*}
 * @param attributes what the type needs, as it is on the wire, in hexadecimal digits
 */
public record Encapsulation(int type, String attributes) {

  /** {@code LWTUNNEL_ENCAP_BPF}: the packets are handed to a program. */
  public static final int BPF = 6;

  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "none", "mpls", "ip", "ila", "ip6", "seg6", "bpf", "seg6local", "rpl", "ioam6", "xfrm");

  /**
   * Whether a route that is made of what the kernel shows of this one does the same. Of a program
   * it shows only the name, and wants the program.
   */
  public boolean canBeCopied() {
    return type != BPF;
  }

  /** As {@code ip} begins it: {@code encap seg6}; the number of a type that has no name. */
  @Override
  public String toString() {
    return "encap " + (type >= 0 && type < NAMES.size() ? NAMES.get(type) : type);
  }
}
