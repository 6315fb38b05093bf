package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.operations.doctor.Examination.Uplink;
import dev.routeswitcher.operations.host.Burst;
import dev.routeswitcher.runtime.words.Remedies;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every target through every uplink. */
final class TargetChecks {

  private static final double NANOS_IN_SECOND = 1e9;
  private static final double NANOS_IN_MILLI = 1e6;

  private TargetChecks() {}

  static Stream<Finding> local(Examination examined) {
    return examined.families().stream()
        .flatMap(family -> family.targets().stream())
        .filter(target -> isLocal(examined, target))
        .map(
            target -> {
              Alarm alarm = new Alarm.TargetLocal(IpFamily.of(target), target);
              return Finding.fault(
                  Kind.TARGET_LOCAL,
                  alarm.subject(),
                  examined.alarms().problem(alarm),
                  examined.alarms().remedy(alarm));
            });
  }

  private static boolean isLocal(Examination examined, InetAddress target) {
    return examined.facts().pathsBack().values().stream()
        .filter(TargetPath::local)
        .anyMatch(path -> path.target().equals(target));
  }

  static Stream<Finding> answering(Examination examined) {
    return examined.families().stream()
        .flatMap(
            family ->
                family.targets().stream()
                    .filter(target -> !isLocal(examined, target))
                    .flatMap(target -> answering(examined, family, target)));
  }

  private static Stream<Finding> answering(
      Examination examined, FamilyConfig family, InetAddress target) {
    return examined.uplinks(family).stream()
        .filter(Uplink::isReady)
        .filter(uplink -> !uplink.addresses().isEmpty() || examined.via(uplink).isPresent())
        .map(uplink -> finding(examined, family, uplink, target));
  }

  private static Finding finding(
      Examination examined, FamilyConfig family, Uplink uplink, InetAddress target) {
    String name = uplink.interfaceName();
    String subject = InetAddresses.toAddrString(target) + " by " + name;
    Optional<Burst> found = examined.burst(name, target);
    if (found.isEmpty()) {
      return Finding.advice(
          Kind.NOT_PROBEABLE,
          subject,
          "cannot be asked while no switcher runs: the kernel has no default route by " + name,
          addRoute(examined, family, uplink) + "; or start the switcher, which makes one");
    }
    Burst burst = found.get();
    String count = burst.answered() + " of " + burst.sent() + " probes answered";
    if (burst.answered() == 0) {
      return silent(examined, family, uplink, burst).with(figures(burst));
    } else if (!burst.isWhole()) {
      return Finding.advice(
              Kind.LOSSY,
              subject,
              count + ", in " + times(burst) + fault(burst),
              "look again, and at the line if it stays so; ping -c 20 -I "
                  + name
                  + " "
                  + InetAddresses.toAddrString(target))
          .with(figures(burst));
    }
    return Finding.ok(Kind.TARGET, subject, count + ", in " + times(burst)).with(figures(burst));
  }

  private static String addRoute(Examination examined, FamilyConfig family, Uplink uplink) {
    String gateway =
        examined
            .via(uplink)
            .map(via -> via.gateway())
            .map(known -> " via " + InetAddresses.toAddrString(known))
            .orElse(" via GATEWAY");
    return Remedies.ip(family.family())
        + " route add default"
        + gateway
        + " dev "
        + uplink.interfaceName()
        + " metric "
        + examined.freeMetrics(family).nextLong();
  }

  private static Finding silent(
      Examination examined, FamilyConfig family, Uplink uplink, Burst burst) {
    String name = uplink.interfaceName();
    String target = InetAddresses.toAddrString(burst.target());
    String subject = target + " by " + name;
    if (isFiltered(examined, uplink)) {
      return Finding.advice(
          Kind.NOT_PROBEABLE,
          subject,
          "a strict reverse path filter drops the answers while no switcher runs, whose tables let"
              + " them pass",
          "start the switcher and look again, or loosen the filter to see it now; sysctl -w "
              + Remedies.sysctlName(IpFamily.IPV4, name, "rp_filter")
              + "=2");
    }
    String words =
        burst.sent() == 0
            ? "no probe could be sent" + fault(burst)
            : "none of " + burst.sent() + " probes was answered" + fault(burst);
    String remedy =
        burst.fault().startsWith("EPERM")
            ? "let echo requests out by " + name + ": a rule of the firewall drops them"
            : "see to that line; name another "
                + examined.named("ping-target")
                + " if this one answers nobody; ping -c 3 -I "
                + name
                + " "
                + target;
    boolean othersAnswer =
        family.targets().stream()
            .flatMap(other -> examined.burst(name, other).stream())
            .anyMatch(other -> other.answered() > 0);
    return othersAnswer
        ? Finding.advice(Kind.NO_REPLY, subject, words + "; other targets answer", remedy)
        : Finding.fault(Kind.NO_REPLY, subject, words, remedy);
  }

  /** While our rules are not there, what the tables are for shows in the probes. */
  private static boolean isFiltered(Examination examined, Uplink uplink) {
    return uplink.family() == IpFamily.IPV4
        && !examined.facts().switcherRuns()
        && examined.layout().probeTables()
        && examined.filtersStrictly(uplink.interfaceName())
        && examined.isLedAstray(uplink.interfaceName());
  }

  private static String fault(Burst burst) {
    return burst.fault().isEmpty() ? "" : " (" + burst.fault() + ")";
  }

  private static String times(Burst burst) {
    return String.format(
        Locale.ROOT,
        "%.2f to %.2f ms, mean %.2f ms",
        burst.minNanos() / NANOS_IN_MILLI,
        burst.maxNanos() / NANOS_IN_MILLI,
        burst.meanNanos() / NANOS_IN_MILLI);
  }

  private static ImmutableMap<String, Number> figures(Burst burst) {
    ImmutableMap.Builder<String, Number> figures = ImmutableMap.builder();
    figures.put("sent", burst.sent()).put("answered", burst.answered());
    if (burst.answered() > 0) {
      figures.put("min_seconds", burst.minNanos() / NANOS_IN_SECOND);
      figures.put("mean_seconds", burst.meanNanos() / NANOS_IN_SECOND);
      figures.put("max_seconds", burst.maxNanos() / NANOS_IN_SECOND);
    }
    return figures.buildOrThrow();
  }
}
