package dev.routeswitcher.netlink.link;

import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AttributeText;
import dev.routeswitcher.netlink.message.InterfaceNames;
import java.util.Optional;

/** A link as {@code ip monitor link} prints it, and its kind. */
final class LinkText {
  /** {@code ARPHRD_*} by the names of {@code ip}. */
  private static final Names TYPES =
      Names.from(0, "generic", "ether")
          .and(24, "ieee1394")
          .and(32, "infiniband")
          .and(280, "can")
          .and(512, "ppp")
          .and(519, "rawip")
          .and(768, "ipip", "tunnel6")
          .and(772, "loopback")
          .and(776, "sit")
          .and(778, "gre")
          .and(783, "irda")
          .and(801, "ieee802.11")
          .and(803, "ieee802.11/radiotap", "ieee802.15.4")
          .and(823, "gre6", "netlink", "6lowpan")
          .and(0xfffe, "none", "void");

  /** Types of tunnels, whose link-layer addresses are IP addresses. */
  private static final ImmutableSet<Integer> TUNNELS = ImmutableSet.of(768, 769, 776, 778, 823);

  private final LinkMessage link;
  private final InterfaceNames names;
  private final AttributeText text;

  LinkText(LinkMessage link, InterfaceNames names) {
    this.link = link;
    this.names = names;
    this.text = new AttributeText(link.attributes());
  }

  String print() {
    Optional<String> name = text.find(LinkAttributes.IFNAME).map(Attribute::text);
    name.ifPresentOrElse(
        known -> text.add(link.index() + ":", above(known) + ":", link.flags().toString()),
        this::addRequested);
    text.add("mtu", LinkAttributes.MTU)
        .add("qdisc", LinkAttributes.QDISC)
        .add("master", LinkAttributes.MASTER, names::name)
        .add("state", LinkAttributes.OPERSTATE)
        .add("group", LinkAttributes.GROUP, id -> id == 0 ? "default" : Long.toString(id))
        .addIf(name.isPresent(), "link/" + TYPES.of(link.hardwareType()));
    text.find(LinkAttributes.ADDRESS).map(this::address).ifPresent(text::add);
    String broadcast = link.flags().has(LinkFlags.POINTOPOINT) ? "peer" : "brd";
    text.find(LinkAttributes.BROADCAST).ifPresent(a -> text.add(broadcast, address(a)));
    Attribute own = text.find(LinkAttributes.ADDRESS).orElse(null);
    text.find(LinkAttributes.PERM_ADDRESS)
        .filter(made -> own == null || !made.bytes().equals(own.bytes()))
        .ifPresent(made -> text.add("permaddr", address(made)));
    text.add("link-netnsid", LinkAttributes.LINK_NETNSID, LinkText::namespace)
        .add("new-netnsid", LinkAttributes.NEW_NETNSID)
        .add("new-ifindex", LinkAttributes.NEW_IFINDEX)
        .addIf(protocolKeepsDown(), "protodown on");
    addAlternativeNames();
    return text.add("alias", LinkAttributes.IFALIAS).add(LinkAttributes.LINKINFO).line();
  }

  /** A link that is named by its index alone: in a request, which says what is to be changed. */
  private void addRequested() {
    text.add(names.name(link.index()));
    if (link.changedFlags().has(LinkFlags.UP)) {
      text.add(link.isUp() ? "up" : "down");
    }
  }

  /** The name, and that of the link below. */
  private String above(String name) {
    return text.find(LinkAttributes.LINK)
        .map(a -> name + "@" + AttributeText.value(a, x -> below(x.cursor().s32())))
        .orElse(name);
  }

  private String below(int link) {
    if (link == 0) {
      return "NONE";
    }
    boolean elsewhere = text.has(LinkAttributes.LINK_NETNSID);
    return (elsewhere ? InterfaceNames.BY_INDEX : names).name(link);
  }

  private String address(Attribute attribute) {
    int length = attribute.length();
    boolean ip = TUNNELS.contains(link.hardwareType()) && (length == 4 || length == 16);
    return ip
        ? IpAddress.of(attribute.bytes().toArray()).toString()
        : new LinkAddress(attribute.bytes()).toString();
  }

  private static String namespace(int id) {
    return id < 0 ? "unknown" : Integer.toString(id);
  }

  /** A value that cannot be read counts, too. */
  private boolean protocolKeepsDown() {
    return text.has(LinkAttributes.PROTO_DOWN) && text.get(LinkAttributes.PROTO_DOWN, 1) != 0;
  }

  private void addAlternativeNames() {
    text.find(LinkAttributes.PROP_LIST)
        .ifPresent(
            properties -> {
              for (Attribute property : properties.attributes()) {
                if (property.type() == LinkAttributes.ALT_IFNAME.number()) {
                  text.add("altname", property.text());
                }
              }
            });
  }
}
