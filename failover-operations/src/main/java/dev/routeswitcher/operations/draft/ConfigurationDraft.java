package dev.routeswitcher.operations.draft;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.operations.host.HostFacts;
import dev.routeswitcher.operations.host.HostInterface;
import dev.routeswitcher.operations.host.Manager;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.ForeignAdvice;
import dev.routeswitcher.runtime.words.Printable;
import dev.routeswitcher.runtime.words.SettingNames;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.Toml;

/**
 * A configuration file in the making, or why there is none.
 *
 * @param text the file, of lines that end in a line feed; empty if there is a fault
 * @param fault why none can be made, with what to do about it; empty if there is one
 */
public record ConfigurationDraft(String text, String fault) {

  /** Kinds of links whose own packets go by an uplink ({@code IFLA_INFO_KIND}). */
  private static final ImmutableSet<String> TUNNELS =
      ImmutableSet.of(
          "tun",
          "wireguard",
          "ipip",
          "gre",
          "gretap",
          "sit",
          "ip6tnl",
          "ip6gre",
          "vti",
          "vti6",
          "xfrm");

  private static final String NAME = "[A-Za-z0-9._-]{1,32}";

  /** Those that lead outside by an interface, the best first; none of ours. */
  private record Candidate(HostInterface link, List<Route> routes) {

    /** Of one that has only a lease the last. */
    long metric() {
      return routes.stream().mapToLong(Route::metric).min().orElse(Long.MAX_VALUE);
    }
  }

  /**
   * Makes one for the host.
   *
   * @param targets the addresses to ping; none for the usual ones
   */
  public static ConfigurationDraft of(HostFacts host, List<String> targets) {
    if (host.interfaces().value() == null) {
      return new ConfigurationDraft(
          "", "interfaces cannot be read: " + host.interfaces().fault() + "; run it as root");
    }
    List<Candidate> all = candidates(host);
    List<Candidate> uplinks =
        all.stream()
            .filter(each -> !TUNNELS.contains(each.link().kind()))
            .limit(FamilyConfig.MAX_UPLINKS)
            .toList();
    if (uplinks.size() < 2) {
      String found = uplinks.isEmpty() ? "no interface" : "only " + uplinks.get(0).link().name();
      return new ConfigurationDraft(
          "",
          found
              + " has a default route; failover takes two: bring the uplinks up with one each,"
              + " whatever its metric, and run init again");
    }
    return new ConfigurationDraft(new Draft(host, uplinks, all).text(targets), "");
  }

  private static List<Candidate> candidates(HostFacts host) {
    return host.interfaces().orElse(ImmutableList.of()).stream()
        .map(link -> new Candidate(link, routes(host, link.name())))
        .filter(each -> !each.routes().isEmpty() || host.leased().containsKey(each.link().name()))
        .sorted(
            Comparator.comparingLong(Candidate::metric)
                .thenComparingInt(each -> each.link().index()))
        .toList();
  }

  private static List<Route> routes(HostFacts host, String name) {
    return Stream.of(IpFamily.values())
        .flatMap(
            family -> Objects.requireNonNull(host.routing().get(family)).through(name).stream())
        .filter(route -> !route.isOurs())
        .toList();
  }

  /** Writes one file. */
  private static final class Draft {

    private final HostFacts host;
    private final List<Candidate> uplinks;
    private final List<Candidate> all;
    private final StringBuilder text = new StringBuilder();

    Draft(HostFacts host, List<Candidate> uplinks, List<Candidate> all) {
      this.host = host;
      this.uplinks = uplinks;
      this.all = all;
    }

    String text(List<String> targets) {
      comment("Made by `route-switcher init` from what this host has. Every setting of");
      comment(
          "`route-switcher --help` may stand here, above the uplinks, by the name of its option.");
      comment("");
      comment("  route-switcher check FILE             whether anything is wrong with it");
      comment("  route-switcher doctor --config FILE   whether the host lets it work");
      comment("  route-switcher run --config FILE      runs it, as root");
      targets(targets);
      Map<Candidate, Long> metrics = metrics();
      override(metrics);
      line("");
      comment("In the order of priority: the first that is well carries the traffic.");
      for (int place = 0; place < uplinks.size(); place++) {
        uplink(uplinks.get(place), place, metrics);
      }
      leftOut();
      return text.toString();
    }

