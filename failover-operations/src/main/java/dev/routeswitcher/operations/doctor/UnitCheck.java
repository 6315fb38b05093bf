package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.host.HostFacts;
import dev.routeswitcher.operations.host.UnitFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The unit that systemd has of the switcher: systemd.service(5), systemd.exec(5). */
final class UnitCheck {

  private static final Set<String> YES = Set.of("yes", "true", "on", "1");
  private static final Set<String> NEVER = Set.of("no", "");
  private static final ImmutableList<String> NEEDED =
      ImmutableList.of("CAP_NET_ADMIN", "CAP_NET_RAW");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGT]?)");
  private static final ImmutableMap<String, Integer> SHIFTS =
      ImmutableMap.of("", 0, "K", 10, "M", 20, "G", 30, "T", 40);

  private final UnitFile unit;
  private final List<Finding> findings = new ArrayList<>();

  private UnitCheck(UnitFile unit) {
    this.unit = unit;
  }

  static Stream<Finding> findings(Examination examined) {
    HostFacts facts = examined.facts();
    Optional<Optional<UnitFile>> read = facts.unit().found();
    if (read.isEmpty()) {
      return Stream.of(); // that it is unreadable is said elsewhere
    }
    return read.get().map(unit -> new UnitCheck(unit).judged()).orElseGet(() -> none(facts));
  }

  private static Stream<Finding> none(HostFacts facts) {
    return Stream.of(
        facts.systemdRuns()
            ? Finding.advice(
                Kind.UNIT,
                "systemd",
                "has no unit of the switcher, so nothing starts it at boot, or again after a crash",
                "write /etc/systemd/system/route-switcher.service, with ExecStart= and"
                    + " Restart=on-failure")
            : Finding.ok(Kind.UNIT, "systemd", "is not at work here"));
  }

  private Stream<Finding> judged() {
    if (NEVER.contains(unit.value("Restart").orElse(""))) {
      findings.add(
          Finding.advice(
              Kind.UNIT,
              "Restart=",
              unit.file() + " does not have it started again after a crash",
              "add to its [Service]: Restart=on-failure"));
    }
    if (unit.value("PrivateNetwork").filter(YES::contains).isPresent()) {
      findings.add(
          Finding.fault(
              Kind.UNIT,
              "PrivateNetwork=",
              unit.file() + " gives it a network of its own, without uplinks",
              "add to its [Service]: PrivateNetwork=no"));
    }
    capabilities();
    memory();
    tasks();
    return findings.isEmpty()
        ? Stream.of(Finding.ok(Kind.UNIT, "systemd", unit.file() + " is as it should be"))
        : findings.stream();
  }

  private void capabilities() {
    boolean ordinary =
        unit.value("User").filter(user -> !Set.of("root", "0").contains(user)).isPresent()
            || unit.value("DynamicUser").filter(YES::contains).isPresent();
    String key = ordinary ? "AmbientCapabilities" : "CapabilityBoundingSet";
    boolean lacking = ordinary ? !has(key) : unit.service().containsKey(key) && !has(key);
    if (lacking) {
      findings.add(
          Finding.fault(
              Kind.UNIT,
              key + "=",
              unit.file() + " does not leave it CAP_NET_ADMIN and CAP_NET_RAW",
              "add to its [Service]: " + key + "=CAP_NET_ADMIN CAP_NET_RAW"));
    }
  }

  /** Values add up; one that begins with ~ takes its words away from what is there. */
  private boolean has(String key) {
    boolean all = true;
    for (String capability : NEEDED) {
      boolean held = false;
      boolean first = true;
      for (String value : unit.values(key)) {
        boolean takesAway = value.startsWith("~");
        boolean named =
            List.of(value.substring(takesAway ? 1 : 0).split("\\s+")).contains(capability);
        held = takesAway ? (first || held) && !named : held || named;
        first = false;
      }
      all &= held;
    }
    return all;
  }

  private void memory() {
    Optional<Long> most = unit.value("MemoryMax").flatMap(UnitCheck::bytes);
    if (most.filter(bytes -> bytes < ProgramChecks.LEAST_MEMORY_BYTES).isPresent()) {
      findings.add(
          Finding.advice(
              Kind.UNIT,
              "MemoryMax=",
              unit.file() + " leaves it less than " + leastMemory(),
              "add to its [Service]: MemoryMax=128M"));
    }
  }

  private static String leastMemory() {
    return ProgramChecks.megabytes(ProgramChecks.LEAST_MEMORY_BYTES);
  }

  private static Optional<Long> bytes(String size) {
    Matcher matcher = SIZE.matcher(size);
    return matcher.matches()
        ? Optional.of(Long.parseLong(matcher.group(1)) << SHIFTS.getOrDefault(matcher.group(2), 0))
        : Optional.empty();
  }

  private void tasks() {
    Optional<Long> most =
        unit.value("TasksMax").filter(text -> text.matches("\\d{1,9}")).map(Long::valueOf);
    if (most.filter(tasks -> tasks < ProgramChecks.LEAST_TASKS).isPresent()) {
      findings.add(
          Finding.advice(
              Kind.UNIT,
              "TasksMax=",
              unit.file() + " leaves it fewer than " + ProgramChecks.LEAST_TASKS + " threads",
              "add to its [Service]: TasksMax=64"));
    }
  }
}
