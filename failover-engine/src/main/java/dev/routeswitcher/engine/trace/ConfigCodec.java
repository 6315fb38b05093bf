package dev.routeswitcher.engine.trace;

import static dev.routeswitcher.engine.trace.Codec.ADDRESS;
import static dev.routeswitcher.engine.trace.Codec.COUNT;
import static dev.routeswitcher.engine.trace.Codec.DURATION;
import static dev.routeswitcher.engine.trace.Codec.FLAG;
import static dev.routeswitcher.engine.trace.Codec.NUMBER;
import static dev.routeswitcher.engine.trace.Codec.TEXT;

import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;

/** The engine's configuration in a trace. */
final class ConfigCodec {

  private ConfigCodec() {}

  private static final Codec<Deadline> DEADLINE = Codec.constant(Deadline.class);
  private static final Codec<Failback> FAILBACK = Codec.constant(Failback.class);

  private static final Codec<UplinkConfig> UPLINK_CONFIG =
      Codec.object(
          (uplink, out) ->
              out.maybe("name", TEXT, uplink.name())
                  .put("interface", TEXT, uplink.interfaceName())
                  .maybe("gateway", ADDRESS, uplink.gateway())
                  .put("metric", NUMBER, uplink.metric())
                  .maybe("standbyIntervalNanos", DURATION, uplink.standbyInterval()),
          in ->
              new UplinkConfig(
                  in.maybe("name", TEXT),
                  in.get("interface", TEXT),
                  in.maybe("gateway", ADDRESS),
                  in.get("metric", NUMBER),
                  in.maybe("standbyIntervalNanos", DURATION)));

  private static final Codec<FamilyConfig> FAMILY_CONFIG =
      Codec.object(
          (family, out) ->
              out.put("family", ValueCodecs.FAMILY, family.family())
                  .put("uplinks", Codec.list(UPLINK_CONFIG), family.uplinks())
                  .put("targets", Codec.list(ADDRESS), family.targets())
                  .put("failoverMetric", NUMBER, family.failoverMetric())
                  .maybe("implied", FLAG, family.implied() ? true : null),
          in ->
              new FamilyConfig(
                  in.get("family", ValueCodecs.FAMILY),
                  in.get("uplinks", Codec.list(UPLINK_CONFIG)),
                  in.get("targets", Codec.list(ADDRESS)),
                  in.get("failoverMetric", NUMBER),
                  in.maybe("implied", FLAG) != null));

  private static final Codec<Timing> TIMING =
      Codec.object(
          (timing, out) ->
              out.put("intervalNanos", DURATION, timing.interval())
                  .put("timeoutNanos", DURATION, timing.timeout())
                  .put("deadline", DEADLINE, timing.deadline())
                  .maybe("failureIntervalNanos", DURATION, timing.failureInterval())
                  .put("quorum", COUNT, timing.quorum())
                  .put("failureThreshold", COUNT, timing.failureThreshold())
                  .put("recoveryThreshold", COUNT, timing.recoveryThreshold())
                  .put("failbackDelayNanos", DURATION, timing.failbackDelay())
                  .put("maxFailbackDelayNanos", DURATION, timing.maxFailbackDelay())
                  .put("flapWindowNanos", DURATION, timing.flapWindow())
                  .put("bootWindowNanos", DURATION, timing.bootWindow())
                  .put("addressGraceNanos", DURATION, timing.addressGrace()),
          in ->
              new Timing(
                  in.get("intervalNanos", DURATION),
                  in.get("timeoutNanos", DURATION),
                  in.get("deadline", DEADLINE),
                  in.maybe("failureIntervalNanos", DURATION),
                  in.get("quorum", COUNT),
                  in.get("failureThreshold", COUNT),
                  in.get("recoveryThreshold", COUNT),
                  in.get("failbackDelayNanos", DURATION),
                  in.get("maxFailbackDelayNanos", DURATION),
                  in.get("flapWindowNanos", DURATION),
                  in.get("bootWindowNanos", DURATION),
                  in.get("addressGraceNanos", DURATION)));

  private static final Codec<QualityRules.Loss> LOSS =
      Codec.object(
          (loss, out) ->
              out.put("leavePercent", COUNT, loss.leavePercent())
                  .put("returnPercent", COUNT, loss.returnPercent()),
          in ->
              new QualityRules.Loss(in.get("leavePercent", COUNT), in.get("returnPercent", COUNT)));

  private static final Codec<QualityRules.Delay> DELAY =
      Codec.object(
          (delay, out) ->
              out.put("leaveNanos", DURATION, delay.leave())
                  .put("comeBackNanos", DURATION, delay.comeBack()),
          in ->
              new QualityRules.Delay(
                  in.get("leaveNanos", DURATION), in.get("comeBackNanos", DURATION)));

  private static final Codec<QualityRules> QUALITY =
      Codec.object(
          (rules, out) ->
              out.put("windowNanos", DURATION, rules.window())
                  .maybe("loss", LOSS, rules.loss())
                  .maybe("delay", DELAY, rules.delay()),
          in ->
              new QualityRules(
                  in.get("windowNanos", DURATION),
                  in.maybe("loss", LOSS),
                  in.maybe("delay", DELAY)));

  private static final Codec<Policy> POLICY =
      Codec.object(
          (policy, out) ->
              out.put("failback", FAILBACK, policy.failback())
                  .maybe("quality", QUALITY, policy.quality())
                  .maybe("overridesForeign", FLAG, policy.overridesForeign() ? true : null),
          in ->
              new Policy(
                  in.get("failback", FAILBACK),
                  in.maybe("quality", QUALITY),
                  in.maybe("overridesForeign", FLAG) != null));

  static final Codec<EngineConfig> CONFIG =
      Codec.object(
          (config, out) ->
              out.put("families", Codec.list(FAMILY_CONFIG), config.families())
                  .put("timing", TIMING, config.timing())
                  .put("policy", POLICY, config.policy()),
          in ->
              new EngineConfig(
                  in.get("families", Codec.list(FAMILY_CONFIG)),
                  in.get("timing", TIMING),
                  in.get("policy", POLICY)));
}
