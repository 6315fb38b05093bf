package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;

/**
 * What a doctor found.
 *
 * @param findings in the order of the checks
 */
public record Report(ImmutableList<Finding> findings) {

  /** How many findings there are of a severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Whether anything keeps failover from working. */
  public boolean hasFault() {
    return count(Severity.FAULT) > 0;
  }

  /** For people: at most 80 columns wide but for commands, which stand on a line of their own. */
  public String text() {
    return ReportText.of(this);
  }

  /** For programs: one JSON object, as the manual describes it, and a line feed. */
  public String json() {
    return ReportJson.of(this);
  }
}
