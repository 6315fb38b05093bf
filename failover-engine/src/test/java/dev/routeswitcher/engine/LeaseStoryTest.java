package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.EngineEvent.GatewayLeased;
import dev.routeswitcher.engine.config.Timing;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Gateways that are known from a DHCP lease, because the kernel refused the route. */
class LeaseStoryTest {

  private static final InetAddress ANOTHER = InetAddresses.forString("198.51.100.254");
  private static final String FOLLOWED =
      "replace default via 198.51.100.254 dev eth1 proto 157 metric 20";

  /** eth0 has a default route of DHCP, eth1 a lease only. */
  private static World leasing() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    world.kernel.append(World.foreign(world.uplink("eth0"), 100));
    return world
        .start()
        .post(new GatewayLeased(world.key("eth1"), world.uplink("eth1").gateway()))
        .runFor(10.5);
  }

  @Test
  void a_gateway_that_only_a_lease_names_is_learned() {
    World world = leasing();
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
    assertThat(world.snapshot().uplinks())
        .extracting(Snapshot.Uplink::gatewayOrigin)
        .containsExactly(GatewayOrigin.ROUTE, GatewayOrigin.LEASE);
    assertThat(world.chronicle.alarms()).isEmpty();
    world.silence("eth0").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void it_is_followed_in_place_and_stays_known_when_the_lease_ends() {
    World world = leasing();
    world.post(new GatewayLeased(world.key("eth1"), ANOTHER)).runFor(0.1);
    assertThat(world.chronicle.operationsInShort()).endsWith(FOLLOWED);
    world.post(new GatewayLeased(world.key("eth1"), null)).runFor(5);
    assertThat(world.chronicle.operationsInShort()).endsWith(FOLLOWED);
    assertThat(world.chronicle.alarms()).isEmpty();
  }

  @Test
  void a_default_route_of_another_program_counts_for_more() {
    World world = leasing();
    world.foreignRoute(World.foreign(world.uplink("eth1"), 200)).runFor(0.1);
    world.post(new GatewayLeased(world.key("eth1"), ANOTHER)).runFor(5);
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
    world.kernel.delete(route -> route.metric() == 200);
    world.tellRoutes();
    world.runFor(0.1);
    assertThat(world.chronicle.operationsInShort()).endsWith(FOLLOWED);
  }

  @Test
  void what_an_earlier_run_left_counts_for_less() {
    World world = leasing();
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
    world.restart().post(new GatewayLeased(world.key("eth1"), ANOTHER)).runFor(1);
    assertThat(world.chronicle.operationsInShort()).contains(FOLLOWED);
  }

  @Test
  void a_gateway_that_was_given_is_never_overruled() {
    World world = World.withUplinks(2).start();
    world.post(new GatewayLeased(world.key("eth1"), ANOTHER)).runFor(5);
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_default_without_a_metric_by_another_interface_is_named_as_what_is_in_the_way() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    world.kernel.append(World.foreign(world.uplink("eth0"), 0));
    world.start().runFor(5);
    assertThat(world.chronicle.raised)
        .contains(
            new Alarm.NoGateway(
                world.key("eth1"), "secondary", World.foreign(world.uplink("eth0"), 0)));
  }

  @Test
  void a_remedy_has_a_metric_that_no_default_route_has() {
    World world = World.withUplinks(2);
    world.kernel.append(World.foreign(world.uplink("eth0"), 0));
    world.kernel.append(World.foreign(world.uplink("eth1"), 3));
    world.kernel.append(World.foreign(world.uplink("eth0"), 100));
    world.start().runFor(5);
    assertThat(world.chronicle.raised)
        .containsExactly(
            new Alarm.Overruled(IpFamily.IPV4, World.foreign(world.uplink("eth0"), 0), 20, 101),
            new Alarm.Overruled(IpFamily.IPV4, World.foreign(world.uplink("eth1"), 3), 20, 102));
  }
}
