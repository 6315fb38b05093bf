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
 * @param via how it leads outside, or null while no gateway is known
 * @param gatewayOnLink the gateway that was last seen in a subnet of the link, or null
 * @param damping its past as the active uplink
 * @param refusal set while the kernel refuses its routes
 * @param health its health as last reported
 * @param condition the reason as last reported
 */
record UplinkState(
    UplinkKey key,
    LinkState link,
    ProbeState probes,
    @Nullable GatewayRoute via,
    @Nullable InetAddress gatewayOnLink,
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
        gateway == null ? null : GatewayRoute.via(gateway),
        null,
        Damping.NONE,
        null,
        Health.UNKNOWN,
        Condition.UNKNOWN);
  }
}
