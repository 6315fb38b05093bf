package dev.routeswitcher.operations.doctor;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.operations.doctor.Examination.Uplink;
import dev.routeswitcher.runtime.words.Remedies;
import java.util.Optional;
import java.util.stream.Stream;

/** The reverse path filter of IPv4, against what is done about it (ip-sysctl, rp_filter). */
final class FilterCheck {

  private static final int STRICT = 1;

  private FilterCheck() {}

  static Stream<Finding> findings(Examination examined) {
    return examined
        .allUplinks()
        .filter(uplink -> uplink.family() == IpFamily.IPV4 && uplink.link().isPresent())
        .flatMap(uplink -> finding(examined, uplink).stream());
  }

  private static Optional<Finding> finding(Examination examined, Uplink uplink) {
    String name = uplink.interfaceName();
    return examined
        .reversePathFilter(name)
        .map(
            value -> {
              if (value != STRICT) {
                String kind = value == 0 ? "off (0)" : "loose (2)";
                return Finding.ok(Kind.RP_FILTER, name, "is " + kind);
              } else if (!isObstacle(examined, name)) {
                return Finding.ok(
                    Kind.RP_FILTER, name, "is strict (1), which the tables for probes do not mind");
              }
              Alarm alarm = new Alarm.StrictReversePath(uplink.key(), null);
              return Finding.fault(
                  Kind.RP_FILTER,
                  name,
                  examined.alarms().problem(alarm),
                  examined.alarms().remedy(alarm));
            });
  }

  /** As a running switcher judges it; without one our rules are not there to be asked about. */
  private static boolean isObstacle(Examination examined, String name) {
    boolean marksWithoutFilter =
        examined.layout().firstMark() != null
            && !examined
                .facts()
                .number("net.ipv4.conf.all.src_valid_mark")
                .filter(value -> value != 0)
                .or(() -> examined.facts().number(mark(name)).filter(value -> value != 0))
                .isPresent();
    return !examined.layout().probeTables()
        || marksWithoutFilter
        || (examined.facts().switcherRuns() && examined.isLedAstray(name));
  }

  private static String mark(String name) {
    return Remedies.sysctlName(IpFamily.IPV4, name, "src_valid_mark");
  }
}
