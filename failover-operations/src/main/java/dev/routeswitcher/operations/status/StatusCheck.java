package dev.routeswitcher.operations.status;

import com.google.common.base.Ascii;
import java.util.ArrayList;
import java.util.List;

/**
 * The status as a monitoring plug-in says it: one line and an exit status (Monitoring Plugins
 * Development Guidelines, "Plugin Return Codes").
 *
 * @param level how good it is
 * @param line it in one line, which begins with the level
 */
public record StatusCheck(Level level, String line) {

  /** How good it is; the ordinal is the exit status. */
  public enum Level {
    /** The traffic goes by the primary or whatever is wanted, and nothing needs attention. */
    OK,
    /** It goes, but by a stand-in, or something needs attention. */
    WARNING,
    /** It does not, or no switch can take effect. */
    CRITICAL,
    /** Nothing can be said. */
    UNKNOWN;

    /** What a process that says so ends with. */
    public int exitStatus() {
      return ordinal();
    }
  }

  /** What is to be said of a status. */
  public static StatusCheck of(Status status) {
    Level worst = Level.OK;
    List<String> parts = new ArrayList<>();
    for (Status.Family family : status.families()) {
      Level level = level(family);
      worst = level.compareTo(worst) > 0 ? level : worst;
      parts.add(part(family));
    }
    return new StatusCheck(worst, worst + ": " + String.join("; ", parts));
  }

  /** What is to be said if no status is to be had. */
  public static StatusCheck unknown(String why) {
    return new StatusCheck(Level.UNKNOWN, Level.UNKNOWN + ": " + why);
  }

  private static Level level(Status.Family family) {
    if (family.state().equals("dormant")) {
      return Level.OK;
    }
    boolean carried =
        family.uplinks().stream()
            .anyMatch(
                uplink ->
                    uplink.name().equals(family.active())
                        && !uplink.health().equals("down")
                        && !uplink.health().equals("unknown"));
    boolean broken = family.alarms().stream().anyMatch(alarm -> alarm.severity().equals("error"));
    if (broken || (!carried && !family.state().equals("boot"))) {
      return Level.CRITICAL;
    }
    boolean warned = family.alarms().stream().anyMatch(alarm -> alarm.severity().equals("warning"));
    boolean moved = family.state().equals("fallback") && !wantedBy(family);
    boolean oneDown = family.uplinks().stream().anyMatch(uplink -> uplink.health().equals("down"));
    return warned || moved || oneDown || family.state().equals("boot") ? Level.WARNING : Level.OK;
  }

  private static boolean wantedBy(Status.Family family) {
    String use = family.override().use();
    return use != null && use.equals(family.active());
  }

  private static String part(Status.Family family) {
    StringBuilder part = new StringBuilder(family.family());
    part.append(' ').append(Ascii.toUpperCase(family.state()));
    if (family.active() != null) {
      part.append(" on ").append(family.active());
    }
    family.uplinks().stream()
        .filter(uplink -> uplink.health().equals("down"))
        .forEach(
            uplink ->
                part.append(", ")
                    .append(uplink.name())
                    .append(" down: ")
                    .append(uplink.condition()));
    family.alarms().stream()
        .filter(alarm -> !alarm.severity().equals("information"))
        .forEach(alarm -> part.append(", alarm ").append(alarm.alarm()));
    return part.toString();
  }
}
