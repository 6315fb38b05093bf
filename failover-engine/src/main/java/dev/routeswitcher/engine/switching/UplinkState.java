package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.probe.ProbeState;
import dev.routeswitcher.engine.route.GatewayRoute;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers of one uplink.
 *
 * @param link its link
 * @param probes what its probes say
 * @param answered whether it was responsive at any moment since the start
 * @param via how it leads outside, or null while no gateway is known
 * @param gatewayTaken whether the kernel has, or had, a default route by the gateway
 * @param gatewayOnLink the gateway that was last seen in a subnet of the link, or null
 * @param leasedGateway the gateway that a lease names while no default route of others does, or
 *     null
 * @param damping its past as the active uplink
 * @param refusal set while the kernel refuses its routes
 * @param health its health as last reported
 * @param condition the reason as last reported
 */
record UplinkState(
    UplinkKey key,
    LinkState link,
    ProbeState probes,
    boolean answered,
    @Nullable GatewayRoute via,
    boolean gatewayTaken,
    @Nullable InetAddress gatewayOnLink,
    @Nullable InetAddress leasedGateway,
    Damping damping,
    @Nullable Backoff refusal,
    Health health,
    Condition condition) {

  static UplinkState initial(FamilyConfig family, UplinkConfig config, long now) {
    InetAddress gateway = config.gateway();
    return new UplinkState(
        new UplinkKey(family.family(), config.interfaceName()),
        LinkState.UNSEEN,
        ProbeState.initial(family.targets().size(), now),
        false,
        gateway == null ? null : GatewayRoute.via(gateway),
        false,
        null,
        null,
        Damping.NONE,
        null,
        Health.UNKNOWN,
        Condition.UNKNOWN);
  }
}
