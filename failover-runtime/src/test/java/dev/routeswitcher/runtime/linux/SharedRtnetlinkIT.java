package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.engine.IpFamily;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who opens the client that the ports share, and who closes it. */
class SharedRtnetlinkIT {

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final SharedRtnetlink shared = new SharedRtnetlink();
  private final NetlinkKernelRouting routing = new NetlinkKernelRouting(shared);
  private final NetlinkLinkWatch watch = new NetlinkLinkWatch(shared);

  private void openBoth() {
    namespace.call(
        () -> {
          routing.open();
          watch.open(change -> {});
          return shared;
        });
  }

  @AfterEach
  void close() {
    watch.close();
    routing.close();
    namespace.close();
  }

  @Test
  void one_client_serves_both_ports() throws Exception {
    openBoth();
    namespace.call(
        () -> {
          assertThat(shared.acquire()).isSameAs(shared.acquire());
          shared.release();
          shared.release();
          return shared;
        });
    assertThat(routing.defaults(IpFamily.IPV4)).isEmpty();
    assertThat(watch.snapshot()).isNotEmpty();
  }

  @Test
  void the_port_that_is_closed_first_leaves_the_client_to_the_other() throws Exception {
    openBoth();
    routing.close();
    routing.close();
    assertThat(watch.snapshot()).isNotEmpty();
    watch.close();
    watch.close();
    assertThatThrownBy(watch::snapshot).isInstanceOf(IllegalStateException.class);

    openBoth();
    watch.close();
    assertThat(routing.defaults(IpFamily.IPV4)).isEmpty();
    routing.close();
    assertThatThrownBy(() -> routing.defaults(IpFamily.IPV4))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_port_that_is_opened_twice_is_closed_once() throws Exception {
    openBoth();
    namespace.call(
        () -> {
          routing.open();
          return routing;
        });
    routing.close();
    watch.close();
    openBoth();
    assertThat(routing.defaults(IpFamily.IPV4)).isEmpty();
  }
}
