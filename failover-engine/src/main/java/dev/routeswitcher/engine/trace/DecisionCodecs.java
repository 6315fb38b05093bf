package dev.routeswitcher.engine.trace;

import static dev.routeswitcher.engine.trace.Codec.NUMBER;
import static dev.routeswitcher.engine.trace.Codec.TEXT;
import static dev.routeswitcher.engine.trace.ValueCodecs.FAMILY;
import static dev.routeswitcher.engine.trace.ValueCodecs.UPLINK;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.AlarmCleared;
import dev.routeswitcher.engine.Decision.AlarmRaised;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.Decision.SwitchChange;
import dev.routeswitcher.engine.Decision.SwitchDecided;
import dev.routeswitcher.engine.Decision.SwitchInForce;
import dev.routeswitcher.engine.Decision.SwitchKind;
import dev.routeswitcher.engine.Decision.SwitchUndone;
import dev.routeswitcher.engine.Decision.UplinkChanged;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.Snapshot.Phase;
import dev.routeswitcher.engine.trace.Codec.Kind;
import java.util.List;

/** What the engine decided, in a trace. */
final class DecisionCodecs {

  private DecisionCodecs() {}

  private static final Codec<Health> HEALTH = Codec.constant(Health.class);
  private static final Codec<Condition> CONDITION = Codec.constant(Condition.class);
  private static final Codec<SwitchKind> SWITCH_KIND = Codec.constant(SwitchKind.class);
  private static final Codec<Reason.Code> CODE = Codec.constant(Reason.Code.class);
  private static final Codec<Phase> PHASE = Codec.constant(Phase.class);
  private static final Codec<Alarm.Kind> ALARM_KIND = Codec.constant(Alarm.Kind.class);

  private static final Codec<ImmutableLongArray> TIMES =
      Codec.list(NUMBER)
          .as(times -> ImmutableList.copyOf(times.asList()), ImmutableLongArray::copyOf);

  private static final Codec<StartRound> START_ROUND =
      Codec.object(
          (decision, out) ->
              out.put("uplink", UPLINK, decision.uplink())
                  .put("number", NUMBER, decision.number())
                  .put("deadlinesNanos", TIMES, decision.deadlinesNanos()),
          in ->
              new StartRound(
                  in.get("uplink", UPLINK),
                  in.get("number", NUMBER),
                  in.get("deadlinesNanos", TIMES)));

  private static final Codec<ChangeRoutes> CHANGE_ROUTES =
      Codec.object(
          (decision, out) ->
              out.put("family", FAMILY, decision.family())
                  .put("operations", Codec.list(ValueCodecs.OPERATION), decision.operations()),
          in ->
              new ChangeRoutes(
                  in.get("family", FAMILY),
                  in.get("operations", Codec.list(ValueCodecs.OPERATION))));

  private static final Codec<Reason> REASON =
      Codec.object(
          (reason, out) -> out.put("code", CODE, reason.code()).put("text", TEXT, reason.text()),
          in -> new Reason(in.get("code", CODE), in.get("text", TEXT)));

  private static final Codec<SwitchChange> CHANGE =
      Codec.object(
          (change, out) ->
              out.put("kind", SWITCH_KIND, change.kind())
                  .maybe("from", UPLINK, change.from())
                  .maybe("fromRole", TEXT, change.fromName())
                  .put("to", UPLINK, change.to())
                  .put("toRole", TEXT, change.toName())
                  .put("phase", PHASE, change.phase())
                  .put("reason", REASON, change.reason())
                  .put("decidedAtNanos", NUMBER, change.decidedAtNanos()),
          in ->
              new SwitchChange(
                  in.get("kind", SWITCH_KIND),
                  in.maybe("from", UPLINK),
                  in.maybe("fromRole", TEXT),
                  in.get("to", UPLINK),
                  in.get("toRole", TEXT),
                  phase(in),
                  in.get("reason", REASON),
                  in.get("decidedAtNanos", NUMBER)));

