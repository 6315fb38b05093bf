package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.IpFamily;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fault that lasts: a line when it comes, written as the engine's alarms are, one when it goes.
 */
final class StandingAlarm {

  private static final Logger log = LoggerFactory.getLogger(StandingAlarm.class);

  private final String kind;
  private final IpFamily family;
  private final Announcer announcer;

  /** What it is about while it stands. */
  private @Nullable String subject;

  StandingAlarm(String kind, IpFamily family, Announcer announcer) {
    this.kind = kind;
    this.family = family;
    this.announcer = announcer;
  }

  /** Says what is wrong, unless it stands already, be it about another subject. */
  void raise(String about, String problem, String remedy) {
    if (subject == null) {
      subject = about;
      announcer.log(
          () ->
              log.warn(
                  "alarm={} family={} subject=\"{}\" problem=\"{}\" remedy=\"{}\"",
                  kind,
                  NoticeLog.word(family),
                  about,
                  problem,
                  remedy));
    }
  }

  void clear() {
    String about = subject;
    if (about != null) {
      subject = null;
      announcer.log(
          () ->
              log.info(
                  "cleared alarm={} family={} subject=\"{}\"",
                  kind,
                  NoticeLog.word(family),
                  about));
    }
  }
}
