package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.words.NoticeText;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.event.Level;

/**
 * Writes notices for operators: INFO is one line per decision with its cause and figures, WARN is
 * degraded, ERROR means that failover does not work. Every switch has its line, when it is in force
 * or, if that is not at once, when it is decided. Of what repeats itself some lines are left out
 * ({@link LineDamper}), at these levels. Used by one thread.
 */
public final class NoticeLog {

  private final NoticeText text;
  private final BiConsumer<Level, String> log;
  private final LineDamper damper = new LineDamper();
  private long now;

  /** How each uplink was last reported, a passing failure aside. */
  private final Map<UplinkKey, Reported> reported = new HashMap<>();

  private record Reported(Health health, Condition condition) {}

  /** Switches that were decided, and of which nothing else is known yet. */
  private final Set<SwitchChange> unproven = new LinkedHashSet<>();

  /**
   * A log in which nothing is written yet.
   *
   * @param names how lines call settings
   * @param log where the lines go, each with its level
   */
  public NoticeLog(SettingNames names, BiConsumer<Level, String> log) {
    this.text = NoticeText.naming(names);
    this.log = log;
  }

  /** Notes the time, and writes lines that waited for it; to be called often. */
  public void onTime(long nowNanos) {
    now = nowNanos;
    damper.onTime(nowNanos);
  }

  public void onNotice(Notice notice) {
    if (notice instanceof Notice.SwitchDecided decided) {
      unproven.add(decided.change());
      log.accept(Level.DEBUG, text.line(notice));
    } else if (notice instanceof Notice.SwitchInForce inForce) {
      unproven.remove(inForce.change());
      log.accept(Level.INFO, text.line(notice));
    } else if (notice instanceof Notice.SwitchUndone undone) {
      unproven.remove(undone.change());
      writeSeldom(List.of("undone", undone.change().to()), Level.WARN, notice);
    } else if (notice instanceof Notice.UplinkChanged changed) {
      onUplink(changed);
    } else if (notice instanceof Notice.AlarmRaised raised) {
      writeSeldom(subject(raised.alarm()), level(raised.alarm()), notice);
    } else if (notice instanceof Notice.AlarmCleared cleared) {
      writeSeldom(subject(cleared.alarm()), Level.INFO, notice);
    }
  }

  /** Writes what was decided and is not in force though everything was carried out. */
  public void onSettled() {
    for (SwitchChange change : unproven) {
      log.accept(Level.INFO, text.line(new Notice.SwitchDecided(change)));
    }
    unproven.clear();
  }

  /** Writes what was left for later. */
  public void close() {
    damper.writeKept();
  }

  private static Level level(Alarm alarm) {
    return switch (alarm.kind().severity()) {
      case ERROR -> Level.ERROR;
      case WARNING -> Level.WARN;
      case INFORMATION -> Level.INFO;
    };
  }

  /** What lines about an alarm are counted by. */
  private static Object subject(Alarm alarm) {
    return List.of(alarm.kind(), alarm.family(), alarm.subject());
  }

  private void onUplink(Notice.UplinkChanged changed) {
    Health health = changed.health();
    Reported current = new Reported(health, changed.condition());
    boolean blip =
        changed.before() == Health.FAILING && current.equals(reported.get(changed.uplink()));
    if (health == Health.FAILING || blip) {
      log.accept(Level.DEBUG, text.line(changed));
      return;
    }
    reported.put(changed.uplink(), current);
    // What an uplink that went down could stand in for has no substitute now.
    boolean lost = health == Health.DOWN && changed.before() != Health.DOWN;
    writeSeldom(changed.uplink(), lost ? Level.WARN : Level.INFO, changed);
  }

  private void writeSeldom(Object subject, Level level, Notice notice) {
    String line = text.line(notice);
    boolean written =
        damper.write(
            subject,
            leftOut -> log.accept(level, leftOut == 0 ? line : line + " left_out=" + leftOut),
            now);
    if (!written) {
      log.accept(Level.DEBUG, line);
    }
  }
}
