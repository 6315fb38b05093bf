package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Notice.AlarmCleared;
import dev.routeswitcher.engine.Notice.AlarmRaised;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.Notice.SwitchUndone;
import dev.routeswitcher.engine.Notice.UplinkChanged;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.words.NoticeText;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.HashMap;
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
  private final NoticeText text;
  private final Consumer<Runnable> writer;
  private final LineDamper damper = new LineDamper();
  private long now;

  /** How each uplink was last reported, a passing failure aside. */
  private final Map<UplinkKey, Reported> reported = new HashMap<>();

  private record Reported(Health health, Condition condition) {}

  /** What lines about an alarm are counted by. */
  private record AlarmSubject(Alarm.Kind kind, IpFamily family, String subject) {
    static AlarmSubject of(Alarm alarm) {
      return new AlarmSubject(alarm.kind(), alarm.family(), alarm.subject());
    }
  }

  /** What lines about an undone switch are counted by. */
  private record UndoneSubject(UplinkKey to) {}

  /**
   * A log in which nothing is written yet.
   *
   * @param log where the lines go
   * @param names how they call settings
   * @param writer is given what writes a line; a log may stand still, so another thread may do it
   */
  public NoticeLog(Logger log, SettingNames names, Consumer<Runnable> writer) {
    this.log = log;
    this.text = NoticeText.naming(names);
    this.writer = writer;
  }

  /** Notes the time, and writes lines that waited for it; to be called often. */
  public void onTime(long nowNanos) {
    now = nowNanos;
    damper.onTime(nowNanos);
  }

  /** Writes the line of one notice. */
  public void onNotice(Notice notice) {
    if (notice instanceof SwitchInForce) {
      write(log::info, text.line(notice));
    } else if (notice instanceof SwitchUndone undone) {
      writeSeldom(new UndoneSubject(undone.change().to()), log::warn, notice);
    } else if (notice instanceof UplinkChanged changed) {
      onUplink(changed);
    } else if (notice instanceof AlarmRaised raised) {
      boolean error = raised.alarm().kind().isError();
      writeSeldom(AlarmSubject.of(raised.alarm()), error ? log::error : log::warn, notice);
    } else if (notice instanceof AlarmCleared cleared) {
      writeSeldom(AlarmSubject.of(cleared.alarm()), log::info, notice);
    } else {
      write(log::debug, text.line(notice));
    }
  }

  /** Writes what was left for later. */
  public void close() {
    damper.writeKept();
  }

  private void onUplink(UplinkChanged changed) {
    Health health = changed.health();
    Reported current = new Reported(health, changed.condition());
    boolean blip =
        changed.before() == Health.FAILING && current.equals(reported.get(changed.uplink()));
    if (health == Health.FAILING || blip) {
      write(log::debug, text.line(changed));
      return;
    }
    reported.put(changed.uplink(), current);
    // What an uplink that went down could stand in for has no substitute now.
    boolean lost = health == Health.DOWN && changed.before() != Health.DOWN;
    writeSeldom(changed.uplink(), lost ? log::warn : log::info, changed);
  }

  private void writeSeldom(Object subject, Consumer<String> level, Notice notice) {
    String line = text.line(notice);
    boolean written =
        damper.write(
            subject,
            leftOut -> write(level, leftOut == 0 ? line : line + " left_out=" + leftOut),
            now);
    if (!written) {
      write(log::debug, line);
    }
  }

  private void write(Consumer<String> level, String line) {
    writer.accept(() -> level.accept(line));
  }
}
