package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.UplinkKey;
import java.util.Locale;

/**
 * Notices as lines for people: {@code uplink family=ipv4 name=primary interface=eth0 health=down
 * condition=no-carrier}. They are the lines of the log, and {@link Printable}.
 */
public final class NoticeText {

  private static final NoticeText PLAIN = new NoticeText(SettingNames.PLAIN);

  private final AlarmText alarms;

  final Cases<Notice, String> notices =
      new Cases<Notice, String>()
          .on(Notice.SwitchDecided.class, notice -> "decided " + line(notice.change()))
          .on(
              Notice.SwitchInForce.class,
              notice -> line(notice.change()) + " in_force_ms=" + millis(notice.tookNanos()))
          .on(
              Notice.SwitchUndone.class,
              notice -> "undone " + line(notice.change()) + " error=\"" + notice.detail() + '"')
          .on(Notice.UplinkChanged.class, NoticeText::line)
          .on(Notice.AlarmRaised.class, notice -> raised(notice.alarm()))
          .on(Notice.AlarmCleared.class, notice -> "cleared " + line(notice.alarm()));

  private NoticeText(SettingNames settings) {
    this.alarms = new AlarmText(settings);
  }

  /** Lines in which settings have names of the program's own. */
  public static NoticeText naming(SettingNames settings) {
    return new NoticeText(settings);
  }

  /** The notice in one line, with settings by their plain names. */
  public static String of(Notice notice) {
    return PLAIN.line(notice);
  }

  /** Why the traffic moves: {@code 3 rounds failed in a row}. */
  public static String of(Reason reason) {
    return Printable.of(ReasonText.REASONS.of(reason));
  }

  /** The notice in one line. */
  public String line(Notice notice) {
    return Printable.of(notices.of(notice));
  }

  /** What is wrong while the alarm lasts. */
  public String problem(Alarm alarm) {
    return Printable.of(alarms.problem(alarm));
  }

  /** What to do about the alarm; empty if waiting is all. */
  public String remedy(Alarm alarm) {
    return Printable.of(alarms.remedy(alarm));
  }

  private static String line(SwitchChange change) {
    StringBuilder line = new StringBuilder(Codes.of(change.kind()));
    line.append(" family=").append(Codes.of(change.to().family()));
    UplinkKey from = change.from();
    if (from != null && !from.equals(change.to())) {
      line.append(" from=").append(change.fromName()).append('/').append(from.interfaceName());
    }
    return line.append(" to=")
        .append(change.toName())
        .append('/')
        .append(change.to().interfaceName())
        .append(" state=")
        .append(change.state())
        .append(" reason=\"")
        .append(of(change.reason()))
        .append('"')
        .toString();
  }

  private static String line(Notice.UplinkChanged notice) {
    String detail = ReasonText.detail(notice.condition(), notice.evidence());
    return "uplink family="
        + Codes.of(notice.uplink().family())
        + " name="
        + notice.name()
        + " interface="
        + notice.uplink().interfaceName()
        + " health="
        + Codes.of(notice.health())
        + " condition="
        + notice.condition()
        + (detail.isEmpty() ? "" : " detail=\"" + detail + '"');
  }

  private String raised(Alarm alarm) {
    String remedy = remedy(alarm);
    return line(alarm)
        + " problem=\""
        + problem(alarm)
        + '"'
        + (remedy.isEmpty() ? "" : " remedy=\"" + remedy + '"');
  }

  private static String line(Alarm alarm) {
    return "alarm="
        + alarm.kind()
        + " family="
        + Codes.of(alarm.family())
        + " subject=\""
        + alarm.subject()
        + '"';
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }
}
