package dev.routeswitcher.operations.hook;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.runtime.settings.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is posted of an event.
 *
 * @param text the body
 * @param headers what goes with it
 */
record WebhookBody(String text, ImmutableMap<String, String> headers) {

  private static final ImmutableMap<String, String> IS_JSON =
      ImmutableMap.of("Content-Type", "application/json");

  private static final String DOWN = Codes.of(Health.DOWN);

  /** What people need not hear of: a switch that is in force, or not, follows. */
  private static final ImmutableSet<Kind> NOT_FOR_PEOPLE =
      Sets.immutableEnumSet(Kind.SWITCH_DECIDED);

  private static final ImmutableSet<Kind> TROUBLE =
      Sets.immutableEnumSet(Kind.SWITCH_UNDONE, Kind.ALARM, Kind.DROPPED);

  /** An alert that is never ended, because the host is gone, ends by itself. */
  private static final Duration LONGEST_ALERT = Duration.ofDays(7);

  /** Empty if the format has nothing to say of it. */
  static Optional<WebhookBody> of(Event event, Webhook.Format format, String host) {
    return switch (format) {
      case JSON -> {
        JsonObject json = event.toJson();
        json.addProperty("host", host);
        yield Optional.of(new WebhookBody(json.toString(), IS_JSON));
      }
      case NTFY -> isForPeople(event) ? Optional.of(ntfy(event, host)) : Optional.empty();
      case SLACK -> isForPeople(event) ? Optional.of(slack(event, host)) : Optional.empty();
      case ALERTMANAGER -> alerts(event, host);
    };
  }

  private static boolean isForPeople(Event event) {
    return event.kind() == Kind.UPLINK
        ? isDown(event) || DOWN.equals(event.text("health_before").orElse(""))
        : !NOT_FOR_PEOPLE.contains(event.kind());
  }

  private static boolean isDown(Event event) {
    return DOWN.equals(event.text("health").orElse(""));
  }

  private static String text(Event event) {
    return event.text("text").orElse(event.kind().toString());
  }

  /** https://docs.ntfy.sh/publish/: the message is the body, the rest is in headers. */
  private static WebhookBody ntfy(Event event, String host) {
    boolean trouble = TROUBLE.contains(event.kind()) || isDown(event);
    return new WebhookBody(
        text(event),
        ImmutableMap.of(
            "Title",
            host + ": " + event.kind(),
            "Priority",
            trouble ? "high" : "default",
            "Tags",
            trouble ? "warning" : "information_source"));
  }

  /** Slack's incoming webhooks: three characters are escaped. */
  private static WebhookBody slack(Event event, String host) {
    JsonObject json = new JsonObject();
    String text = host + ": " + text(event);
    json.addProperty("text", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    return new WebhookBody(json.toString(), IS_JSON);
  }

  /** Alertmanager's API v2, POST /api/v2/alerts: alerts are the same if their labels are. */
  private static Optional<WebhookBody> alerts(Event event, String host) {
    return switch (event.kind()) {
      case ALARM -> Optional.of(alert(event, host, alarm(event), true));
      case ALARM_CLEARED -> Optional.of(alert(event, host, alarm(event), false));
      case UPLINK ->
          isForPeople(event)
              ? Optional.of(alert(event, host, uplink(event), isDown(event)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static ImmutableMap<String, String> alarm(Event event) {
    return ImmutableMap.of(
        "alertname",
        event.text("alarm").orElse("?"),
        "severity",
        event.text("severity").orElse("?"),
        "subject",
        event.text("subject").orElse(""));
  }

  private static ImmutableMap<String, String> uplink(Event event) {
    return ImmutableMap.of(
        "alertname", "uplink-down",
        "severity", "warning",
        "uplink", event.text("uplink").orElse("?"));
  }

  private static WebhookBody alert(
      Event event, String host, ImmutableMap<String, String> own, boolean stands) {
    JsonObject labels = new JsonObject();
    own.forEach(labels::addProperty);
    labels.addProperty("job", "route-switcher");
    labels.addProperty("instance", host);
    labels.addProperty("family", event.text("family").orElse(""));
    JsonObject annotations = new JsonObject();
    annotations.addProperty("summary", text(event));
    for (String more : List.of("problem", "remedy")) {
      event.text(more).ifPresent(words -> annotations.addProperty(more, words));
    }
    JsonObject alert = new JsonObject();
    alert.add("labels", labels);
    alert.add("annotations", annotations);
    if (stands) {
      alert.addProperty("startsAt", event.time().toString());
      alert.addProperty("endsAt", event.time().plus(LONGEST_ALERT).toString());
    } else {
      alert.addProperty("endsAt", event.time().toString());
    }
    JsonArray alerts = new JsonArray();
    alerts.add(alert);
    return new WebhookBody(alerts.toString(), IS_JSON);
  }
}
