package dev.routeswitcher.operations.event;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.runtime.words.NoticeText;
import dev.routeswitcher.runtime.words.Printable;
import dev.routeswitcher.runtime.words.SettingNames;
import java.time.Instant;

/** Makes events of what the engine decides and finds. */
final class NoticeEvents {

  private static final double NANOS = 1e9;

  private final NoticeText words;

  NoticeEvents(SettingNames names) {
    this.words = NoticeText.naming(names);
  }

  Event of(Notice notice, Instant time) {
    ImmutableMap.Builder<String, Object> figures = ImmutableMap.builder();
    Kind kind;
    if (notice instanceof Notice.SwitchDecided decided) {
      kind = Kind.SWITCH_DECIDED;
      tell(decided.change(), figures);
    } else if (notice instanceof Notice.SwitchInForce inForce) {
      kind = Kind.SWITCH;
      tell(inForce.change(), figures);
      figures.put("took_seconds", inForce.tookNanos() / NANOS);
    } else if (notice instanceof Notice.SwitchUndone undone) {
      kind = Kind.SWITCH_UNDONE;
      tell(undone.change(), figures);
      figures.put("error", Printable.of(undone.detail()));
    } else if (notice instanceof Notice.UplinkChanged changed) {
      kind = Kind.UPLINK;
      tell(changed, figures);
    } else if (notice instanceof Notice.AlarmRaised raised) {
      kind = Kind.ALARM;
      tell(raised.alarm(), figures);
    } else if (notice instanceof Notice.AlarmCleared cleared) {
      kind = Kind.ALARM_CLEARED;
      tell(cleared.alarm(), figures);
    } else {
      throw new IllegalStateException("no event for " + notice.getClass());
    }
    return new Event(time, kind, figures.put("text", words.line(notice)).buildOrThrow());
  }

  private static void tell(SwitchChange change, ImmutableMap.Builder<String, Object> figures) {
    figures.put("family", Codes.of(change.to().family()));
    figures.put("kind", Codes.of(change.kind()));
    UplinkKey from = change.from();
    if (from != null) {
      figures.put("from", Printable.of(String.valueOf(change.fromName())));
      figures.put("from_interface", Printable.of(from.interfaceName()));
    }
    figures.put("to", Printable.of(change.toName()));
    figures.put("to_interface", Printable.of(change.to().interfaceName()));
    figures.put("state", Codes.of(change.state()));
    figures.put("cause", cause(change.reason()));
    figures.put("reason", NoticeText.of(change.reason()));
  }

  /**
   * The kind of a reason: {@code rounds-failed}; of a lost link what was lost: {@code no-carrier}.
   */
  private static String cause(Reason reason) {
    return reason instanceof Reason.LinkLost lost
        ? lost.fault().toString()
        : CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_HYPHEN, reason.getClass().getSimpleName());
  }

  private static void tell(
      Notice.UplinkChanged changed, ImmutableMap.Builder<String, Object> figures) {
    figures.put("family", Codes.of(changed.uplink().family()));
    figures.put("uplink", Printable.of(changed.name()));
    figures.put("interface", Printable.of(changed.uplink().interfaceName()));
    figures.put("health", Codes.of(changed.health()));
    figures.put("health_before", Codes.of(changed.before()));
    figures.put("condition", changed.condition().toString());
  }

  private void tell(Alarm alarm, ImmutableMap.Builder<String, Object> figures) {
    figures.put("family", Codes.of(alarm.family()));
    figures.put("alarm", alarm.kind().toString());
    figures.put("severity", Codes.of(alarm.kind().severity()));
    figures.put("subject", Printable.of(alarm.subject()));
    figures.put("problem", words.problem(alarm));
    figures.put("remedy", words.remedy(alarm));
  }
}
