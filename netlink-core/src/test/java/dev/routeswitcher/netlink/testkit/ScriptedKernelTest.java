package dev.routeswitcher.netlink.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedKernelTest {
  private final ScriptedKernel kernel = new ScriptedKernel();
  private final RtnetlinkClient client =
      RtnetlinkClient.over(kernel.transport(), Duration.ofSeconds(30));
  private final RouteMessage route =
      RouteMessage.builder(AddressFamily.INET).outputInterface(3).build();

  @Test
  void a_request_that_was_not_expected_fails_at_once_and_again_when_verified() {
    assertThatThrownBy(() -> client.routes().add(route))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected nothing, got RTM_NEWROUTE")
        .hasMessageContaining("default dev if3");
    assertThatThrownBy(kernel::verify).hasMessageContaining("RTM_NEWROUTE");
  }

  @Test
  void a_request_of_another_type_than_the_next_expected_one_fails() {
    kernel.expect(RtnetlinkType.GETROUTE).done();

    assertThatThrownBy(() -> client.routes().add(route))
        .hasMessageContaining("expected RTM_GETROUTE, got RTM_NEWROUTE");
  }

  @Test
  void an_expected_request_that_never_came_is_reported_when_verified() {
    kernel.expect(RtnetlinkType.DELROUTE).ack();

    assertThatThrownBy(kernel::verify).hasMessage("missing RTM_DELROUTE");
  }

  @Test
  void what_it_was_sent_can_be_looked_at() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ack();

    client.routes().add(route);

    assertThat(kernel.requests())
        .singleElement()
        .satisfies(request -> assertThat(request.message()).isEqualTo(route));
    kernel.verify();
  }

  @Test
  void what_happens_meanwhile_happens_between_two_parts_of_an_answer() throws Exception {
    List<String> order = new ArrayList<>();
    kernel
        .expect(RtnetlinkType.GETROUTE)
        .part(RtnetlinkType.NEWROUTE, route)
        .meanwhile(() -> order.add("meanwhile"))
        .part(RtnetlinkType.NEWROUTE, route)
        .done();

    client.routes().visit(RouteFilter.of(AddressFamily.INET), view -> order.add("route"));

    assertThat(order).containsExactly("route", "meanwhile", "route");
  }
}
