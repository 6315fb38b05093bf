package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.lab.Lab;
import dev.routeswitcher.lab.ShownCommands;
import dev.routeswitcher.operations.status.Status;
import dev.routeswitcher.runtime.settings.Setting.Trait;
import dev.routeswitcher.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The documents lead somewhere: every link between them and every program they name is there. And
 * nothing is left out of them.
 */
class DocumentsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern PROGRAM =
      Pattern.compile("(?m)^(?:sudo )?((?:bin|lab|\\.ci)/[\\w-]+)");
  private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```.*?^\\1```");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  /** How the documentation of a package says that it is none. */
  private static final Pattern NO_API = Pattern.compile("Internal (API|to)");

  private static final Function<MatchResult, String> FIRST = match -> match.group(1);

  @Test
  void everyLinkLeadsToAFileAndToAHeadingInIt() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(prose(document));
      while (link.find()) {
        links++;
        if (!link.group(1).startsWith("https://") && !leads(document, link)) {
          broken.add(Lab.ROOT.relativize(document) + " -> " + link.group());
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(20);
  }

  private static boolean leads(Path document, Matcher link) throws IOException {
    String file = link.group(1);
    String anchor = link.group(2);
    Path to = file.isEmpty() ? document : document.resolveSibling(file);
    return Files.exists(to) && (anchor == null || anchors(to).contains(anchor));
  }

  /** The headings of a document as links name them; doubled ones are numbered. */
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(prose(document));
    while (heading.find()) {
      String anchor =
          heading
              .group(1)
              .strip()
              .replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      String unique = anchor;
      for (int number = 1; !anchors.add(unique); number++) {
        unique = anchor + "-" + number;
      }
    }
    return anchors;
  }

  @Test
  void aHeadingIsNamedAsAWebSiteNamesIt() throws IOException {
    assertThat(anchors(Lab.ROOT.resolve("docs/operating.md")))
        .contains("operating-route-switcher", "--ping-target---quorum", "when-something-is-wrong")
        .doesNotContain("when something is wrong");
  }

  @Test
  void everyProgramNamedIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    int programs = 0;
    for (Path document : documents()) {
      Matcher matcher = PROGRAM.matcher(Files.readString(document));
      while (matcher.find()) {
        programs++;
        if (!Files.isExecutable(Lab.ROOT.resolve(matcher.group(1)))) {
          missing.add(Lab.ROOT.relativize(document) + ": " + matcher.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(programs).isGreaterThan(10);
  }

  @Test
  void everyCommandOfTheReadmeIsRunByCiOrByATest() throws IOException {
    String ci = Files.readString(Lab.ROOT.resolve(".ci/run"));
    List<ShownCommands.Shown> shown = ShownCommands.in(read("README.md"));
    assertThat(shown).hasSizeGreaterThan(3);
    assertThat(shown)
        .map(ShownCommands.Shown::text)
        .filteredOn(command -> !command.matches("(sudo )?bin/route-switcher .*")) // ReadmeIT
        .allSatisfy(command -> assertThat(ci).contains(command));
  }

  /** Whoever pastes a command gets what his host has, and not what an example has. */
  @Test
  void noCommandOfTheReadmeHasAnAddress() throws IOException {
    assertThat(ShownCommands.in(read("README.md")))
        .map(ShownCommands.Shown::text)
        .noneMatch(command -> command.matches(".*(\\d+\\.){3}.*|.*[0-9a-f]::?[0-9a-f].*"));
  }

  @Test
  void theCoordinatesAndTheChangesAreThoseOfTheBuild() throws IOException {
    assertThat(read("README.md"))
        .contains("<groupId>dev.routeswitcher</groupId>")
        .contains("<version>" + revision() + "</version>");
    Matcher newest = HEADING.matcher(read("CHANGELOG.md"));
    assertThat(newest.results().map(FIRST).skip(1).findFirst())
        .contains(revision().replace("-SNAPSHOT", ""));
  }

  private static String revision() throws IOException {
    Matcher version = Pattern.compile("<revision>([^<]+)</revision>").matcher(read("pom.xml"));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  @Test
  void theFormsHaveTheVersionsThatArePromised() throws IOException {
    assertThat(read("docs/compatibility.md"))
        .contains("| `status --json`, version " + Status.VERSION + " |")
        .contains("| traces, version " + TraceFormat.VERSION + " |");
    assertThat(read("docs/trace-format.md"))
        .contains("| the header: version of the format, " + TraceFormat.VERSION + " |");
  }

  @Test
  void everyPackageThatIsExportedAndNoApiIsNamed() throws IOException {
    List<String> internal = new ArrayList<>();
    for (Path info : files("src/main/java/module-info.java")) {
      Matcher exported = Pattern.compile("exports ([\\w.]+);").matcher(Files.readString(info));
      while (exported.find()) {
        String of = exported.group(1).replace('.', '/') + "/package-info.java";
        if (NO_API.matcher(Files.readString(info.resolveSibling(of))).find()) {
          internal.add(exported.group(1));
        }
      }
    }
    String policy = read("docs/compatibility.md");
    String named = policy.substring(policy.indexOf("Packages that are exported and no API"));
    assertThat(Pattern.compile("`(dev\\.[\\w.]+)`").matcher(named).results().map(FIRST))
        .containsExactlyInAnyOrderElementsOf(internal);
  }

  @Test
  void theContentsOfTheManualAreItsHeadings() throws IOException {
    String manual = prose(Lab.ROOT.resolve("docs/operating.md"));
    String contents = manual.substring(manual.indexOf("## Contents"), manual.indexOf("## Words"));
    List<String> listed =
        Pattern.compile("(?m)^ *- \\[(.+)\\]\\(#").matcher(contents).results().map(FIRST).toList();
    List<String> headings =
        Pattern.compile("(?m)^###? (.+)$").matcher(manual).results().map(FIRST).toList();
    assertThat(listed).isEqualTo(headings.subList(1, headings.size()));
  }

  @Test
  void everyOptionHasASectionWithATimelineInTheManual() throws IOException {
    List<String> sections = List.of(read("docs/operating.md").split("(?m)^(?=#{2,3} )"));
    List<String> missing = new ArrayList<>();
    for (OptionSpec option : Commands.run().options()) {
      boolean described =
          sections.stream()
              .filter(section -> section.startsWith("### "))
              .filter(section -> heading(section).contains("`" + option.longestName() + "`"))
              .anyMatch(section -> section.contains("\n```\n"));
      if (!described) {
        missing.add(option.longestName());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everySettingIsAnOption() {
    Set<String> names = Commands.run().optionsMap().keySet();
    assertThat(Settings.ALL)
        .filteredOn(setting -> !setting.has(Trait.EMBEDDED_ONLY))
        .allSatisfy(setting -> assertThat(names).contains("--" + setting.key()));
    assertThat(Settings.OF_UPLINK)
        .filteredOn(setting -> !setting.equals(Settings.NAME))
        .allSatisfy(
            setting ->
                assertThat(names)
                    .contains("--primary-" + setting.key(), "--secondary-" + setting.key()));
  }

  @Test
  void theManualDescribesNoOptionThatIsNotThere() throws IOException {
    Set<String> names = Commands.run().optionsMap().keySet();
    Matcher heading = HEADING.matcher(prose(Lab.ROOT.resolve("docs/operating.md")));
    while (heading.find()) {
      Matcher option = Pattern.compile("`(--[\\w-]+)").matcher(heading.group(1));
      while (option.find()) {
        assertThat(names).contains(option.group(1));
      }
    }
  }

  private static String heading(String section) {
    return section.substring(0, section.indexOf('\n'));
  }

  @Test
  void everyPackageShowsAnExampleAndSaysWhetherItIsApi() throws IOException {
    List<String> thin = new ArrayList<>();
    for (Path info : files("package-info.java")) {
      String text = Files.readString(info);
      boolean main = info.toString().contains("/src/main/");
      if (main && !(text.contains("<pre>{@code") && text.contains(" API"))) {
        thin.add(Lab.ROOT.relativize(info).toString());
      }
    }
    assertThat(thin).isEmpty();
  }

  private static String read(String file) throws IOException {
    return Files.readString(Lab.ROOT.resolve(file));
  }

  /** A document without what it shows of code and output. */
  private static String prose(Path document) throws IOException {
    return FENCED.matcher(Files.readString(document)).replaceAll("");
  }

  private static List<Path> documents() throws IOException {
    return files(".md");
  }

  private static List<Path> files(String end) throws IOException {
    try (Stream<Path> files = Files.walk(Lab.ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(end))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }
}
