package dev.routeswitcher.netlink.link;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Names;
import dev.routeswitcher.netlink.message.Printed;
import java.util.StringJoiner;
import java.util.function.Function;

/** A link as {@code ip monitor link} prints it, and its kind. */
final class LinkText {
  /** {@code ARPHRD_*} by the names of {@code ip}. */
  private static final ImmutableMap<Integer, String> TYPES =
      ImmutableMap.<Integer, String>builder()
          .put(0, "generic")
          .put(1, "ether")
          .put(24, "ieee1394")
          .put(32, "infiniband")
          .put(280, "can")
          .put(512, "ppp")
          .put(519, "rawip")
          .put(768, "ipip")
          .put(769, "tunnel6")
          .put(772, "loopback")
          .put(776, "sit")
          .put(778, "gre")
          .put(783, "irda")
          .put(801, "ieee802.11")
          .put(803, "ieee802.11/radiotap")
          .put(804, "ieee802.15.4")
          .put(823, "gre6")
          .put(824, "netlink")
          .put(825, "6lowpan")
          .put(0xfffe, "none")
          .put(0xffff, "void")
          .buildOrThrow();

  /** Types of tunnels, whose link-layer addresses are IP addresses. */
  private static final ImmutableSet<Integer> TUNNELS = ImmutableSet.of(768, 769, 776, 778, 823);

  private final LinkHeader header;
  private final Attributes attributes;
  private final InterfaceNames names;
  private final StringJoiner text = new StringJoiner(" ");

  private LinkText(LinkMessage link, InterfaceNames names) {
    this.header = link.header();
    this.attributes = link.attributes();
    this.names = names;
  }

  static String of(LinkMessage link, InterfaceNames names) {
    return new LinkText(link, names).print();
  }

  private String print() {
    text.add(header.index() + ":").add(name() + ":").add(header.flags().toString());
    add("mtu", LinkAttributes.MTU, Printed::number);
    add("qdisc", LinkAttributes.QDISC, Attribute::text);
    add("master", LinkAttributes.MASTER, a -> names.name(a.s32()));
    add("state", LinkAttributes.OPERSTATE, a -> OperationalState.of(a.u8()).toString());
    add("group", LinkAttributes.GROUP, a -> a.u32() == 0 ? "default" : Long.toString(a.u32()));
    text.add("link/" + Names.of(TYPES, header.hardwareType()));
    Printed.find(attributes, LinkAttributes.ADDRESS).map(this::address).ifPresent(text::add);
    String broadcast = header.flags().has(LinkFlags.POINTOPOINT) ? "peer" : "brd";
    add(broadcast, LinkAttributes.BROADCAST, this::address);
    Attribute own = Printed.find(attributes, LinkAttributes.ADDRESS).orElse(null);
    Printed.find(attributes, LinkAttributes.PERM_ADDRESS)
        .filter(made -> own == null || !made.bytes().equals(own.bytes()))
        .ifPresent(made -> text.add("permaddr").add(address(made)));
    add("link-netnsid", LinkAttributes.LINK_NETNSID, LinkText::namespace);
    add("new-netnsid", LinkAttributes.NEW_NETNSID, a -> Integer.toString(a.s32()));
    add("new-ifindex", LinkAttributes.NEW_IFINDEX, a -> Integer.toString(a.s32()));
    Printed.find(attributes, LinkAttributes.PROTO_DOWN)
        .filter(a -> a.length() != 1 || a.u8() != 0)
        .ifPresent(a -> text.add("protodown on"));
    addAlternativeNames();
    add("alias", LinkAttributes.IFALIAS, Attribute::text);
    Printed.find(attributes, LinkAttributes.LINKINFO)
        .map(a -> new LinkInfo(a.attributes()).toString())
        .filter(info -> !info.isEmpty())
        .ifPresent(text::add);
    Printed.addDefect(text, attributes);
    return text.toString();
  }

  private void add(String label, int type, Function<Attribute, String> reading) {
    Printed.add(text, label, attributes, type, reading);
  }

  private String name() {
    String name = Printed.find(attributes, LinkAttributes.IFNAME).map(Attribute::text).orElse("?");
    return Printed.find(attributes, LinkAttributes.LINK)
        .map(a -> name + "@" + Printed.value(a, x -> below(x.s32())))
        .orElse(name);
  }

  private String below(int link) {
    if (link == 0) {
      return "NONE";
    }
    boolean elsewhere = Printed.find(attributes, LinkAttributes.LINK_NETNSID).isPresent();
    return (elsewhere ? InterfaceNames.BY_INDEX : names).name(link);
  }

  private String address(Attribute attribute) {
    int length = attribute.length();
    boolean ip = TUNNELS.contains(header.hardwareType()) && (length == 4 || length == 16);
    return ip
        ? IpAddress.of(attribute.bytes().toArray()).toString()
        : new LinkAddress(attribute.bytes()).toString();
  }

  private static String namespace(Attribute attribute) {
    int id = attribute.s32();
    return id < 0 ? "unknown" : Integer.toString(id);
  }

  private void addAlternativeNames() {
    Printed.find(attributes, LinkAttributes.PROP_LIST)
        .ifPresent(
            properties -> {
              for (Attribute property : properties.attributes()) {
                if (property.type() == LinkAttributes.ALT_IFNAME) {
                  text.add("altname").add(property.text());
                }
              }
            });
  }
}