    private void targets(List<String> targets) {
      line("");
      comment(
          "What is pinged through every uplink. It should lie beyond the providers; two or three");
      comment("by different operators guard against the failure of one.");
      if (targets.isEmpty()) {
        String usual =
            new Configuration()
                .engine().families().stream()
                    .flatMap(family -> family.targets().stream())
                    .map(InetAddresses::toAddrString)
                    .collect(Collectors.joining(" and, where there is IPv6, "));
        comment("Unless it is set it is " + usual + ".");
        comment(Settings.PING_TARGET + " = [\"203.0.113.8\", \"203.0.113.9\"]");
      } else {
        line(
            Settings.PING_TARGET
                + " = "
                + targets.stream().map(Draft::quoted).collect(Collectors.joining(", ", "[", "]")));
      }
    }

    /** The usual ones, but for those that a default route of another program has. */
    private Map<Candidate, Long> metrics() {
      Set<Long> taken =
          all.stream()
              .flatMap(each -> each.routes().stream())
              .map(Route::metric)
              .collect(Collectors.toSet());
      Map<Candidate, Long> metrics = new LinkedHashMap<>();
      long before = 0;
      for (int place = 0; place < uplinks.size(); place++) {
        long metric = Math.max(usualMetric(place), before + 1);
        while (taken.contains(metric)) {
          metric++;
        }
        metrics.put(uplinks.get(place), metric);
        before = metric;
      }
      return metrics;
    }

    private static long usualMetric(int place) {
      return new Configuration().common().get(Settings.METRIC, place);
    }

    private void override(Map<Candidate, Long> metrics) {
      long highest = metrics.values().stream().mapToLong(Long::longValue).max().orElse(0);
      List<Route> winning =
          uplinks.stream()
              .flatMap(each -> each.routes().stream())
              .filter(route -> route.metric() < highest)
              .toList();
      if (!winning.isEmpty()) {
        Route first = winning.get(0);
        line("");
        comment(
            "A default route of another program has metric "
                + first.metric()
                + " and would win over ours: that by");
        comment(
            first.hops().stream().map(Hop::interfaceName).collect(Collectors.joining(" and "))
                + ", made by "
                + ForeignAdvice.writer(first.protocol())
                + ".");
        comment("Without the next line it needs a metric above " + highest + ".");
        line(Settings.OVERRIDE_FOREIGN_DEFAULTS + " = true");
      }
    }

    private void uplink(Candidate uplink, int place, Map<Candidate, Long> metrics) {
      String name = uplink.link().name();
      line("");
      for (Route route : uplink.routes()) {
        comment(
            gateway(route, name)
                + ", metric "
                + route.metric()
                + ", by "
                + ForeignAdvice.writer(route.protocol()));
      }
      InetAddress leased = host.leased().get(name);
      if (uplink.routes().isEmpty() && leased != null) {
        comment(
            "no default route, but a DHCP lease with the gateway "
                + InetAddresses.toAddrString(leased)
                + ", which is used");
      }
      Collection<Manager> managers = host.managers().get(name);
      if (!managers.isEmpty()) {
        comment(
            "configured by "
                + managers.stream().map(Manager::toString).collect(Collectors.joining(", ")));
      }
      line("[[uplink]]");
      line(Settings.NAME + " = " + quoted(name(name, place)));
      line(Settings.INTERFACE + " = " + quoted(name));
      long metric = Objects.requireNonNull(metrics.get(uplink));
      if (metric != usualMetric(place)) {
        line(Settings.METRIC + " = " + metric);
      }
    }

    private static String gateway(Route route, String name) {
      String family = route.destination().address().getAddress().length == 4 ? "IPv4" : "IPv6";
      return route
          .hopThrough(name)
          .map(Hop::gateway)
          .map(gateway -> family + " by gateway " + InetAddresses.toAddrString(gateway))
          .orElse(family + " without a gateway");
    }

    /** An interface may be called what no uplink may. */
    private static String name(String interfaceName, int place) {
      boolean usable = interfaceName.matches(NAME) && !SettingNames.THE_TWO.contains(interfaceName);
      return usable ? interfaceName : "uplink-" + (place + 1);
    }

    private void leftOut() {
      all.stream()
          .filter(each -> !uplinks.contains(each))
          .forEach(
              each -> {
                line("");
                comment(
                    each.link().name() + " has a default route too, and is left out: " + why(each));
              });
    }

    private static String why(Candidate left) {
      return TUNNELS.contains(left.link().kind())
          ? "a tunnel goes by the uplinks."
          : "there may be " + FamilyConfig.MAX_UPLINKS + " uplinks.";
    }

    private static String quoted(String value) {
      return "\"" + Toml.tomlEscape(value) + "\"";
    }

    private void comment(String words) {
      line(("# " + Printable.of(words)).stripTrailing());
    }

    private void line(String line) {
      text.append(line).append('\n');
    }
  }
}
