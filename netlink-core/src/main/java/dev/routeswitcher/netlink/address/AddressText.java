package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;

/** An address as {@code ip -oneline addr} prints it. */
final class AddressText {
  private final AddressHeader header;
  private final Attributes attributes;
  private final StringJoiner text = new StringJoiner(" ");

  private AddressText(AddressMessage address) {
    this.header = address.header();
    this.attributes = address.attributes();
  }

  static String of(AddressMessage address, InterfaceNames names) {
    return new AddressText(address).print(names);
  }

  private String print(InterfaceNames names) {
    text.add(header.index() + ":").add(names.name((int) header.index()));
    text.add(header.family().toString());
    addOwn();
    add("metric", AddressAttributes.RT_PRIORITY, Printed::number);
    add("brd", AddressAttributes.BROADCAST, this::address);
    add("any", AddressAttributes.ANYCAST, this::address);
    add("mcast", AddressAttributes.MULTICAST, this::address);
    text.add("scope").add(header.scope().toString());
    addFlags();
    Printed.find(attributes, AddressAttributes.PROTO)
        .filter(a -> a.length() != 1 || a.u8() != 0)
        .ifPresent(a -> text.add("proto").add(Printed.value(a, AddressText::protocol)));
    Printed.find(attributes, AddressAttributes.LABEL).ifPresent(a -> text.add(a.text()));
    Printed.find(attributes, AddressAttributes.CACHEINFO)
        .ifPresent(a -> text.add(Printed.value(a, x -> AddressCacheInfo.read(x).toString())));
    Printed.addDefect(text, attributes);
    return text.toString();
  }

  private void add(String label, int type, Function<Attribute, String> reading) {
    Printed.add(text, label, attributes, type, reading);
  }

  private void addOwn() {
    String length = "/" + header.prefixLength();
    Optional<Attribute> address = Printed.find(attributes, AddressAttributes.ADDRESS);
    Optional<Attribute> local = Printed.find(attributes, AddressAttributes.LOCAL);
    Optional<Attribute> peer =
        address.filter(a -> local.isPresent() && !a.bytes().equals(local.get().bytes()));
    local
        .or(() -> address)
        .ifPresent(own -> text.add(address(own) + (peer.isPresent() ? "" : length)));
    peer.ifPresent(other -> text.add("peer").add(address(other) + length));
  }

  private String address(Attribute attribute) {
    return Printed.address(attribute, header.family());
  }

  /** What {@code ip} calls dynamic is the absence of a flag. */
  private void addFlags() {
    AddressFlags flags =
        AddressFlags.of(Printed.u32(attributes, AddressAttributes.FLAGS).orElse(header.flags()));
    boolean inet6 = header.family().equals(AddressFamily.INET6);
    if (inet6 && flags.has(AddressFlags.SECONDARY)) {
      text.add("temporary");
      flags = flags.without(AddressFlags.SECONDARY);
    }
    addUnlessEmpty(AddressFlags.of(flags.bits() & (AddressFlags.PERMANENT - 1)));
    if (!flags.has(AddressFlags.PERMANENT)) {
      text.add("dynamic");
    }
    addUnlessEmpty(AddressFlags.of(flags.bits() & -(AddressFlags.PERMANENT << 1)));
  }

  private void addUnlessEmpty(AddressFlags flags) {
    if (!flags.equals(AddressFlags.NONE)) {
      text.add(flags.toString());
    }
  }

  private static String protocol(Attribute attribute) {
    int protocol = attribute.u8();
    return switch (protocol) {
      case 1 -> "kernel_lo";
      case 2 -> "kernel_ra";
      case 3 -> "kernel_ll";
      default -> Integer.toString(protocol);
    };
  }
}
