package dev.routeswitcher.netlink.client;

import static dev.routeswitcher.netlink.ip.AddressFamily.INET;
import static dev.routeswitcher.netlink.ip.AddressFamily.INET6;

import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rule.PortRange;
import dev.routeswitcher.netlink.rule.RuleAction;
import dev.routeswitcher.netlink.rule.RuleAttributes;
import dev.routeswitcher.netlink.rule.RuleBuilder;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.rule.UserRange;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated rules. */
final class SpecifiedRules extends Specified {
  /** {@code ip -json} does not print the family of a rule; its priority does. */
  private static final int FIRST_IPV4 = 100;

  private static final int FIRST_IPV6 = 1000;

  @Override
  Map<String, String> generate(int i, Random random) {
    boolean ipv4 = random.nextBoolean();
    Map<String, String> spec =
        new TreeMap<>(Map.of("pref", "" + (ipv4 ? FIRST_IPV4 + i : FIRST_IPV6 + i)));
    String prefix = ipv4 ? "192.0.2.%d/32" : "2001:db8::%x/128";
    spec.put("family", ipv4 ? "inet" : "inet6");
    maybe(spec, random, "from", String.format(prefix, 1 + random.nextInt(250)));
    maybe(spec, random, "to", String.format(prefix, 1 + random.nextInt(250)));
    maybe(spec, random, "iif", "v" + random.nextInt(2));
    maybe(spec, random, "oif", "v" + random.nextInt(2));
    maybe(spec, random, "fwmark", "0x" + Integer.toHexString(1 + random.nextInt(200)) + "/0xff");
    maybe(spec, random, "uidrange", "0-0"); // the one user of every user namespace
    if (random.nextBoolean()) {
      spec.put("ipproto", random.nextBoolean() ? "6" : "17");
      maybe(spec, random, "sport", "" + (1 + random.nextInt(999)));
      maybe(spec, random, "dport", (1 + random.nextInt(999)) + "-" + (1000 + random.nextInt(999)));
    }
    spec.put("protocol", "" + (20 + random.nextInt(20)));
    if (random.nextInt(4) == 0) {
      spec.put("action", "blackhole");
    } else {
      spec.put("table", "" + (1000 + random.nextInt(99_999)));
      maybe(spec, random, "suppress_prefixlength", "" + random.nextInt(25));
    }
    maybe(spec, random, "not", "");
    return spec;
  }

  @Override
  String key(SortedMap<String, String> spec) {
    return field(spec, "pref");
  }

  @Override
  String command(SortedMap<String, String> spec) {
    return "rule add pref "
        + field(spec, "pref")
        + words(
            spec,
            "not",
            "from",
            "to",
            "iif",
            "oif",
            "fwmark",
            "uidrange",
            "ipproto",
            "sport",
            "dport",
            "protocol",
            "suppress_prefixlength")
        + (spec.containsKey("action") ? " blackhole" : " table " + field(spec, "table"));
  }

  @Override
  boolean isIpv6(SortedMap<String, String> spec) {
    return field(spec, "family").equals("inet6");
  }

  @Override
  RtnetlinkMessage message(SortedMap<String, String> spec) {
    AddressFamily family = isIpv6(spec) ? INET6 : INET;
    RuleBuilder rule = RuleMessage.builder(family).priority(Long.parseLong(field(spec, "pref")));
    on(spec, "from", from -> rule.source(IpPrefix.parse(from)));
    on(spec, "to", to -> rule.destination(IpPrefix.parse(to)));
    on(spec, "iif", rule::inputInterface);
    on(spec, "oif", rule::outputInterface);
    on(spec, "fwmark", mark -> rule.mark(Long.decode(mark.substring(0, mark.indexOf('/'))), 255));
    on(
        spec,
        "uidrange",
        range -> rule.set(RuleAttributes.UID_RANGE, new UserRange(start(range), end(range))));
    on(spec, "ipproto", protocol -> rule.set(RuleAttributes.IP_PROTO, Integer.parseInt(protocol)));
    on(
        spec,
        "sport",
        port -> rule.set(RuleAttributes.SPORT_RANGE, PortRange.of(Integer.parseInt(port))));
    on(
        spec,
        "dport",
        range -> rule.set(RuleAttributes.DPORT_RANGE, new PortRange(start(range), end(range))));
    on(spec, "protocol", protocol -> rule.protocol(protocol(protocol)));
    on(spec, "table", table -> rule.lookup(RouteTable.of(Long.parseLong(table))));
    on(spec, "action", action -> rule.action(RuleAction.BLACKHOLE));
    on(
        spec,
        "suppress_prefixlength",
        length -> rule.suppressPrefixLength(Integer.parseInt(length)));
    on(spec, "not", none -> rule.inverted());
    return rule.build();
  }

