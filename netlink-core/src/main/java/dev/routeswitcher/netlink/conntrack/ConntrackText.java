package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.message.AttributeText;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** Entries and tuples as {@code conntrack} prints them; what cannot be read has a question mark. */
final class ConntrackText {
  private static final Names PROTOCOLS =
      Names.from(1, "icmp")
          .and(6, "tcp")
          .and(17, "udp")
          .and(33, "dccp")
          .and(47, "gre")
          .and(58, "icmpv6")
          .and(132, "sctp")
          .and(136, "udplite");

  private final StringJoiner text = new StringJoiner(" ");

  private ConntrackText() {}

  static String of(ConntrackMessage entry) {
    ConntrackText printed = new ConntrackText();
    printed.entry(entry);
    return printed.text.toString();
  }

  static String of(ConntrackTuple tuple) {
    ConntrackText printed = new ConntrackText();
    printed.tuple(tuple);
    return printed.text.toString();
  }

  private void entry(ConntrackMessage entry) {
    if (has(entry, ConntrackAttributes.TUPLE_ORIG)) {
      add("", () -> protocolName(entry.original().protocol()));
      tuple(entry.original());
    }
    if (has(entry, ConntrackAttributes.STATUS)) {
      add("", () -> entry.status().has(ConntrackStatus.SEEN_REPLY) ? "" : "[UNREPLIED]");
    }
    if (has(entry, ConntrackAttributes.TUPLE_REPLY)) {
      tuple(entry.reply());
    }
    add("", () -> entry.status().has(ConntrackStatus.ASSURED) ? "[ASSURED]" : "");
    add("mark=", () -> entry.mark().isPresent() ? "" + entry.mark().getAsLong() : "");
    add("zone=", () -> entry.zone() == 0 ? "" : "" + entry.zone());
    add("id=", () -> entry.id().isPresent() ? "" + entry.id().getAsLong() : "");
    defect(entry.attributes());
  }

  private static boolean has(ConntrackMessage entry, AttributeType type) {
    return AttributeText.find(entry.attributes(), type).isPresent();
  }

  private void tuple(ConntrackTuple tuple) {
    add("src=", () -> tuple.source().map(Object::toString).orElse(""));
    add("dst=", () -> tuple.destination().map(Object::toString).orElse(""));
    add("sport=", () -> number(tuple.sourcePort()));
    add("dport=", () -> number(tuple.destinationPort()));
    add("type=", () -> number(tuple.icmpType()));
    add("code=", () -> number(tuple.icmpCode()));
    add("id=", () -> number(tuple.icmpId()));
    add("zone=", () -> number(tuple.zone()));
    defect(tuple.attributes());
  }

  private void add(String label, Supplier<String> value) {
    String words = read(value);
    if (!words.isEmpty()) {
      text.add(label + words);
    }
  }

  private void defect(Attributes attributes) {
    attributes.defect().ifPresent(defect -> text.add("(" + defect.getMessage() + ")"));
  }

  private static String read(Supplier<String> value) {
    try {
      return value.get();
    } catch (MalformedAttributeException e) {
      return "?";
    }
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "";
  }

  private static String protocolName(OptionalInt protocol) {
    return protocol.isPresent() ? PROTOCOLS.of(protocol.getAsInt()) : "";
  }
}
