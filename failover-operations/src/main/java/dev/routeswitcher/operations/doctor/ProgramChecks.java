package dev.routeswitcher.operations.doctor;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.operations.host.HostFacts;
import dev.routeswitcher.operations.host.HostRouting;
import dev.routeswitcher.operations.host.Limits;
import dev.routeswitcher.operations.host.Privileges;
import dev.routeswitcher.operations.host.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the program may do, and what it is given. */
final class ProgramChecks {

  /** A run takes some 65 MB (docs/measurements.md). */
  static final long LEAST_MEMORY_BYTES = 96L << 20;

  /** Those of the JVM and those of the architecture's table, with some to spare. */
  static final long LEAST_TASKS = 40;

  private static final long LEAST_FILES = 256;

  private ProgramChecks() {}

  static Stream<Finding> unreadable(Examination examined) {
    HostFacts facts = examined.facts();
    List<Finding> findings = new ArrayList<>();
    add(findings, "interfaces", facts.interfaces());
    for (FamilyConfig family : examined.families()) {
      HostRouting routing = examined.routing(family.family());
      add(findings, "routes of " + Codes.of(family.family()), routing.defaults());
    }
    add(findings, "connections", facts.translated());
    add(findings, "resolvers", facts.resolvers());
    add(findings, "unit", facts.unit());
    add(findings, "ping sockets", facts.privileges().pingGroups());
    return findings.stream();
  }

  private static void add(List<Finding> findings, String subject, Reading<?> reading) {
    if (reading.value() == null) {
      findings.add(
          Finding.advice(
              Kind.UNREADABLE,
              subject,
              "cannot be read, so they are not judged: " + reading.fault(),
              "run doctor as root"));
    }
  }

  static Stream<Finding> privileges(Examination examined) {
    Privileges privileges = examined.facts().privileges();
    List<String> missing = new ArrayList<>();
    if (!privileges.netAdmin()) {
      missing.add("CAP_NET_ADMIN");
    }
    if (!privileges.netRaw()) {
      missing.add("CAP_NET_RAW");
    }
    return Stream.of(
        missing.isEmpty()
            ? Finding.ok(Kind.PRIVILEGES, "user", "has CAP_NET_ADMIN and CAP_NET_RAW")
            : Finding.fault(
                Kind.PRIVILEGES,
                "user",
                "lacks " + String.join(" and ", missing) + ", which a run needs",
                "run it as root; or have its unit grant them: AmbientCapabilities=CAP_NET_ADMIN"
                    + " CAP_NET_RAW"));
  }

  static Stream<Finding> pingSockets(Examination examined) {
    Privileges privileges = examined.facts().privileges();
    String range =
        privileges
            .pingGroups()
            .found()
            .map(groups -> "net.ipv4.ping_group_range is " + groups)
            .orElse("net.ipv4.ping_group_range is not known");
    if (privileges.mayPing()) {
      return Stream.of(Finding.ok(Kind.PING_SOCKETS, "user", "may open them: " + range));
    }
    return Stream.of(
        privileges.netRaw()
            ? Finding.ok(
                Kind.PING_SOCKETS,
                "user",
                "may not open them, raw sockets take their place: " + range)
            : Finding.fault(
                Kind.PING_SOCKETS,
                "user",
                "may open neither them nor raw sockets, so it cannot probe: " + range,
                "sysctl -w net.ipv4.ping_group_range='0 2147483647'"));
  }

  static Stream<Finding> kernel(Examination examined) {
    String release = "Linux " + examined.facts().kernel();
    if (!examined.layout().probeTables()) {
      return Stream.of(Finding.ok(Kind.KERNEL, "kernel", release + "; policy rules are not used"));
    }
    List<Finding> findings = new ArrayList<>();
    List<String> families = new ArrayList<>();
    for (FamilyConfig family : examined.families()) {
      String name = Codes.of(family.family());
      Reading<?> tables = examined.routing(family.family()).tables();
      if (tables.value() == null) {
        findings.add(
            Finding.fault(
                Kind.KERNEL,
                name,
                release + " has no policy rules of " + name + ": " + tables.fault(),
                examined.named("probe-routing") + " main needs none"));
      } else {
        families.add(name);
      }
    }
    if (!families.isEmpty()) {
      findings.add(
          Finding.ok(
              Kind.KERNEL,
              "kernel",
              release + " has policy rules of " + String.join(" and ", families)));
    }
    return findings.stream();
  }

  static Stream<Finding> java(Examination examined) {
    Limits limits = examined.facts().limits();
    long files = limits.openFiles().orElse(Long.MAX_VALUE);
    long tasks = limits.tasks().orElse(Long.MAX_VALUE);
    List<Finding> findings = new ArrayList<>();
    if (limits.memoryBytes() < LEAST_MEMORY_BYTES) {
      findings.add(
          Finding.advice(
              Kind.JAVA,
              "memory",
              "may have "
                  + megabytes(limits.memoryBytes())
                  + ", of which a run takes some 65 MB and more under load",
              "give its control group " + megabytes(LEAST_MEMORY_BYTES) + " or more"));
    }
    if (files < LEAST_FILES) {
      findings.add(
          Finding.advice(
              Kind.JAVA,
              "files",
              "may have " + files + " files open, which is few",
              "ulimit -n 1024"));
    }
    if (tasks < LEAST_TASKS) {
      findings.add(
          Finding.advice(
              Kind.JAVA,
              "threads",
              "its control group may have " + tasks + " threads; a run has some 25",
              "give it " + LEAST_TASKS + " or more"));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              Kind.JAVA,
              "java",
              limits.javaVersion()
                  + ", a heap of up to "
                  + megabytes(limits.heapBytes())
                  + ", memory of "
                  + megabytes(limits.memoryBytes())));
    }
    return findings.stream();
  }

  static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