  @Override
  List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException {
    List<RuleMessage> all = client.rules().list(INET);
    all.addAll(client.rules().list(INET6));
    return all;
  }

  @Override
  SortedMap<String, String> read(RtnetlinkMessage object) {
    RuleMessage rule = (RuleMessage) object;
    Fields fields =
        new Fields().put("pref", rule.priority().orElse(0)).put("family", rule.family());
    rule.source().ifPresent(source -> fields.put("from", source));
    rule.destination().ifPresent(destination -> fields.put("to", destination));
    rule.inputInterface().ifPresent(name -> fields.put("iif", name));
    rule.outputInterface().ifPresent(name -> fields.put("oif", name));
    rule.mark().ifPresent(mark -> fields.put("fwmark", "0x" + Long.toHexString(mark) + "/0xff"));
    rule.attributes()
        .get(RuleAttributes.UID_RANGE)
        .ifPresent(users -> fields.put("uidrange", users.start() + "-" + users.end()));
    rule.attributes()
        .get(RuleAttributes.IP_PROTO)
        .ifPresent(protocol -> fields.put("ipproto", protocol));
    rule.attributes()
        .get(RuleAttributes.SPORT_RANGE)
        .ifPresent(ports -> fields.put("sport", ports.start()));
    rule.attributes()
        .get(RuleAttributes.DPORT_RANGE)
        .ifPresent(p -> fields.put("dport", p.start() + "-" + p.end()));
    rule.protocol().ifPresent(protocol -> fields.put("protocol", protocol.value()));
    if (rule.action().equals(RuleAction.TO_TABLE)) {
      fields.put("table", rule.table().id());
    } else {
      fields.put("action", rule.action());
    }
    rule.suppressedPrefixLength().ifPresent(length -> fields.put("suppress_prefixlength", length));
    return rule.isInverted() ? fields.put("not", "").map : fields.map;
  }

  @Override
  List<String> listings() {
    return List.of("-4 rule show", "-6 rule show");
  }

  @Override
  SortedMap<String, String> read(JsonObject json) {
    Fields fields = new Fields().take(json, "priority", "pref");
    boolean ipv6 = json.get("priority").getAsInt() >= FIRST_IPV6;
    fields.put("family", ipv6 ? "inet6" : "inet");
    prefix(json, "src", "srclen", "from", fields);
    prefix(json, "dst", "dstlen", "to", fields);
    fields.take(json, "iif", "iif").take(json, "oif", "oif");
    if (json.has("fwmark")) {
      fields.put(
          "fwmark", json.get("fwmark").getAsString() + "/" + json.get("fwmask").getAsString());
    }
    if (json.has("uid_start")) {
      fields.put(
          "uidrange",
          json.get("uid_start").getAsString() + "-" + json.get("uid_end").getAsString());
    }
    if (json.has("ipproto")) {
      fields.put("ipproto", json.get("ipproto").getAsString().replace("ipproto-", ""));
    }
    fields.take(json, "sport", "sport").take(json, "protocol", "protocol");
    if (json.has("dport_start")) {
      fields.put(
          "dport",
          json.get("dport_start").getAsString() + "-" + json.get("dport_end").getAsString());
    }
    fields.take(json, "table", "table");
    if (json.has("action")) {
      fields.put("action", json.get("action").getAsString().equals("6") ? "blackhole" : "?");
    }
    fields.take(json, "suppress_prefixlen", "suppress_prefixlength");
    return json.has("not") ? fields.put("not", "").map : fields.map;
  }
}
