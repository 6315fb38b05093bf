package dev.routeswitcher.engine.trace;

import static dev.routeswitcher.engine.trace.Codec.ADDRESS;
import static dev.routeswitcher.engine.trace.Codec.COUNT;
import static dev.routeswitcher.engine.trace.Codec.FLAG;
import static dev.routeswitcher.engine.trace.Codec.NUMBER;
import static dev.routeswitcher.engine.trace.Codec.TEXT;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.Map;

/** Uplinks, links and routes in a trace. */
final class ValueCodecs {

  private ValueCodecs() {}

  static final Codec<IpFamily> FAMILY = Codec.constant(IpFamily.class);

  static final Codec<UplinkKey> UPLINK =
      Codec.object(
          (key, out) ->
              out.put("family", FAMILY, key.family()).put("interface", TEXT, key.interfaceName()),
          in -> new UplinkKey(in.get("family", FAMILY), in.get("interface", TEXT)));

  private static final Codec<InterfaceAddress> INTERFACE_ADDRESS =
      Codec.object(
          (address, out) ->
              out.put("local", ADDRESS, address.local())
                  .put("network", ADDRESS, address.network())
                  .put("prefixLength", COUNT, address.prefixLength()),
          in ->
              new InterfaceAddress(
                  in.get("local", ADDRESS),
                  in.get("network", ADDRESS),
                  in.get("prefixLength", COUNT)));

  static final Codec<LinkStatus> LINK =
      Codec.object(
          (link, out) ->
              out.put("present", FLAG, link.present())
                  .put("adminUp", FLAG, link.adminUp())
                  .put("carrier", FLAG, link.carrier())
                  .put("addresses", Codec.list(INTERFACE_ADDRESS), link.addresses())
                  .put("probeable", FLAG, link.probeable()),
          in ->
              new LinkStatus(
                  in.get("present", FLAG),
                  in.get("adminUp", FLAG),
                  in.get("carrier", FLAG),
                  in.get("addresses", Codec.list(INTERFACE_ADDRESS)),
                  in.get("probeable", FLAG)));

  private static final Codec<NextHop> HOP =
      Codec.object(
          (hop, out) ->
              out.put("interface", TEXT, hop.interfaceName())
                  .maybe("gateway", ADDRESS, hop.gateway())
                  .put("onLink", FLAG, hop.onLink()),
          in ->
              new NextHop(
                  in.get("interface", TEXT), in.maybe("gateway", ADDRESS), in.get("onLink", FLAG)));

  private static final Codec<Map.Entry<Integer, Long>> METRIC =
      Codec.object(
          (metric, out) ->
              out.put("number", COUNT, metric.getKey()).put("value", NUMBER, metric.getValue()),
          in -> Map.entry(in.get("number", COUNT), in.get("value", NUMBER)));

  private static final Codec<ImmutableSortedMap<Integer, Long>> METRICS =
      Codec.list(METRIC)
          .as(
              metrics -> ImmutableList.copyOf(metrics.entrySet()),
              entries -> ImmutableSortedMap.copyOf(entries));

  static final Codec<DefaultRoute> ROUTE =
      Codec.object(
          (route, out) ->
              out.put("metric", NUMBER, route.metric())
                  .put("protocol", COUNT, route.protocol())
                  .put("hops", Codec.list(HOP), route.hops())
                  .maybe("preferredSource", ADDRESS, route.preferredSource())
                  .put("metrics", METRICS, route.metrics()),
          in ->
              new DefaultRoute(
                  in.get("metric", NUMBER),
                  in.get("protocol", COUNT),
                  in.get("hops", Codec.list(HOP)),
                  in.maybe("preferredSource", ADDRESS),
                  in.get("metrics", METRICS)));

  static final Codec<TargetPath> PATH =
      Codec.object(
          (path, out) ->
              out.put("target", ADDRESS, path.target())
                  .maybe("interface", TEXT, path.interfaceName())
                  .put("prefixLength", COUNT, path.prefixLength()),
          in ->
              new TargetPath(
                  in.get("target", ADDRESS),
                  in.maybe("interface", TEXT),
                  in.get("prefixLength", COUNT)));

  static final Codec<RouteOperation> OPERATION =
      Codec.object(
          (operation, out) ->
              out.put("kind", Codec.constant(RouteOperation.Kind.class), operation.kind())
                  .put("route", ROUTE, operation.route()),
          in ->
              new RouteOperation(
                  in.get("kind", Codec.constant(RouteOperation.Kind.class)),
                  in.get("route", ROUTE)));

  static final Codec<OperationResult> RESULT =
      Codec.object(
          (result, out) ->
              out.put("operation", OPERATION, result.operation())
                  .put("outcome", Codec.constant(OperationResult.Outcome.class), result.outcome())
                  .put("detail", TEXT, result.detail()),
          in ->
              new OperationResult(
                  in.get("operation", OPERATION),
                  in.get("outcome", Codec.constant(OperationResult.Outcome.class)),
                  in.get("detail", TEXT)));

  static final Codec<ManualOverride> OVERRIDE =
      Codec.object(
          (override, out) ->
              out.maybe("use", UPLINK, override.use())
                  .put("never", Codec.set(UPLINK), override.never()),
          in -> new ManualOverride(in.maybe("use", UPLINK), in.get("never", Codec.set(UPLINK))));
}
