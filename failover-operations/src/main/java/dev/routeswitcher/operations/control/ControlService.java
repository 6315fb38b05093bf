package dev.routeswitcher.operations.control;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.status.StatusJson;
import dev.routeswitcher.runtime.words.NoticeText;
import dev.routeswitcher.runtime.words.Printable;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls: which method does what, and who may have it done. */
final class ControlService {

  private static final Logger log = LoggerFactory.getLogger(ControlService.class);
  private static final String CONTROL = Descriptions.CONTROL + ".";
  private static final String SERVICE = Descriptions.SERVICE + ".";
  private static final String UPLINK = "uplink";

  private final Controls controls;
  private final String version;
  private final Rights rights;
  private final Events events;
  private final Executor executor;

  /** Tells whether a client may change anything. */
  @FunctionalInterface
  interface Rights {
    boolean mayChange(Peer peer) throws IOException;
  }

  /**
   * The answer to a call: a reply now or later, or a subscription.
   *
   * @param reply the only reply, or null with a subscription
   * @param subscription what makes the replies, or null
   */
  record Answer(@Nullable CompletableFuture<Reply> reply, @Nullable Subscription subscription) {

    static Answer of(Reply reply) {
      return new Answer(CompletableFuture.completedFuture(reply), null);
    }
  }

  /**
   * A service.
   *
   * @param events who is told what was changed, and by whom
   * @param executor makes replies of what the switcher's thread has done
   */
  ControlService(
      Controls controls, String version, Rights rights, Events events, Executor executor) {
    this.controls = controls;
    this.version = version;
    this.rights = rights;
    this.events = events;
    this.executor = executor;
  }

  static Reply statusReply(Controls controls) {
    return Reply.of("status", StatusJson.tree(controls.status()));
  }

  Answer answer(Call call, Peer peer, long nowNanos) {
    if (call.method().startsWith(SERVICE)) {
      return Answer.of(ofService(call));
    } else if (!call.method().startsWith(CONTROL)) {
      int dot = call.method().lastIndexOf('.');
      return Answer.of(Reply.interfaceNotFound(call.method().substring(0, Math.max(0, dot))));
    }
    return switch (call.method().substring(CONTROL.length())) {
      case "Status" -> Answer.of(statusReply(controls));
      case "Watch" -> watch(call, nowNanos);
      case "Events" ->
          call.more()
              ? new Answer(null, new Subscription.OfEvents())
              : Answer.of(Reply.expectedMore());
      case "History" -> history(call);
      case "Use" ->
          change(call, peer, uplink -> wish(uplink, controls::use, ControlService::outcomeOfUse));
      case "UseAny" ->
          change(call, peer, "", () -> wish("", any -> controls.useAny(), ControlService::done));
      case "NeverUse" ->
          change(
              call,
              peer,
              uplink -> wish(uplink, controls::neverUse, ControlService::outcomeOfNever));
      case "MayUse" ->
          change(call, peer, uplink -> wish(uplink, controls::mayUse, ControlService::done));
      case "Reload" -> change(call, peer, "", this::reload);
      case "Log" -> changeLevel(call, peer);
      default -> Answer.of(Reply.methodNotFound(call.method()));
    };
  }

  private Reply ofService(Call call) {
    return switch (call.method().substring(SERVICE.length())) {
      case "GetInfo" -> Reply.of(info());
      case "GetInterfaceDescription" -> {
        String name = call.text("interface").orElse(null);
        if (name == null) {
          yield Reply.invalidParameter("interface");
        }
        String description = Descriptions.ALL.get(name);
        yield description == null
            ? Reply.interfaceNotFound(name)
            : Reply.of("description", new JsonPrimitive(description));
      }
      default -> Reply.methodNotFound(call.method());
    };
  }

  private JsonObject info() {
    JsonObject info = new JsonObject();
    info.addProperty("vendor", "Route-Switcher");
    info.addProperty("product", "route-switcher");
    info.addProperty("version", version);
    info.addProperty("url", "");
    JsonArray interfaces = new JsonArray();
    Descriptions.ALL.keySet().forEach(interfaces::add);
    info.add("interfaces", interfaces);
    return info;
  }

  // Watching

  private static Answer watch(Call call, long nowNanos) {
    JsonElement every = call.parameters().get("every_seconds");
    Long everyNanos = null;
    if (every != null && !every.isJsonNull()) {
      Long seconds = wholeSeconds(every);
      if (seconds == null) {
        return Answer.of(Reply.invalidParameter("every_seconds"));
      }
      everyNanos = TimeUnit.SECONDS.toNanos(seconds);
    }
    return call.more()
        ? new Answer(null, new Subscription.OfStatus(everyNanos, nowNanos))
        : Answer.of(Reply.expectedMore());
  }

  private static @Nullable Long wholeSeconds(JsonElement json) {
    if (!json.isJsonPrimitive() || !json.getAsJsonPrimitive().isNumber()) {
      return null;
    }
    double seconds = json.getAsDouble();
    return seconds >= 1 && seconds <= 3600 && seconds == Math.rint(seconds) ? (long) seconds : null;
  }

  // History

