package dev.routeswitcher.engine.trace;

import static dev.routeswitcher.engine.trace.Codec.COUNT;
import static dev.routeswitcher.engine.trace.Codec.NUMBER;
import static dev.routeswitcher.engine.trace.Codec.TEXT;
import static dev.routeswitcher.engine.trace.ValueCodecs.FAMILY;
import static dev.routeswitcher.engine.trace.ValueCodecs.UPLINK;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.OverrideChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.ReplyCameLate;
import dev.routeswitcher.engine.EngineEvent.Resumed;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.trace.Codec.Kind;
import java.util.List;

/** What the engine was told, in a trace. */
final class EventCodecs {

  private EventCodecs() {}

  private static final Codec<Verdict> VERDICT = Codec.constant(Verdict.class);

  private static final Codec<LinkChanged> LINK_CHANGED =
      Codec.object(
          (event, out) ->
              out.put("uplink", UPLINK, event.uplink())
                  .put("status", ValueCodecs.LINK, event.status()),
          in -> new LinkChanged(in.get("uplink", UPLINK), in.get("status", ValueCodecs.LINK)));

  private static final Codec<RoutesObserved> ROUTES_OBSERVED =
      Codec.object(
          (event, out) ->
              out.put("family", FAMILY, event.family())
                  .put("routes", Codec.list(ValueCodecs.ROUTE), event.routes())
                  .put("paths", Codec.list(ValueCodecs.PATH), event.paths()),
          in ->
              new RoutesObserved(
                  in.get("family", FAMILY),
                  in.get("routes", Codec.list(ValueCodecs.ROUTE)),
                  in.get("paths", Codec.list(ValueCodecs.PATH))));

  private static final Codec<RoutesChanged> ROUTES_CHANGED =
      Codec.object(
          (event, out) ->
              out.put("family", FAMILY, event.family())
                  .put("results", Codec.list(ValueCodecs.RESULT), event.results()),
          in ->
              new RoutesChanged(
                  in.get("family", FAMILY), in.get("results", Codec.list(ValueCodecs.RESULT))));

  private static final Codec<ProbeFinished> PROBE_FINISHED =
      Codec.object(
          (event, out) ->
              out.put("uplink", UPLINK, event.uplink())
                  .put("round", NUMBER, event.round())
                  .put("target", COUNT, event.target())
                  .put("verdict", VERDICT, event.verdict())
                  .put("rttNanos", NUMBER, event.rttNanos())
                  .put("detail", TEXT, event.detail()),
          in ->
              new ProbeFinished(
                  in.get("uplink", UPLINK),
                  in.get("round", NUMBER),
                  in.get("target", COUNT),
                  in.get("verdict", VERDICT),
                  in.get("rttNanos", NUMBER),
                  in.get("detail", TEXT)));

  private static final Codec<ReplyCameLate> REPLY_CAME_LATE =
      Codec.object(
          (event, out) ->
              out.put("uplink", UPLINK, event.uplink())
                  .put("round", NUMBER, event.round())
                  .put("target", COUNT, event.target())
                  .put("rttNanos", NUMBER, event.rttNanos()),
          in ->
              new ReplyCameLate(
                  in.get("uplink", UPLINK),
                  in.get("round", NUMBER),
                  in.get("target", COUNT),
                  in.get("rttNanos", NUMBER)));

  private static final Codec<OverrideChanged> OVERRIDE_CHANGED =
      Codec.object(
          (event, out) ->
              out.put("family", FAMILY, event.family())
                  .put("override", ValueCodecs.OVERRIDE, event.override()),
          in ->
              new OverrideChanged(
                  in.get("family", FAMILY), in.get("override", ValueCodecs.OVERRIDE)));

  private static final Codec<Resumed> RESUMED =
      Codec.object((event, out) -> {}, in -> new Resumed());

  static final List<Kind<? extends EngineEvent>> KINDS =
      List.of(
          new Kind<>(LinkChanged.class, "link-changed", LINK_CHANGED),
          new Kind<>(RoutesObserved.class, "routes-observed", ROUTES_OBSERVED),
          new Kind<>(RoutesChanged.class, "routes-changed", ROUTES_CHANGED),
          new Kind<>(ProbeFinished.class, "probe-finished", PROBE_FINISHED),
          new Kind<>(ReplyCameLate.class, "reply-came-late", REPLY_CAME_LATE),
          new Kind<>(OverrideChanged.class, "override-changed", OVERRIDE_CHANGED),
          new Kind<>(Resumed.class, "resumed", RESUMED));

  static final Codec<EngineEvent> EVENT = Codec.oneOf("event", KINDS);
}
