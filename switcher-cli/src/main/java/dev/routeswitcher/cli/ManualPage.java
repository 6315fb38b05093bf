package dev.routeswitcher.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A page of the manual in the language of man(7). What is given is plain text; whatever the
 * language would take for its own is escaped.
 */
final class ManualPage {

  /** What would make a line a request. */
  private static final Pattern LINE_BEGIN = Pattern.compile("(?m)^([.'])");

  /** A heading at the end. */
  private static final Pattern HEADING = Pattern.compile("\\n\\.SH .*\\n\\z");

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param name what it is about: {@code route-switcher-use}
   * @param section the part of the manual, as {@code 8} for the administration of a system
   * @param date of the program, as {@code 2026-11-01}
   * @param summary what it is about, in one line
   */
  ManualPage(String name, int section, String date, String version, String summary) {
    text.append(".\\\" Made from the settings and commands of the program.\n");
    request("TH", name.toUpperCase(Locale.ROOT), String.valueOf(section), date, version);
    section("NAME");
    String inSentence =
        summary.endsWith(".") ? summary.substring(0, summary.length() - 1) : summary;
    line(escaped(name) + " \\- " + escaped(decapitalized(inSentence)));
  }

  private static String decapitalized(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  ManualPage section(String heading) {
    request("SH", heading);
    return this;
  }

  ManualPage paragraph(String sentence) {
    beginParagraph();
    line(escaped(sentence));
    return this;
  }

  /** A heading begins one by itself. */
  private void beginParagraph() {
    if (!HEADING.matcher(text).find()) {
      text.append(".PP\n");
    }
  }

  /** The command in bold, and what may stand behind it. */
  ManualPage synopsis(String command, String rest) {
    line("\\fB" + escaped(command) + "\\fR " + escaped(rest));
    return this;
  }

  /** Lines that are shown as they are. */
  ManualPage literal(List<String> lines) {
    beginParagraph();
    text.append(".nf\n.RS\n");
    lines.forEach(each -> line(escaped(each)));
    text.append(".RE\n.fi\n");
    return this;
  }

  /** Something and what it means. */
  ManualPage item(String term, String value, String meaning) {
    text.append(".TP\n");
    line(
        "\\fB"
            + escaped(term)
            + "\\fR"
            + (value.isEmpty() ? "" : "\\fI" + escaped(value) + "\\fR"));
    line(escaped(meaning));
    return this;
  }

  private void request(String name, String... arguments) {
    text.append('.').append(name);
    for (String argument : arguments) {
      text.append(" \"").append(argument.replace("\"", "\"\"")).append('"');
    }
    text.append('\n');
  }

  private void line(String escaped) {
    text.append(LINE_BEGIN.matcher(escaped).replaceAll("\\\\&$1")).append('\n');
  }

  /** A minus sign can be copied to a command line, a hyphen cannot. */
  private static String escaped(String plain) {
    return plain
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }

  /** The page as a file. */
  @Override
  public String toString() {
    return text.toString();
  }
}
