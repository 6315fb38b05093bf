package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.routeswitcher.runtime.settings.Setting.Trait;
import dev.routeswitcher.runtime.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages of the manual leave out nothing, and are what man(1) reads. */
class ManualTest {

  private static final Map<String, String> PAGES = new Manual("1.2.3", "2026-11-01").pages();

  private static String page(String name) {
    return Objects.requireNonNull(PAGES.get(name), name);
  }

  /** As a page writes it. */
  private static String bold(String words) {
    return "\\fB" + words.replace("-", "\\-");
  }

  @Test
  void every_command_has_a_page_with_each_of_its_options() {
    Commands.all()
        .forEach(
            (name, command) -> {
              String page = page("route-switcher" + (name.isEmpty() ? "" : "-" + name) + ".8");
              assertThat(page).contains(bold(("route-switcher " + name).strip()) + "\\fR");
              assertThat(command.options())
                  .isNotEmpty()
                  .allSatisfy(
                      option ->
                          assertThat(page)
                              .contains(bold(String.join(", ", option.names())) + "\\fR"));
            });
  }

  @Test
  void every_class_that_is_a_command_is_among_them() {
    List<String> names =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.routeswitcher.cli")
                .stream()
                .filter(type -> type.getSimpleName().endsWith("Command"))
                .filter(type -> type.tryGetField("NAME").isPresent())
                .map(ManualTest::nameOf)
                .toList();
    assertThat(names).hasSizeGreaterThan(7);
    assertThat(Commands.all().keySet()).containsAll(names).containsAll(ControlHelp.NAMES);
  }

  private static String nameOf(JavaClass type) {
    try {
      return (String) type.reflect().getDeclaredField("NAME").get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void every_setting_has_a_paragraph_with_its_default() {
    String page = page("route-switcher.toml.5");
    assertThat(Settings.ALL)
        .filteredOn(setting -> !setting.has(Trait.EMBEDDED_ONLY))
        .allSatisfy(setting -> assertThat(page).contains(bold(setting.key()) + "\\fR"));
    assertThat(Settings.OF_UPLINK)
        .allSatisfy(part -> assertThat(page).contains(bold(part.key()) + "\\fR"));
    assertThat(page)
        .contains(
            """
            .TP
            \\fBfailback\\-delay\\fR\\fI = "DURATION"\\fR
            unbroken success before the traffic returns; 0s to 1h (default: 60s)
            """)
        .contains("\\fBnever\\-use\\fR\\fI = [\"UPLINK\", ...]\\fR")
        .contains("\\fBquorum\\fR\\fI = N\\fR")
        .contains("Another value takes a restart.");
  }

  @Test
  void what_the_help_says_at_its_end_has_sections_of_its_own() {
    assertThat(page("route-switcher-history.8"))
        .startsWith(
            ".\\\" Made from the settings and commands of the program.\n"
                + ".TH \"ROUTE-SWITCHER-HISTORY\" \"8\" \"2026-11-01\" \"route-switcher 1.2.3\"\n"
                + ".SH \"NAME\"\nroute\\-switcher\\-history \\- shows the outages")
        .contains(".SH \"EXIT STATUS\"\n0 shown, 1 there is none")
        .contains(
            ".SH \"EXAMPLE\"\nwhat to show the provider\n.PP\n.nf\n.RS\nroute\\-switcher history"
                + " \\-\\-since 2026\\-11\\-01")
        .contains(".SH \"NOTES\"\nTimes are local");
  }

  @Test
  void no_line_is_a_request_by_mistake() {
    Pattern known = Pattern.compile("\\.(\\\\\" .*|TH .*|SH .*|PP|TP|nf|fi|RS|RE)");
    PAGES.forEach(
        (name, page) ->
            assertThat(page.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                .as(name)
                .allSatisfy(line -> assertThat(line).matches(known)));
    String odd = new ManualPage("a", 8, "d", "v", "B.").paragraph(".so 'x' \\n\n'y").toString();
    assertThat(odd).endsWith("\n\\&.so \\(aqx\\(aq \\en\n\\(aqy\n");
  }
}
