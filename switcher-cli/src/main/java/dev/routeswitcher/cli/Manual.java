package dev.routeswitcher.cli;

import com.google.common.base.Splitter;
import dev.routeswitcher.operations.settings.ConfigurationFile;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Setting.Trait;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The pages of the manual: one of each command, made of its help, and one of the file of settings.
 */
final class Manual {

  private static final String PROGRAM = "route-switcher";
  private static final String FILE_PAGE = PROGRAM + ".toml";
  private static final Pattern SYNOPSIS = Pattern.compile("@\\|bold (.*?)\\|@ ?(.*)");
  private static final String EXIT_STATUS = "Exit status: ";

  private final String date;
  private final String version;

  /**
   * Of one version of the program.
   *
   * @param date when that was made, as {@code 2026-11-01}
   */
  Manual(String version, String date) {
    this.version = PROGRAM + " " + version;
    this.date = date;
  }

  /** The pages by the names of their files. */
  Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    Commands.all().forEach((name, command) -> pages.put(pageOf(name) + ".8", page(name, command)));
    pages.put(FILE_PAGE + ".5", ofFile());
    return pages;
  }

  private static String pageOf(String command) {
    return command.isEmpty() ? PROGRAM : PROGRAM + "-" + command;
  }

  private String page(String name, CommandSpec command) {
    String[] header = command.usageMessage().header();
    ManualPage page = new ManualPage(pageOf(name), 8, date, version, header[0]);
    Matcher synopsis = SYNOPSIS.matcher(command.usageMessage().customSynopsis()[0]);
    if (!synopsis.matches()) {
      throw new IllegalStateException("not a synopsis: " + command.name());
    }
    page.section("SYNOPSIS").synopsis(synopsis.group(1), synopsis.group(2));
    page.section("DESCRIPTION");
    paragraphs(command.usageMessage().description()).forEach(page::paragraph);
    page.section("OPTIONS");
    command.options().forEach(option -> page.item(names(option), value(option), meaning(option)));
    addFooter(page, command.usageMessage().footer());
    if (name.isEmpty()) {
      addFiles(page);
    }
    page.section("SEE ALSO").paragraph(otherPages(pageOf(name)));
    return page.toString();
  }

  private static String names(OptionSpec option) {
    return String.join(", ", option.names());
  }

  private static String value(OptionSpec option) {
    return option.arity().max() == 0 ? "" : " " + option.paramLabel();
  }

  private static String meaning(OptionSpec option) {
    return String.join(" ", option.description());
  }

  /** Lines that belong together, joined; an empty one is between paragraphs. */
  private static List<String> paragraphs(String... lines) {
    return Splitter.on("\n\n")
        .omitEmptyStrings()
        .trimResults()
        .splitToList(String.join("\n", lines))
        .stream()
        .map(paragraph -> paragraph.replace('\n', ' '))
        .toList();
  }

  /** What the help says at its end: exit status, example, and whatever else. */
  private static void addFooter(ManualPage page, String... footer) {
    List<String> notes = new ArrayList<>();
    for (String line : footer) {
      if (line.startsWith(EXIT_STATUS)) {
        page.section("EXIT STATUS").paragraph(line.substring(EXIT_STATUS.length()));
      } else if (line.startsWith("  ")) {
        continue;
      } else if (line.startsWith("Example")) {
        page.section("EXAMPLE");
        String what = line.replaceFirst("^Example: ?", "");
        if (!what.isEmpty()) {
          page.paragraph(what);
        }
        page.literal(
            Arrays.stream(footer)
                .filter(other -> other.startsWith("  "))
                .map(other -> other.substring(2))
                .toList());
      } else {
        notes.add(line);
      }
    }
    if (!paragraphs(notes.toArray(String[]::new)).isEmpty()) {
      page.section("NOTES");
      paragraphs(notes.toArray(String[]::new)).forEach(page::paragraph);
    }
  }

  private static void addFiles(ManualPage page) {
    page.section("FILES");
    page.item(
        ConfigurationFile.USUAL_PLACE.toString(),
        "",
        "what the service reads, see " + FILE_PAGE + "(5)");
    for (Setting<?> place : List.of(Settings.HOOKS, Settings.CONTROL, Settings.STATE_DIRECTORY)) {
      page.item(
          place.text(new Configuration().common(), 0).orElse(""),
          "",
          place.help(SettingNames.OPTIONS) + "; unless --" + place + " names another");
    }
  }

  private static String otherPages(String own) {
    List<String> pages =
        Commands.all().keySet().stream()
            .map(name -> pageOf(name) + "(8)")
            .collect(Collectors.toList());
    pages.add(FILE_PAGE + "(5)");
    pages.removeIf(page -> page.startsWith(own + "("));
    return String.join(", ", pages);
  }

  private String ofFile() {
    ManualPage page = new ManualPage(FILE_PAGE, 5, date, version, "Settings of route-switcher.");
    page.section("SYNOPSIS").synopsis(ConfigurationFile.USUAL_PLACE.toString(), "");
    page.section("DESCRIPTION")
        .paragraph(
            "A file of settings in TOML 1.0, read where --config names it, as the service does. Each"
                + " setting has the name of its option; an option wins over the file, the file over the"
                + " default. What may be repeated is a list. Durations, addresses and words stand in"
                + " quotes. route-switcher-check(8) says what is wrong with a file, and"
                + " route-switcher-init(8) prints one made from what the host has.")
        .paragraph(
            "Uplinks are tables [[uplink]], in the order of their priority. What stands below such a"
                + " table belongs to it, so everything else comes first. Without any the uplinks are "
                + defaultInterfaces()
                + ".");
    page.section("SETTINGS");
    Settings.ALL.stream()
        .filter(setting -> !setting.has(Trait.EMBEDDED_ONLY))
        .forEach(setting -> add(page, setting));
    page.section("SETTINGS OF AN UPLINK");
    Settings.OF_UPLINK.forEach(part -> add(page, part));
    page.section("EXAMPLE")
        .literal(
            List.of(
                "ping-target = [\"203.0.113.8\", \"203.0.113.9\"]",
                "failback-delay = \"2m\"",
                "",
                "[[uplink]]",
                "name = \"fibre\"",
                "interface = \"eth0\"",
                "",
                "[[uplink]]",
                "name = \"lte\"",
                "interface = \"wwan0\"",
                "standby-interval = \"30s\""));
    page.section("SEE ALSO").paragraph(otherPages(FILE_PAGE));
    return page.toString();
  }

  private static String defaultInterfaces() {
    return SettingNames.THE_TWO.stream()
        .map(
            name ->
                Settings.INTERFACE.defaultText(
                    SettingNames.PLAIN, SettingNames.THE_TWO.indexOf(name)))
        .collect(Collectors.joining(" and "));
  }

  private static void add(ManualPage page, Setting<?> setting) {
    String meaning = setting.helpWithDefault(SettingNames.PLAIN, "", 0);
    page.item(
        setting.key(),
        " = " + form(setting),
        meaning + (setting.has(Trait.FIXED) ? ". Another value takes a restart." : ""));
  }

  private static String form(Setting<?> setting) {
    String label = setting.form().label();
    if (setting.form().isFlag() || label.equals("N") || label.equals("PERCENT")) {
      return label;
    }
    String quoted = "\"" + label + "\"";
    return setting.form().isRepeatable() ? "[" + quoted + ", ...]" : quoted;
  }
}
