package dev.routeswitcher.engine.route;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FirewallMark;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A policy rule that looks a table up (linux/fib_rules.h).
 *
 * @param preference its place among the rules, which are asked from the lowest to the highest
 *     ({@code FRA_PRIORITY})
 * @param inverted whether it is for what its selectors do not match ({@code FIB_RULE_INVERT})
 * @param source the one source address it is for, or null for all
 * @param outputInterface the one interface whose bound sockets it is for, or null for all
 * @param mark the firewall mark of the packets it is for, or null for all
 * @param table the table it looks up
 * @param suppressedLength a route found there does not count if its prefix has this length or less
 *     ({@code FRA_SUPPRESS_PREFIXLEN}); null if all count
 * @param protocol who made it
 */
public record PolicyRule(
    long preference,
    boolean inverted,
    @Nullable InetAddress source,
    @Nullable String outputInterface,
    @Nullable FirewallMark mark,
    long table,
    @Nullable Integer suppressedLength,
    int protocol)
    implements RoutingEntry {

  /** A mark that no packet has. */
  private static final FirewallMark NEVER = FirewallMark.of(0xffff_ffffL);

  @Override
  public boolean isOfMainTable() {
    return false;
  }

  /**
   * Whether it leaves a default route that it finds to the rules behind it. So it leaves the few
   * routes to everything that VPNs put in place of one, if it is for an address or a mark.
   */
  public boolean withoutDefaults() {
    return suppressedLength != null;
  }

  /**
   * The longest prefix of the routes by which VPNs cover everything: 0.0.0.0/1 and 128.0.0.0/1, and
   * 2000::/3 with others of that length.
   */
  static int coveringLength(IpFamily family) {
    return family == IpFamily.IPV4 ? 1 : 3;
  }

  /** By what tells many rules apart. */
  @Override
  public int hashCode() {
    return 31 * Long.hashCode(preference) + Objects.hashCode(source);
  }

  static PolicyRule localOf(IpFamily family, long preference, InetAddress source) {
    return new PolicyRule(
        preference, false, source, null, null, Route.MAIN, coveringLength(family), Route.PROTOCOL);
  }

  static PolicyRule localOf(IpFamily family, long preference, FirewallMark mark) {
    return new PolicyRule(
        preference, false, null, null, mark, Route.MAIN, coveringLength(family), Route.PROTOCOL);
  }

  /**
   * Main without its defaults, for all traffic. It says so by what it is not for, because a script
   * of a VPN deletes rules for as long as one reads {@code from all lookup main
   * suppress_prefixlength 0}. Of a greater length it would lead past VPNs that cover everything.
   */
  static PolicyRule mainWithoutDefaults(long preference) {
    return new PolicyRule(preference, true, null, null, NEVER, Route.MAIN, 0, Route.PROTOCOL);
  }

  static PolicyRule lookup(long preference, long table) {
    return new PolicyRule(preference, false, null, null, null, table, null, Route.PROTOCOL);
  }

  static PolicyRule lookup(long preference, InetAddress source, long table) {
    return new PolicyRule(preference, false, source, null, null, table, null, Route.PROTOCOL);
  }

  static PolicyRule lookup(long preference, FirewallMark mark, long table) {
    return new PolicyRule(preference, false, null, null, mark, table, null, Route.PROTOCOL);
  }

  static PolicyRule lookupBound(long preference, String outputInterface, long table) {
    return new PolicyRule(
        preference, false, null, outputInterface, null, table, null, Route.PROTOCOL);
  }

  /**
   * The rule in the usual notation: {@code pref 15701 from all oif eth0 lookup 15701 protocol 157}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("pref ").append(preference);
    text.append(inverted ? " not from " : " from ");
    text.append(source == null ? "all" : InetAddresses.toAddrString(source));
    if (mark != null) {
      text.append(" fwmark ").append(mark);
    }
    if (outputInterface != null) {
      text.append(" oif ").append(outputInterface);
    }
    text.append(" lookup ").append(table == Route.MAIN ? "main" : Long.toString(table));
    if (suppressedLength != null) {
      text.append(" suppress_prefixlength ").append(suppressedLength);
    }
    return text.append(" protocol ").append(protocol).toString();
  }
}
