package dev.routeswitcher.operations.doctor;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A report for people. */
final class ReportText {

  private static final int COLUMNS = 80;
  private static final int INDENT = 8;
  private static final String REMEDY = Strings.padEnd("     -> ", INDENT, ' ');

  /** What can be typed is not broken into lines, so that it can be copied. */
  private static final Pattern COMMAND = Pattern.compile("(?:ip|sysctl|ulimit|nmcli|ping) .*");

  private final List<String> lines = new ArrayList<>();

  private ReportText() {}

  static String of(Report report) {
    ReportText text = new ReportText();
    report.findings().forEach(text::add);
    text.lines.add("");
    text.lines.add(
        report.count(Severity.FAULT)
            + (report.count(Severity.FAULT) == 1 ? " fault, " : " faults, ")
            + report.count(Severity.ADVICE)
            + " advice, "
            + report.count(Severity.OK)
            + " ok");
    return text.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private void add(Finding finding) {
    String severity = Strings.padEnd(finding.severity().toString(), INDENT, ' ');
    String kind = finding.kind().toString();
    String about = finding.subject().equals(kind) ? "" : " " + finding.subject();
    add(severity, kind + about + ": " + finding.words());
    if (!finding.remedy().isEmpty()) {
      Splitter.on("; ").split(finding.remedy()).forEach(this::addRemedy);
    }
  }

  private void addRemedy(String part) {
    if (COMMAND.matcher(part).matches()) {
      lines.add(REMEDY + part);
    } else {
      add(REMEDY, part);
    }
  }

  private void add(String head, String words) {
    StringBuilder line = new StringBuilder(head);
    boolean begun = false;
    for (String word : Splitter.on(' ').split(words)) {
      if (begun && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(Strings.repeat(" ", INDENT));
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(line.toString());
  }
}
