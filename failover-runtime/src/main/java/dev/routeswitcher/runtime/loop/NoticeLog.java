package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.AddressFamily;
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
import dev.routeswitcher.engine.UplinkKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Writes notices for operators: INFO is one line per decision with its cause and figures, WARN is
 * degraded, ERROR means that failover does not work. Used by one thread.
 */
public final class NoticeLog {

  private final Logger log;

  /** The health each uplink was last said to have, a passing failure aside. */
  private final Map<UplinkKey, Told> told = new HashMap<>();

  /** What an operator was last told of an uplink. */
  private record Told(Health health, Condition condition) {}

  /** Writes to {@code log}. */
  public NoticeLog(Logger log) {
    this.log = log;
  }

  /** Writes the line of one notice. */
  public void onNotice(Notice notice) {
    if (notice instanceof SwitchDecided decided) {
      log.debug("decided {}", words(decided.change()));
    } else if (notice instanceof SwitchInForce inForce) {
      log.info("{} in_force_ms={}", words(inForce.change()), millis(inForce.tookNanos()));
    } else if (notice instanceof SwitchUndone undone) {
      log.warn("undone {} error=\"{}\"", words(undone.change()), undone.detail());
    } else if (notice instanceof UplinkChanged changed) {
      uplink(changed);
    } else if (notice instanceof AlarmRaised raised) {
      alarm(raised.alarm());
    } else if (notice instanceof AlarmCleared cleared) {
      log.info(
          "cleared alarm={} family={} subject=\"{}\"",
          cleared.alarm().kind(),
          word(cleared.alarm().family()),
          cleared.alarm().subject());
    }
  }

  /** Writes the line of one notice. */
  public void onNoticesDropped(long count) {
    log.warn("log too slow: dropped_notices={}", count);
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
    Told now = new Told(health, changed.condition());
    boolean blip = changed.before() == Health.FAILING && now.equals(told.get(changed.uplink()));
    if (health == Health.FAILING || blip) {
      log.debug(words);
      return;
    }
    told.put(changed.uplink(), now);
    if (health == Health.DOWN && changed.before() != Health.DOWN) {
      log.warn(words); // what it could stand in for has no substitute now
    } else {
      log.info(words);
    }
  }

  private void alarm(Alarm alarm) {
    String words =
        String.format(
            Locale.ROOT,
            "alarm=%s family=%s subject=\"%s\" problem=\"%s\"%s",
            alarm.kind(),
            word(alarm.family()),
            alarm.subject(),
            alarm.problem(),
            alarm.remedy().isEmpty() ? "" : " remedy=\"" + alarm.remedy() + "\"");
    if (alarm.kind().isError()) {
      log.error(words);
    } else {
      log.warn(words);
    }
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
  static String word(AddressFamily family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }
}
