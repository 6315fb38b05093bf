package dev.routeswitcher.engine.route;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A policy rule that looks a table up (linux/fib_rules.h).
 *
 * @param preference its place among the rules, which are asked from the lowest to the highest
 *     ({@code FRA_PRIORITY})
 * @param source the one source address it is for, or null for all
 * @param outputInterface the one interface whose bound sockets it is for, or null for all
 * @param table the table it looks up
 * @param withoutDefaults whether a default route found there does not count ({@code
 *     FRA_SUPPRESS_PREFIXLEN} 0)
 * @param protocol who made it
 */
public record PolicyRule(
    long preference,
    @Nullable InetAddress source,
    @Nullable String outputInterface,
    long table,
    boolean withoutDefaults,
    int protocol)
    implements RoutingEntry {

  @Override
  public boolean isOfMainTable() {
    return false;
  }

  static PolicyRule mainWithoutDefaults(long preference, @Nullable InetAddress source) {
    return new PolicyRule(preference, source, null, Route.MAIN, true, Route.PROTOCOL);
  }

  static PolicyRule lookup(long preference, @Nullable InetAddress source, long table) {
    return new PolicyRule(preference, source, null, table, false, Route.PROTOCOL);
  }

  static PolicyRule lookupBound(long preference, String outputInterface, long table) {
    return new PolicyRule(preference, null, outputInterface, table, false, Route.PROTOCOL);
  }

  /**
   * The rule in the usual notation: {@code pref 15701 from all oif eth0 lookup 15701 protocol 157}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("pref ").append(preference).append(" from ");
    text.append(source == null ? "all" : InetAddresses.toAddrString(source));
    if (outputInterface != null) {
      text.append(" oif ").append(outputInterface);
    }
    text.append(" lookup ").append(table == Route.MAIN ? "main" : Long.toString(table));
    if (withoutDefaults) {
      text.append(" suppress_prefixlength 0");
    }
    return text.append(" protocol ").append(protocol).toString();
  }
}
