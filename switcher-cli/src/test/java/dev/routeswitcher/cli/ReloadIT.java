package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file is changed while the switcher runs, under traffic: on the real kernel. */
class ReloadIT {

  /** How many random reloads: {@code -Dreloads=200} for many. */
  private static final int RELOADS = Integer.getInteger("reloads", 20);

  private static final long SEED = Long.getLong("reload.seed", 1);

  /** Only what never comes takes longer. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), text);
    return Files.move(
        next,
        folder.resolve("lab.toml"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Background start(Lab lab, Path file, String... options) {
    List<String> words = new ArrayList<>(List.of("bin/route-switcher"));
    words.addAll(List.of("--config", file.toString()));
    words.addAll(List.of(options));
    return lab.startOnHost(words);
  }

  private static void hangUp(Lab lab, Background switcher) {
    lab.host("kill", "-HUP", String.valueOf(switcher.pid()));
  }

  // What is logged

  @Test
  void what_came_of_it_is_logged_and_with_a_fault_everything_stays() throws IOException {
    Path file = write(LabFile.TWO_UPLINKS);
    try (Lab lab = Lab.up()) {
      Background switcher = start(lab, file, "--timeout", "150ms");
      switcher.await(" start family=ipv4 to=fibre/eth0");
      switcher.await("name=lte interface=eth1 health=responsive");
      Background events = lab.startRouteEvents();
      hangUp(lab, switcher);
      switcher.await("INFO  reloaded: unchanged$");
      write(LabFile.TWO_UPLINKS.replace("2s", "3s").replace("\"eth1\"", "\"eth1\"\nmetric = 40"));
      hangUp(lab, switcher);
      switcher.await("INFO  reloaded lte_metric=20->40 failback_delay=2s->3s$");
      events.await("Deleted default via 198.51.100.1 dev eth1 .*metric 20");
      write("dry-run = true\nfailover-metric = 10\n" + LabFile.TWO_UPLINKS);
      hangUp(lab, switcher);
      switcher.await(
          "WARN  not reloaded: " + file + ":1:1: dry-run: a reload cannot change it; restart the");
      assertThat(switcher.lines("WARN  not reloaded: .*uplink fibre: metric 10 is not above"))
          .hasSize(1);
      assertThat(lab.defaults())
          .containsExactly(
              "default via 192.0.2.1 dev eth0 proto 157 metric 10",
              "default via 198.51.100.1 dev eth1 proto 157 metric 40");
      assertThat(events.lines("default").stream().filter(line -> line.contains("eth0"))).isEmpty();
      assertThat(switcher.lines(" (failover|failback|start|manual) ")).hasSize(1);
      assertThat(switcher.terminate()).isZero();
      assertThat(lab.defaults()).isEmpty();
    }
  }

  @Test
  void what_an_operator_touches_follows_too() throws IOException {
    Path state = folder.resolve("state");
    Path hooks = Files.createDirectory(folder.resolve("hooks.d"));
    Path told = folder.resolve("told");
    Path hook = hooks.resolve("tell");
    Files.writeString(hook, "#!/bin/sh\necho $ROUTE_SWITCHER_EVENT >>" + told + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    String off =
        "control = \"none\"\nstate-directory = \"none\"\nhooks = \"none\"\n" + LabFile.TWO_UPLINKS;
    Path file = write(off);
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (Lab lab = Lab.up()) {
      // The variable, which the lab sets, would win over the file.
      Background switcher =
          lab.startOnHost(
              List.of(
                  "env",
                  "-u",
                  "ROUTE_SWITCHER_CONTROL",
                  "bin/route-switcher",
                  "--config",
                  file.toString()));
      switcher.await("name=lte interface=eth1 health=responsive");
      write(
          off.replace("control = \"none\"", "control = \"" + first + "\"")
              .replace("state-directory = \"none\"", "state-directory = \"" + state + "\"")
              .replace("hooks = \"none\"", "hooks = \"" + hooks + "\""));
      hangUp(lab, switcher);
      switcher.await("INFO  reloaded control=none->" + first + " .*hooks=none->" + hooks);
      Background heard = lab.startOnHost(List.of("tail", "-n", "+1", "-F", told.toString()));
      heard.await("^started$");
      heard.await("^reload$");
      lab.inject("carrier", "primary");
      heard.await("^switch$");
      assertThat(Files.readString(state.resolve("events.jsonl"))).contains("\"event\":\"switch\"");
      assertThat(status(lab, first)).anyMatch(line -> line.contains("FALLBACK on lte"));

      // The answer to whoever has the socket moved comes by the old one.
      write(
          "log-format = \"json\"\n"
              + off.replace("control = \"none\"", "control = \"" + second + "\""));
      Background reload =
          lab.startOnHost(List.of("bin/route-switcher", "reload", "--control", first.toString()));
      assertThat(reload.exitStatus()).as("%s", reload.lines()).isZero();
      switcher.await("reloaded control=" + first + "->" + second);
      assertThat(status(lab, second)).anyMatch(line -> line.contains("FALLBACK on lte"));
      assertThat(first).doesNotExist();
      List<String> before = Files.readAllLines(told);
      lab.heal("carrier", "primary");
      switcher.await("\"message\":\"failback family=ipv4 ");
      assertThat(Files.readAllLines(told)).isEqualTo(before);

      // A socket that cannot be had leaves the one that there is.
      write(off.replace("control = \"none\"", "control = \"/nowhere/at/all\""));
      hangUp(lab, switcher);
      switcher.await("WARN  no control socket /nowhere/at/all: there is no such folder");
      assertThat(status(lab, second)).anyMatch(line -> line.contains("PRIMARY on fibre"));
      write(off);
      hangUp(lab, switcher);
      switcher.await("INFO  reloaded control=/nowhere/at/all->none");
      assertThat(switcher.terminate()).isZero();
      assertThat(second).doesNotExist();
    }
  }

  private static List<String> status(Lab lab, Path control) {
    try (Background command =
        lab.startOnHost(List.of("bin/route-switcher", "status", "--control", control.toString()))) {
      assertThat(command.exitStatus()).as("%s", command.lines()).isZero();
      return command.lines();
    }
  }

  @Test
  void without_a_file_there_is_nothing_to_read() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher();
      switcher.await(" start family=ipv4 to=primary");
      hangUp(lab, switcher);
      switcher.await("WARN  not reloaded: no file was given; start with --config FILE$");
      assertThat(switcher.terminate()).isZero();
    }
  }

  // Random reloads under traffic

  private record Interface(String interfaceName, String name, String gateway) {}

  private static final List<Interface> INTERFACES =
      List.of(
          new Interface("eth0", "fibre", "192.0.2.1"),
          new Interface("eth1", "cable", "198.51.100.1"),
          new Interface("eth2", "lte", "203.0.113.129"));

  /** A configuration of two or three of the uplinks, in any order. */
  private static String random(Random random, boolean learned) {
    List<Interface> uplinks = new ArrayList<>(INTERFACES);
    Collections.shuffle(uplinks, random);
    StringBuilder text = new StringBuilder();
    List<String> targets = new ArrayList<>(List.of(Lab.TARGET, Lab.OTHER_TARGET));
    Collections.shuffle(targets, random);
    targets.subList(1 + random.nextInt(2), 2).clear();
    if (!learned || random.nextInt(3) > 0) {
      targets.add(random.nextInt(targets.size() + 1), Lab.TARGET6);
    }
    line(text, "ping-target", "[\"" + String.join("\", \"", targets) + "\"]");
    line(text, "interval", random.nextBoolean() ? "\"200ms\"" : "\"100ms\"");
    line(text, "timeout", "\"300ms\"");
    line(text, "failback-delay", random.nextBoolean() ? "\"500ms\"" : "\"1s\"");
    line(text, "max-failback-delay", "\"1s\"");
    line(text, "boot-window", "\"5s\"");
    line(text, "failure-threshold", "20"); // a busy machine is no outage
    int metric = 1 + random.nextInt(20);
    line(text, "failover-metric", String.valueOf(metric));
    line(text, "probe-routing", random.nextInt(4) > 0 ? "\"table\"" : "\"main\"");
    line(text, "probe-table", List.of("15700", "15701", "300").get(random.nextInt(3)));
    line(text, "probe-rule-preference", List.of("15700", "15702", "40").get(random.nextInt(3)));
    line(text, "override-foreign-defaults", String.valueOf(random.nextInt(3) == 0));
    for (Interface uplink : uplinks.subList(0, 2 + random.nextInt(2))) {
      metric += 1 + random.nextInt(20);
      text.append("\n[[uplink]]\n");
      boolean renamed = random.nextInt(10) == 0;
      line(text, "name", "\"" + (renamed ? "new-" : "") + uplink.name() + "\"");
      line(text, "interface", "\"" + uplink.interfaceName() + "\"");
      line(text, "metric", String.valueOf(metric));
      if (!learned) {
        line(text, "gateway", "[\"" + uplink.gateway() + "\", \"fe80::1\"]");
      } else if (uplink.interfaceName().equals("eth2")) {
        line(text, "gateway", "[\"" + uplink.gateway() + "\"]");
      }
      if (random.nextInt(4) == 0) {
        line(text, "standby-interval", "\"1s\"");
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(" = ").append(value).append('\n');
  }

  /** All rules and routes of ours. */
  private static List<String> ours(Lab lab) {
    return Stream.of("-4", "-6")
        .flatMap(
            family ->
                Stream.concat(
                    lab
                        .host("ip", family, "route", "show", "table", "all", "proto", "157")
                        .stream(),
                    lab.host("ip", family, "rule").stream()
                        .filter(rule -> rule.contains("proto 157"))))
        .map(String::strip)
        .sorted()
        .toList();
  }

  /** Waits until both have the same; returns what they have. */
  private static void awaitSame(Lab lab, Lab fresh, String text) {
    long begin = System.nanoTime();
    while (true) {
      List<String> has = ours(lab);
      List<String> expected = ours(fresh);
      if (!expected.isEmpty() && has.equals(expected)) {
        return;
      }
      if (System.nanoTime() - begin > LONGEST_NANOS) {
        assertThat(has).as("a fresh start differs with%n%s", text).isEqualTo(expected);
      }
    }
  }

  /**
   * Where all routes are ours, and where there are defaults of a DHCP client too, from which the
   * gateways are learned; then IPv6 comes and goes as well.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void random_reloads_cost_no_packet_and_end_as_a_fresh_start_would(boolean learned)
      throws IOException {
    Random random = new Random(SEED);
    List<String> options = new ArrayList<>(List.of("--ipv6", "--third"));
    if (learned) {
      options.add("--defaults");
    }
    String text = random(random, learned);
    Path file = write(text);
    try (Lab lab = Lab.up(options.toArray(String[]::new));
        Lab other = Lab.up(options.toArray(String[]::new))) {
      Background switcher = start(lab, file);
      switcher.await(" start family=ipv4 ");
      awaitEachResponsive(switcher, text);
      List<Background> watches = watches(lab);
      int compared = 0;
      for (int i = 1; i <= RELOADS; i++) {
        text = random(random, learned);
        write(text);
        hangUp(lab, switcher);
        switcher.await("INFO  reloaded", i);
        // Others come while what they replace is still under way.
        if (random.nextBoolean() || i == RELOADS) {
          try (Background fresh = start(other, file)) {
            awaitSame(lab, other, text);
            assertThat(fresh.terminate()).isZero();
          }
          compared++;
        }
      }
      assertNothingMissed(watches);
      assertThat(switcher.lines("not reloaded|ERROR")).isEmpty();
      assertThat(switcher.terminate()).isZero();
      assertThat(ours(lab)).isEmpty();
      System.out.printf(
          "reloads=%d learned=%s seed=%d compared=%d%n", RELOADS, learned, SEED, compared);
    }
  }

  private static void awaitEachResponsive(Background switcher, String text) {
    INTERFACES.stream()
        .map(Interface::interfaceName)
        .filter(name -> text.contains("\"" + name + "\""))
        .forEach(name -> switcher.await("family=ipv4 .*interface=" + name + " health=responsive"));
  }

  private static List<Background> watches(Lab lab) {
    List<Background> watches = new ArrayList<>();
    for (List<String> ipv6 : List.of(List.<String>of(), List.of("--ipv6"))) {
      watches.add(watch(lab, "lookups", ipv6, "--send", "--every-us", "200"));
      watches.add(watch(lab, "lookups", ipv6, "--every-us", "400"));
      watches.add(watch(lab, "defaults", ipv6));
    }
    return watches;
  }

  private static Background watch(Lab lab, String verb, List<String> family, String... options) {
    List<String> words = new ArrayList<>(List.of("--seconds", "3600"));
    words.addAll(family);
    words.addAll(List.of(options));
    return lab.start(verb, words.toArray(String[]::new));
  }

  private static void assertNothingMissed(List<Background> watches) {
    for (Background watch : watches) {
      watch.terminate();
      System.out.println(Lab.figures(watch));
    }
    Predicate<Background> isOfKernel = watch -> Lab.figures(watch).containsKey("none");
    for (Background watch : watches) {
      if (isOfKernel.test(watch)) {
        assertThat(Lab.figures(watch)).containsEntry("none", "0").containsEntry("lost", "no");
      } else {
        assertThat(Lab.figures(watch)).containsEntry("refused", "0");
      }
    }
  }
}
