package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.AttributeText;
import dev.routeswitcher.netlink.message.InterfaceNames;
import java.util.Optional;

/** An address as {@code ip -oneline addr} prints it. */
final class AddressText {
  private static final Names PROTOCOLS = Names.from(1, "kernel_lo", "kernel_ra", "kernel_ll");

  private final AddressMessage address;
  private final AttributeText text;

  AddressText(AddressMessage address) {
    this.address = address;
    this.text = new AttributeText(address.attributes());
  }

  String print(InterfaceNames names) {
    String index = Integer.toUnsignedString(address.interfaceIndex());
    text.add(index + ":", names.name(address.interfaceIndex()), address.family().toString());
    addOwn();
    text.add("metric", AddressAttributes.RT_PRIORITY)
        .add("brd", AddressAttributes.BROADCAST)
        .add("any", AddressAttributes.ANYCAST)
        .add("mcast", AddressAttributes.MULTICAST)
        .add("scope", address.scope().toString());
    addFlags();
    return text.add("proto", AddressAttributes.PROTO, p -> p == 0 ? "" : PROTOCOLS.of(p))
        .add(AddressAttributes.LABEL)
        .add(AddressAttributes.CACHEINFO)
        .line();
  }

  private void addOwn() {
    String length = "/" + address.prefixLength();
    Optional<Attribute> network = text.find(AddressAttributes.ADDRESS);
    Optional<Attribute> local = text.find(AddressAttributes.LOCAL);
    Optional<Attribute> peer =
        network.filter(a -> local.isPresent() && !a.bytes().equals(local.get().bytes()));
    local
        .or(() -> network)
        .ifPresent(own -> text.add(print(own) + (peer.isPresent() ? "" : length)));
    peer.ifPresent(other -> text.add("peer", print(other) + length));
  }

  private static String print(Attribute address) {
    return AttributeText.value(address, AddressAttributes.ADDRESS::print);
  }

  /** What {@code ip} calls dynamic is the absence of a flag. */
  private void addFlags() {
    AddressFlags flags =
        new AddressFlags(text.get(AddressAttributes.FLAGS, address.flagsInHeader()));
    boolean inet6 = address.family().equals(AddressFamily.INET6);
    if (inet6 && flags.has(AddressFlags.SECONDARY)) {
      text.add("temporary");
      flags = flags.without(AddressFlags.SECONDARY);
    }
    AddressFlags before = new AddressFlags(flags.bits() & (AddressFlags.PERMANENT - 1));
    AddressFlags after = new AddressFlags(flags.bits() & -(AddressFlags.PERMANENT << 1));
    text.addIf(!before.isEmpty(), before.toString())
        .addIf(!flags.has(AddressFlags.PERMANENT), "dynamic")
        .addIf(!after.isEmpty(), after.toString());
  }
}
