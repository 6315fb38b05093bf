package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Decision.AlarmCleared;
import dev.routeswitcher.engine.Decision.AlarmRaised;
import dev.routeswitcher.engine.Decision.Notice;
import dev.routeswitcher.engine.Decision.SwitchChange;
import dev.routeswitcher.engine.Decision.SwitchDecided;
import dev.routeswitcher.engine.Decision.SwitchInForce;
import dev.routeswitcher.engine.Decision.SwitchUndone;
import dev.routeswitcher.engine.Decision.UplinkChanged;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Writes notices for operators: INFO is one line per decision with its cause and figures, WARN is
 * degraded, ERROR means that failover does not work. Every switch has its line; of what repeats
 * itself some are left out ({@link LineDamper}), at these levels. Used by one thread.
 */
public final class NoticeLog {

  private final Logger log;
  private final Consumer<Runnable> writer;
  private final LineDamper damper = new LineDamper();
  private long now;

  /** The health each uplink was last said to have, a passing failure aside. */
  private final Map<UplinkKey, Told> told = new HashMap<>();

  /** What an operator was last told of an uplink. */
  private record Told(Health health, Condition condition) {}

  /** Whom an alarm is about. */
  private record AlarmSubject(Alarm.Kind kind, IpFamily family, String subject) {}

  /** Whose switch was undone. */
  private record UndoneSubject(UplinkKey to) {}

  /**
   * A log in which nothing is written yet.
   *
   * @param log where the lines go
   * @param writer is given what writes a line; a log may stand still, so another thread may do it
   */
  public NoticeLog(Logger log, Consumer<Runnable> writer) {
    this.log = log;
    this.writer = writer;
  }

  /** Notes the time, and writes lines that waited for it; to be told often. */
  public void onTime(long nowNanos) {
    now = nowNanos;
    damper.onTime(nowNanos);
  }

  /** Writes the line of one notice. */
  public void onNotice(Notice notice) {
    if (notice instanceof SwitchDecided decided) {
      write(log::debug, "decided " + words(decided.change()));
    } else if (notice instanceof SwitchInForce inForce) {
      write(log::info, words(inForce.change()) + " in_force_ms=" + millis(inForce.tookNanos()));
    } else if (notice instanceof SwitchUndone undone) {
      writeSeldom(
          new UndoneSubject(undone.change().to()),
          log::warn,
          "undone " + words(undone.change()) + " error=\"" + undone.detail() + '"');
    } else if (notice instanceof UplinkChanged changed) {
      uplink(changed);
    } else if (notice instanceof AlarmRaised raised) {
      alarm(raised.alarm());
    } else if (notice instanceof AlarmCleared cleared) {
      cleared(cleared.alarm());
    }
  }

  /** Writes what was left for later. */
  public void close() {
    damper.writeKept();
  }

  private void uplink(UplinkChanged changed) {
    String words =
        String.format(
            Locale.ROOT,
            "uplink family=%s name=%s interface=%s health=%s condition=%s%s",
            word(changed.uplink().family()),
            changed.name(),
            changed.uplink().interfaceName(),
            changed.health().name().toLowerCase(Locale.ROOT),
            changed.condition(),
            changed.detail().isEmpty() ? "" : " detail=\"" + changed.detail() + "\"");
    Health health = changed.health();
    Told tells = new Told(health, changed.condition());
    boolean blip = changed.before() == Health.FAILING && tells.equals(told.get(changed.uplink()));
    if (health == Health.FAILING || blip) {
      write(log::debug, words);
      return;
    }
    told.put(changed.uplink(), tells);
    // What an uplink that went down could stand in for has no substitute now.
    boolean lost = health == Health.DOWN && changed.before() != Health.DOWN;
    writeSeldom(changed.uplink(), lost ? log::warn : log::info, words);
  }

  private void alarm(Alarm alarm) {
    String words =
        words(alarm)
            + " problem=\""
            + alarm.problem()
            + '"'
            + (alarm.remedy().isEmpty() ? "" : " remedy=\"" + alarm.remedy() + '"');
    writeSeldom(subject(alarm), alarm.kind().isError() ? log::error : log::warn, words);
  }

  private void cleared(Alarm alarm) {
    writeSeldom(subject(alarm), log::info, "cleared " + words(alarm));
  }

  private static String words(Alarm alarm) {
    return String.format(
        Locale.ROOT,
        "alarm=%s family=%s subject=\"%s\"",
        alarm.kind(),
        word(alarm.family()),
        alarm.subject());
  }

  private static AlarmSubject subject(Alarm alarm) {
    return new AlarmSubject(alarm.kind(), alarm.family(), alarm.subject());
  }

  private void writeSeldom(Object subject, Consumer<String> level, String words) {
    boolean written =
        damper.write(
            subject,
            leftOut -> write(level, leftOut == 0 ? words : words + " left_out=" + leftOut),
            now);
    if (!written) {
      write(log::debug, words);
    }
  }

  private void write(Consumer<String> level, String words) {
    writer.accept(() -> level.accept(words));
  }

  /** The switch as every line about it writes it. */
  static String words(SwitchChange change) {
    StringBuilder words = new StringBuilder(change.kind().name().toLowerCase(Locale.ROOT));
    words.append(" family=").append(word(change.to().family()));
    UplinkKey from = change.from();
    if (from != null && !from.equals(change.to())) {
      words.append(" from=").append(change.fromName()).append('/').append(from.interfaceName());
    }
    return words
        .append(" to=")
        .append(change.toName())
        .append('/')
        .append(change.to().interfaceName())
        .append(" state=")
        .append(change.phase())
        .append(" reason=\"")
        .append(change.reason())
        .append('"')
        .toString();
  }

  /** The family as every line that concerns one writes it, behind its first words. */
  static String word(IpFamily family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }
}
