package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.routeswitcher.lab.Lab;
import dev.routeswitcher.operations.settings.ConfigurationFile;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the package has beside the program says the same as the program. */
class PackagedFilesTest {

  private static final Path PACKAGING = Lab.ROOT.resolve("switcher-cli/src/deb");

  /** A setting, or an uplink, that only waits for its comment sign to go. */
  private static final Pattern COMMENTED = Pattern.compile("(?m)^#(\\[\\[|[a-z-]+ = )");

  @TempDir Path directory;

  private static String read(String file) throws IOException {
    return Files.readString(PACKAGING.resolve(file));
  }

  private static List<String> unit(String key) throws IOException {
    return read("route-switcher.service")
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  private int check(String text) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, UTF_8);
    Path file = Files.writeString(directory.resolve("route-switcher.toml"), text);
    int status = new CheckCommand(stream, stream).run(file.toString());
    assertThat(said.toString(UTF_8)).contains("nothing is wrong");
    return status;
  }

  @Test
  void the_configuration_is_comments_only_and_works_as_it_is() throws Exception {
    String text = read("route-switcher.toml");
    assertThat(text.lines()).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    assertThat(check(text)).isZero();
  }

  @Test
  void what_it_shows_works_too_once_it_is_no_comment() throws Exception {
    String text = COMMENTED.matcher(read("route-switcher.toml")).replaceAll("$1");
    assertThat(text).contains("\n[[uplink]]\n").contains("\nfailback-delay = ");
    assertThat(check(text)).isZero();
  }

  @Test
  void the_unit_runs_the_program_with_options_that_it_has() throws Exception {
    List<String> words = Splitter.on(' ').splitToList(unit("ExecStart").get(0));
    assertThat(words.subList(0, 2)).containsExactly("/usr/bin/route-switcher", Program.RUN);
    Arguments options = Arguments.ofRun(words.stream().skip(2).toArray(String[]::new));
    assertThat(options.mistakes()).isEmpty();
    assertThat(options.values(Commands.CONFIG))
        .containsExactly(ConfigurationFile.USUAL_PLACE.toString());
    assertThat(options.values("--" + Settings.RESTORE_ON_EXIT)).containsExactly("keep");
  }

  @Test
  void the_units_directories_are_the_programs_defaults() throws Exception {
    assertThat(byDefault(Settings.CONTROL.text(new Configuration().common(), 0)))
        .isEqualTo(Path.of("/run", unit("RuntimeDirectory").get(0), "control"));
    assertThat(byDefault(Settings.STATE_DIRECTORY.text(new Configuration().common(), 0)))
        .isEqualTo(Path.of("/var/lib", unit("StateDirectory").get(0)));
    assertThat(byDefault(Settings.HOOKS.text(new Configuration().common(), 0)))
        .isEqualTo(ConfigurationFile.USUAL_PLACE.resolveSibling("hooks.d"));
  }

  private static Path byDefault(Optional<String> text) {
    return Path.of(text.orElseThrow());
  }

  @Test
  void the_service_has_two_capabilities_and_is_told_of_no_more() throws Exception {
    assertThat(unit("CapabilityBoundingSet")).containsExactly("CAP_NET_ADMIN CAP_NET_RAW");
    assertThat(unit("AmbientCapabilities")).isEqualTo(unit("CapabilityBoundingSet"));
    assertThat(unit("Type")).containsExactly("notify");
    assertThat(unit("Restart")).containsExactly("always");
    assertThat(unit("RestartPreventExitStatus")).containsExactly(String.valueOf(Program.USAGE));
  }

  /** What bin/route-switcher asks of the JVM, the installed command does too. */
  @Test
  void the_installed_command_starts_the_jvm_as_that_of_the_build_does() throws Exception {
    Pattern option = Pattern.compile("-X[\\w:+-]+(?:=\\d+)?");
    String built = Files.readString(Lab.ROOT.resolve("bin/route-switcher"));
    List<String> options =
        option.matcher(built).results().map(found -> found.group()).collect(Collectors.toList());
    assertThat(options).hasSizeGreaterThan(5);
    assertThat(read("route-switcher")).contains(options);
  }
}
