/**
 * What would keep failover from working on a host, with the remedy for each.
 *
 * <p>Mental model: {@link dev.routeswitcher.operations.host.Host} says what the host is; each check
 * is a pure function from that, and from what is to be run, to findings. A {@link
 * dev.routeswitcher.operations.doctor.Finding} has a stable code, a severity, and a remedy unless
 * all is well. What a running switcher would raise as an alarm has that alarm's code and words.
 *
 * <pre>{@code
 * Question question = Question.of(configuration, SettingNames.OPTIONS);
 * Report report = new Doctor(new LinuxHost()).examine(question);
 * System.out.print(report.text());
 * return report.hasFault() ? 1 : 0;
 * }</pre>
 *
 * <p>Internal to the programs of the project; the codes and the form of {@code --json} are stable,
 * the rest is not API.
 */
@NullMarked
package dev.routeswitcher.operations.doctor;

import org.jspecify.annotations.NullMarked;