  /** Traces of programs that knew the primary by its name have none. */
  private static Phase phase(Codec.Reading in) {
    Phase written = in.maybe("phase", PHASE);
    if (written != null) {
      return written;
    }
    return in.get("toRole", TEXT).equals("primary") ? Phase.PRIMARY : Phase.FALLBACK;
  }

  private static final Codec<SwitchDecided> SWITCH_DECIDED =
      Codec.object(
          (decision, out) -> out.put("change", CHANGE, decision.change()),
          in -> new SwitchDecided(in.get("change", CHANGE)));

  private static final Codec<SwitchInForce> SWITCH_IN_FORCE =
      Codec.object(
          (decision, out) ->
              out.put("change", CHANGE, decision.change())
                  .put("tookNanos", NUMBER, decision.tookNanos()),
          in -> new SwitchInForce(in.get("change", CHANGE), in.get("tookNanos", NUMBER)));

  private static final Codec<SwitchUndone> SWITCH_UNDONE =
      Codec.object(
          (decision, out) ->
              out.put("change", CHANGE, decision.change()).put("detail", TEXT, decision.detail()),
          in -> new SwitchUndone(in.get("change", CHANGE), in.get("detail", TEXT)));

  private static final Codec<UplinkChanged> UPLINK_CHANGED =
      Codec.object(
          (decision, out) ->
              out.put("uplink", UPLINK, decision.uplink())
                  .put("role", TEXT, decision.name())
                  .put("health", HEALTH, decision.health())
                  .put("condition", CONDITION, decision.condition())
                  .put("before", HEALTH, decision.before())
                  .put("detail", TEXT, decision.detail()),
          in ->
              new UplinkChanged(
                  in.get("uplink", UPLINK),
                  in.get("role", TEXT),
                  in.get("health", HEALTH),
                  in.get("condition", CONDITION),
                  in.get("before", HEALTH),
                  in.get("detail", TEXT)));

  private static final Codec<Alarm> ALARM =
      Codec.object(
          (alarm, out) ->
              out.put("kind", ALARM_KIND, alarm.kind())
                  .put("family", FAMILY, alarm.family())
                  .put("subject", TEXT, alarm.subject())
                  .put("problem", TEXT, alarm.problem())
                  .put("remedy", TEXT, alarm.remedy()),
          in ->
              new Alarm(
                  in.get("kind", ALARM_KIND),
                  family(in),
                  in.get("subject", TEXT),
                  in.get("problem", TEXT),
                  in.get("remedy", TEXT)));

  /** Traces of programs that managed IPv4 only have none. */
  private static IpFamily family(Codec.Reading in) {
    IpFamily written = in.maybe("family", FAMILY);
    return written == null ? IpFamily.IPV4 : written;
  }

  private static final Codec<AlarmRaised> ALARM_RAISED =
      Codec.object(
          (decision, out) -> out.put("alarm", ALARM, decision.alarm()),
          in -> new AlarmRaised(in.get("alarm", ALARM)));

  private static final Codec<AlarmCleared> ALARM_CLEARED =
      Codec.object(
          (decision, out) -> out.put("alarm", ALARM, decision.alarm()),
          in -> new AlarmCleared(in.get("alarm", ALARM)));

  static final List<Kind<? extends Decision>> KINDS =
      List.of(
          new Kind<>(StartRound.class, "start-round", START_ROUND),
          new Kind<>(ChangeRoutes.class, "change-routes", CHANGE_ROUTES),
          new Kind<>(SwitchDecided.class, "switch-decided", SWITCH_DECIDED),
          new Kind<>(SwitchInForce.class, "switch-in-force", SWITCH_IN_FORCE),
          new Kind<>(SwitchUndone.class, "switch-undone", SWITCH_UNDONE),
          new Kind<>(UplinkChanged.class, "uplink-changed", UPLINK_CHANGED),
          new Kind<>(AlarmRaised.class, "alarm-raised", ALARM_RAISED),
          new Kind<>(AlarmCleared.class, "alarm-cleared", ALARM_CLEARED));

  static final Codec<Decision> DECISION = Codec.oneOf("decision", KINDS);
}
