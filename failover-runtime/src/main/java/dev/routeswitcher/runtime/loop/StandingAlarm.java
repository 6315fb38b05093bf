package dev.routeswitcher.runtime.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fault that lasts: a line when it comes, written as the engine's alarms are, one when it goes.
 */
final class StandingAlarm {

  private static final Logger log = LoggerFactory.getLogger(StandingAlarm.class);

  private final String kind;
  private final String subject;
  private final Announcer announcer;
  private boolean standing;

  StandingAlarm(String kind, String subject, Announcer announcer) {
    this.kind = kind;
    this.subject = subject;
    this.announcer = announcer;
  }

  void raise(String problem, String remedy) {
    if (!standing) {
      standing = true;
      announcer.log(
          () ->
              log.warn(
                  "alarm={} subject=\"{}\" problem=\"{}\" remedy=\"{}\"",
                  kind,
                  subject,
                  problem,
                  remedy));
    }
  }

  void clear() {
    if (standing) {
      standing = false;
      announcer.log(() -> log.info("cleared alarm={} subject=\"{}\"", kind, subject));
    }
  }
}