  private Answer history(Call call) {
    Instant now = Instant.now();
    Instant since = time(call, "since", Instant.EPOCH);
    Instant until = time(call, "until", now);
    if (since == null || until == null) {
      return Answer.of(Reply.invalidParameter(since == null ? "since" : "until"));
    }
    CompletableFuture<Reply> reply =
        controls
            .history(since, until.isAfter(now) ? now : until)
            .handleAsync(
                (history, failure) ->
                    failure == null
                        ? Reply.of("history", history.toJson())
                        : Reply.failed(CONTROL + "Failed", "text", words(failure)),
                executor);
    return new Answer(reply, null);
  }

  /** A time of the call, or the default; null if what it gives is none. */
  private static @Nullable Instant time(Call call, String name, Instant byDefault) {
    JsonElement given = call.parameters().get(name);
    if (given == null || given.isJsonNull()) {
      return byDefault;
    }
    try {
      return Instant.parse(call.text(name).orElse(""));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  // Changing

  private Answer change(Call call, Peer peer, Function<String, CompletableFuture<Reply>> act) {
    String uplink = call.text(UPLINK).orElse(null);
    return uplink == null
        ? Answer.of(Reply.invalidParameter(UPLINK))
        : change(call, peer, uplink, () -> act.apply(uplink));
  }

  private Answer change(
      Call call, Peer peer, String subject, Supplier<CompletableFuture<Reply>> act) {
    String what = call.method().substring(CONTROL.length());
    String line = Printable.of(subject.isEmpty() ? what : what + " " + subject);
    if (!mayChange(peer)) {
      log.warn("control: {} refused to user {}, who may only read", line, peer.user());
      return Answer.of(Reply.permissionDenied());
    }
    log.info("control: {} by user {}", line, peer.user());
    events.publish(
        Event.Kind.OVERRIDE,
        ImmutableMap.of(
            "wish",
            CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_HYPHEN, what),
            "subject",
            Printable.of(subject),
            "user",
            Printable.of(peer.user()),
            "text",
            line + " by user " + Printable.of(peer.user())));
    return new Answer(act.get(), null);
  }

  private boolean mayChange(Peer peer) {
    try {
      return rights.mayChange(peer);
    } catch (IOException e) {
      log.warn("control: cannot tell what user {} may do: {}", peer.user(), e.toString());
      return false;
    }
  }

  private Answer changeLevel(Call call, Peer peer) {
    String level = call.text("level").orElse(null);
    if (level == null) {
      return Answer.of(Reply.invalidParameter("level"));
    }
    return change(
        call,
        peer,
        level,
        () -> {
          try {
            controls.logLevel(level);
            return CompletableFuture.completedFuture(Reply.done());
          } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Reply.invalidParameter("level"));
          }
        });
  }

  private CompletableFuture<Reply> reload() {
    return controls
        .reload()
        .handleAsync(
            (reloaded, failure) -> {
              if (failure != null) {
                return Reply.failed(CONTROL + "Failed", "text", words(failure));
              } else if (reloaded.faults().isEmpty()) {
                return Reply.of("text", new JsonPrimitive(reloaded.text()));
              }
              JsonArray faults = new JsonArray();
              reloaded.faults().forEach(faults::add);
              JsonObject parameters = new JsonObject();
              parameters.add("faults", faults);
              return new Reply(parameters, CONTROL + "Faulty", false);
            },
            executor);
  }

  private CompletableFuture<Reply> wish(
      String uplink,
      Function<String, CompletableFuture<Snapshot>> act,
      BiFunction<Snapshot.Family, String, String> whyNot) {
    CompletableFuture<Snapshot> asked;
    try {
      asked = act.apply(uplink);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          Reply.failed(CONTROL + "NoSuchUplink", "text", String.valueOf(e.getMessage())));
    }
    return asked.handleAsync(
        (seen, failure) ->
            failure == null
                ? Reply.of("families", outcomes(seen, uplink, whyNot))
                : Reply.failed(CONTROL + "Failed", "text", words(failure)),
        executor);
  }

  private static String words(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return Printable.of(String.valueOf(cause.getMessage()));
  }

  private static JsonArray outcomes(
      Snapshot seen, String uplink, BiFunction<Snapshot.Family, String, String> whyNot) {
    JsonArray outcomes = new JsonArray();
    for (Snapshot.Family family : seen.families()) {
      String why = whyNot.apply(family, uplink);
      JsonObject outcome = new JsonObject();
      outcome.addProperty("family", Codes.of(family.family()));
      outcome.addProperty("in_force", why.isEmpty());
      outcome.addProperty("text", why.isEmpty() ? "in force" : why);
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private static String done(Snapshot.Family family, String uplink) {
    return "";
  }

  /** Why the traffic does not go by the uplink that is to be used; empty if it does. */
  private static String outcomeOfUse(Snapshot.Family family, String uplink) {
    UplinkKey use = family.override().use();
    if (use == null || use.equals(family.wanted())) {
      return family.pending() == null ? "" : "decided; the kernel does not follow yet";
    }
    return family.alarms().stream()
        .filter(alarm -> alarm.kind() == Alarm.Kind.OVERRIDE_WAITS)
        .map(alarm -> NoticeText.naming(setting -> setting).problem(alarm))
        .findFirst()
        .orElse("it waits until the uplink answers well");
  }

  /** Why the traffic goes by the uplink that is to be left alone; empty if it does not. */
  private static String outcomeOfNever(Snapshot.Family family, String uplink) {
    UplinkKey wanted = family.wanted();
    boolean stays = wanted != null && family.override().never().contains(wanted);
    return stays ? "it waits until another uplink can carry the traffic" : "";
  }
}
