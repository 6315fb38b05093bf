package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.lab.Lab;
import dev.routeswitcher.operations.doctor.Kind;
import dev.routeswitcher.operations.doctor.Severity;
import dev.routeswitcher.operations.host.Host;
import dev.routeswitcher.operations.host.HostFacts;
import dev.routeswitcher.operations.host.HostRouting;
import dev.routeswitcher.operations.host.Limits;
import dev.routeswitcher.operations.host.Privileges;
import dev.routeswitcher.operations.host.Reading;
import dev.routeswitcher.operations.host.Translations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code doctor} and {@code init}, over a host that has nothing. */
class HostCommandsTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final BareHost host = new BareHost();

  /** Counts how often it is looked at. */
  private static final class BareHost implements Host {
    int looks;

    @Override
    public HostFacts read(EngineConfig config) {
      return read();
    }

    @Override
    public HostFacts read() {
      looks++;
      return bare();
    }
  }

  private static HostFacts bare() {
    return new HostFacts(
        "6.1.0",
        false,
        new Privileges(true, true, ImmutableSet.of(), Reading.of(new Privileges.PingGroups(1, 0))),
        new Limits(17, "17", 1, 1L << 30, Reading.of(1024L), Reading.of(1024L)),
        Reading.of(ImmutableList.of()),
        ImmutableMap.of(IpFamily.IPV4, none(IpFamily.IPV4), IpFamily.IPV6, none(IpFamily.IPV6)),
        ImmutableMap.of(),
        ImmutableSortedMap.of(),
        ImmutableSetMultimap.of(),
        Reading.of(Translations.UNTRACKED),
        Reading.failed("none"),
        Reading.of(Optional.empty()),
        false,
        ImmutableList.of(),
        ImmutableMap.of(),
        ImmutableSetMultimap.of());
  }

  private static HostRouting none(IpFamily family) {
    return new HostRouting(
        family,
        Reading.of(ImmutableList.of()),
        ImmutableList.of(),
        Reading.failed("none"),
        Reading.of(ImmutableList.of()));
  }

  private int doctor(String... arguments) {
    return new DoctorCommand(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            name -> null,
            host)
        .run(arguments);
  }

  private int init(String... arguments) {
    return new InitCommand(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), host)
        .run(arguments);
  }

  @Test
  void a_fault_is_exit_status_1_in_words_and_in_json() {
    assertThat(doctor()).isEqualTo(Program.FAILED);
    assertThat(out.toString(UTF_8))
        .contains("fault   no-interface eth0: primary interface does not exist");
    out.reset();
    assertThat(doctor("--json", "--primary-interface", "wan7")).isEqualTo(Program.FAILED);
    assertThat(out.toString(UTF_8))
        .contains("\"code\": \"no-interface\"", "\"subject\": \"wan7\"", "\"version\": 1");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void wrong_arguments_are_exit_status_2_and_nothing_is_looked_at() {
    assertThat(doctor("--interval", "9h", "--foo")).isEqualTo(Program.USAGE);
    assertThat(doctor("--config", "/nowhere.toml")).isEqualTo(Program.USAGE);
    assertThat(init("--interval", "2s")).isEqualTo(Program.USAGE);
    assertThat(init("--ping-target", "nobody")).isEqualTo(Program.USAGE);
    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "route-switcher doctor: --foo: there is no such option; --help lists all",
            "route-switcher doctor: --interval: 9h is out of range; give 50ms to 1h",
            "route-switcher doctor: /nowhere.toml cannot be read: there is no such file; name a file"
                + " of settings",
            "route-switcher init: --interval: there is no such option; --help lists all",
            "route-switcher init: --ping-target: 'nobody' is not an IP address; write it in digits:"
                + " 192.0.2.1");
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(host.looks).isZero();
  }

  @Test
  void a_host_without_two_uplinks_gets_no_file() {
    assertThat(init()).isEqualTo(Program.FAILED);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8))
        .startsWith("route-switcher init: no interface has a default route; failover takes two: ");
  }

  @Test
  void help_says_what_each_does() {
    assertThat(doctor("--help")).isZero();
    assertThat(init("--help")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("route-switcher doctor [--json] [OPTION]...", "--probe-routing=table|main")
        .contains("route-switcher init [OPTION]...", "Exit status: 0 printed, 1 there are no two");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void the_manual_lists_every_code(Kind kind) throws IOException {
    assertThat(manual()).contains("| `" + kind + "` |");
  }

  /** A row of its table is `| `code` | severities | ... |`. */
  @Test
  void the_manual_lists_no_code_that_there_is_not() throws IOException {
    List<String> codes = Stream.of(Kind.values()).map(Kind::toString).toList();
    List<String> severities = Stream.of(Severity.values()).map(Severity::toString).toList();
    List<String> listed = new ArrayList<>();
    for (String line : manual().lines().filter(each -> each.startsWith("| `")).toList()) {
      List<String> cells = List.of(line.split(" *\\| *"));
      if (cells.size() > 2
          && List.of(cells.get(2).split(", ")).stream().allMatch(severities::contains)) {
        listed.add(cells.get(1).replace("`", ""));
      }
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void the_json_of_the_manual_has_the_keys_of_a_report() throws IOException {
    Matcher shown = Pattern.compile("(?s)```json\n(\\{\n  \"version\".*?)```").matcher(manual());
    assertThat(shown.find()).isTrue();
    JsonObject documented = JsonParser.parseString(shown.group(1)).getAsJsonObject();
    assertThat(doctor("--json")).isEqualTo(Program.FAILED);
    JsonObject printed = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
    assertThat(documented.keySet()).containsExactlyElementsOf(printed.keySet());
    assertThat(documented.get("version")).isEqualTo(printed.get("version"));
    Set<String> keys = new HashSet<>();
    printed
        .getAsJsonArray("findings")
        .forEach(each -> keys.addAll(each.getAsJsonObject().keySet()));
    Set<String> shownKeys = new HashSet<>();
    documented
        .getAsJsonArray("findings")
        .forEach(each -> shownKeys.addAll(each.getAsJsonObject().keySet()));
    keys.add("figures"); // of a host that has uplinks
    assertThat(shownKeys).isEqualTo(keys);
  }

  private static String manual() throws IOException {
    return Files.readString(Lab.ROOT.resolve("docs/operating.md"));
  }
}
