package dev.routeswitcher.operations.status;

import com.google.common.base.Ascii;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status for people: one screen, 80 columns, without colour. */
public final class StatusText {

  private static final int WIDTH = 80;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final ImmutableList<String> HEADINGS =
      ImmutableList.of("uplink", "interface", "state", "loss", "round trip", "gateway");

  private final Status status;
  private final ZoneId zone;
  private final StringBuilder text = new StringBuilder();

  private StatusText(Status status, ZoneId zone) {
    this.status = status;
    this.zone = zone;
  }

  /** The status as text of some lines, times in the zone. */
  public static String of(Status status, ZoneId zone) {
    return new StatusText(status, zone).write();
  }

  private String write() {
    wrap(
        "",
        "Route-Switcher "
            + status.process().version()
            + ", up "
            + duration(status.process().uptimeSeconds())
            + ", process "
            + status.process().pid());
    String file = status.configuration().file();
    wrap(
        "",
        (file == null ? "Without a file, set up " : file + ", loaded ")
            + time(status.configuration().loaded()));
    status.families().forEach(this::family);
    return text.toString();
  }

  private void family(Status.Family family) {
    text.append('\n');
    StringBuilder head = new StringBuilder(label(family.family()));
    head.append("  ").append(Ascii.toUpperCase(family.state()));
    if (family.active() != null) {
      head.append(" on ").append(named(family.active(), family.activeInterface()));
    }
    if (family.since() != null) {
      double seconds = Duration.between(family.since(), status.time()).toMillis() / 1e3;
      head.append(" for ")
          .append(duration(seconds))
          .append(", since ")
          .append(time(family.since()));
    }
    wrap("      ", head.toString());
    if (family.active() != null && !family.inForce()) {
      wrap("      ", "      the kernel does not follow yet");
    }
    if (!family.reason().isEmpty()) {
      wrap("      ", "      because: " + family.reason());
    }
    Status.Prospect next = family.next();
    if (next != null) {
      wrap(
          "      ",
          "      next: "
              + next.kind()
              + " to "
              + next.to()
              + " in "
              + duration(Math.max(0, next.inSeconds()))
              + ", if "
              + next.condition());
    }
    wanted(family.override());
    table(family);
    targets(family);
    Status.Switches moved = family.switches();
    wrap(
        "      ",
        "      moved: "
            + count(moved.failovers(), "failover")
            + ", "
            + count(moved.failbacks(), "failback")
            + ", "
            + moved.manual()
            + " by hand"
            + (moved.undone() == 0 ? "" : ", " + moved.undone() + " refused"));
    family.alarms().forEach(this::alarm);
  }

  private void wanted(Status.Override override) {
    if (override.use() != null) {
      wrap("      ", "      an operator wants " + override.use() + " used");
    }
    if (!override.never().isEmpty()) {
      wrap("      ", "      an operator wants left alone: " + String.join(", ", override.never()));
    }
  }

  private void table(Status.Family family) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    family.uplinks().forEach(uplink -> rows.add(row(uplink)));
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < HEADINGS.size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    for (int i = 0; i < rows.size(); i++) {
      boolean active = i > 0 && family.uplinks().get(i - 1).role().equals("active");
      StringBuilder line = new StringBuilder(active ? "    > " : "      ");
      for (int column = 0; column < HEADINGS.size(); column++) {
        line.append(Strings.padEnd(rows.get(i).get(column), widths.get(column), ' ')).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (i > 0) {
        remarks(family.uplinks().get(i - 1));
      }
    }
  }

  private static List<String> row(Status.Uplink uplink) {
    return List.of(
        uplink.name(),
        uplink.interfaceName(),
        uplink.health() + (isPlain(uplink) ? "" : ": " + uplink.condition()),
        uplink.lossPercent() == null ? "-" : Math.round(uplink.lossPercent()) + "%",
        uplink.rttSeconds() == null ? "-" : millis(uplink.rttSeconds()),
        uplink.gateway() == null ? "-" : uplink.gateway());
  }

  private static boolean isPlain(Status.Uplink uplink) {
    return uplink.condition().equals("answering") || uplink.condition().equals(uplink.health());
  }

  /** What keeps an uplink from being used, or will. */
  private void remarks(Status.Uplink uplink) {
    List<String> remarks = new ArrayList<>();
    if (uplink.role().equals("barred")) {
      remarks.add("never to be used");
    } else if (uplink.role().equals("stand-in")) {
      remarks.add("takes over if need be");
    }
    if (isAhead(uplink.holdEnds())) {
      remarks.add("held back for " + until(uplink.holdEnds()));
    }
    if (isAhead(uplink.refusedUntil())) {
      remarks.add("its route is tried again in " + until(uplink.refusedUntil()));
    }
    if (!isPlain(uplink) && !uplink.detail().isEmpty()) {
      remarks.add(uplink.detail());
    }
    if (!remarks.isEmpty()) {
      wrap("        ", "        " + String.join("; ", remarks));
    }
  }

  private boolean isAhead(@Nullable Instant time) {
    return time != null && time.isAfter(status.time().plusSeconds(1));
  }

  private String until(@Nullable Instant time) {
    return time == null ? "" : duration(Duration.between(status.time(), time).toMillis() / 1e3);
  }

  private void targets(Status.Family family) {
    String targets =
        family.targets().stream()
            .map(target -> target.address() + (target.aside() ? " (set aside)" : ""))
            .collect(Collectors.joining(", "));
    wrap("      ", "      pings " + targets);
  }

  private void alarm(Status.Alarm alarm) {
    String mark = alarm.severity().equals("information") ? "    i " : "    ! ";
    wrap("        ", mark + alarm.alarm() + ": " + alarm.problem());
    if (!alarm.remedy().isEmpty()) {
      wrap("        ", "        remedy: " + alarm.remedy());
    }
  }

  private void wrap(String indent, String line) {
    String rest = line;
    String begin = "";
    while (begin.length() + rest.length() > WIDTH) {
      int room = WIDTH - begin.length();
      int space = rest.lastIndexOf(' ', room);
      boolean fits = space > indent.length() || (!begin.isEmpty() && space > 0);
      int cut = fits ? space : rest.indexOf(' ', room);
      if (cut < 0) {
        break;
      }
      text.append(begin).append(rest, 0, cut).append('\n');
      rest = rest.substring(cut + 1);
      begin = indent;
    }
    text.append(begin).append(rest).append('\n');
  }

  private String time(Instant time) {
    return TIME.format(time.atZone(zone));
  }

  private static String label(String family) {
    return family.equals("ipv4") ? "IPv4" : "IPv6";
  }

  private static String named(String uplink, @Nullable String interfaceName) {
    return uplink.equals(interfaceName) ? uplink : uplink + " (" + interfaceName + ")";
  }

  private static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String millis(double seconds) {
    double millis = seconds * 1e3;
    if (millis < 0.05) {
      return "<0.1 ms";
    }
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** A duration as people say it, by its two greatest units: {@code 3d 4h}, {@code 12m 5s}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    long days = whole / 86_400;
    long hours = whole / 3600 % 24;
    long minutes = whole / 60 % 60;
    if (days > 0) {
      return days + "d" + (hours == 0 ? "" : " " + hours + "h");
    } else if (hours > 0) {
      return hours + "h" + (minutes == 0 ? "" : " " + minutes + "m");
    } else if (minutes > 0) {
      return minutes + "m" + (whole % 60 == 0 ? "" : " " + whole % 60 + "s");
    }
    return whole + "s";
  }
}
