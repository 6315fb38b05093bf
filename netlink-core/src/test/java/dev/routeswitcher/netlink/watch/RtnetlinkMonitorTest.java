package dev.routeswitcher.netlink.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.client.NetlinkClosedException;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RawMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import dev.routeswitcher.netlink.watch.MonitorEvent.Resync;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class RtnetlinkMonitorTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ScriptedKernel kernel = new ScriptedKernel();
  private RtnetlinkMonitor monitor;

  @BeforeEach
  void open() throws Exception {
    monitor =
        RtnetlinkMonitor.over(
            kernel.transport(), List.of(MulticastGroup.LINK, MulticastGroup.IPV4_ROUTE));
  }

  @AfterEach
  void close() {
    monitor.close();
  }

  private static RouteMessage route(long priority) {
    return RouteMessage.builder(AddressFamily.INET).priority(priority).build();
  }

  private static long priority(Optional<MonitorEvent> event) {
    return ((RouteMessage) ((ObjectChanged) event.orElseThrow()).object()).priority().orElseThrow();
  }

  @Test
  void the_groups_are_joined() {
    assertThat(kernel.groups()).containsExactlyInAnyOrder(1, 7);
  }

  @Test
  void new_and_deleted_objects_are_distinguished() throws Exception {
    kernel.event(RtnetlinkType.NEWROUTE, route(1));
    kernel.event(RtnetlinkType.DELROUTE, route(1));

    assertThat(((ObjectChanged) monitor.next(LONG).orElseThrow()).change()).isEqualTo(Change.NEW);
    assertThat(((ObjectChanged) monitor.next(LONG).orElseThrow()).change())
        .isEqualTo(Change.DELETED);
    assertThat(monitor.next(Duration.ZERO)).isEmpty();
  }

  @Test
  void several_events_of_one_datagram_come_one_by_one() throws Exception {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    for (int i = 1; i <= 3; i++) {
      int start = writer.beginMessage(new NetlinkHeader(RtnetlinkType.NEWROUTE, 0, 0, 0));
      route(i).writeTo(writer);
      writer.endMessage(start);
    }
    kernel.datagram(writer.toBytes());

    assertThat(priority(monitor.next(LONG))).isEqualTo(1);
    assertThat(priority(monitor.next(LONG))).isEqualTo(2);
    assertThat(priority(monitor.next(LONG))).isEqualTo(3);
    assertThat(monitor.next(Duration.ZERO)).isEmpty();
  }

  @Test
  void a_kind_without_a_type_of_its_own_is_delivered_as_bytes() throws Exception {
    int newQdisc = 36;
    RawMessage qdisc = new RawMessage(newQdisc, Bytes.of(new byte[20]), ByteOrder.nativeOrder());
    kernel.event(newQdisc, qdisc);

    ObjectChanged event = (ObjectChanged) monitor.next(LONG).orElseThrow();

    assertThat(event.object()).isEqualTo(qdisc);
    assertThat(event.header().type()).isEqualTo(newQdisc);
  }

  @Test
  void an_overrun_drops_what_was_queued_before_it_and_asks_for_a_resync() throws Exception {
    kernel.event(RtnetlinkType.NEWROUTE, route(1));
    kernel.event(RtnetlinkType.NEWROUTE, route(2));
    kernel.overrun();

    assertThat(monitor.next(LONG).orElseThrow()).isInstanceOf(Resync.class);
    assertThat(monitor.next(Duration.ZERO)).isEmpty();

    kernel.event(RtnetlinkType.NEWROUTE, route(3));
    assertThat(priority(monitor.next(LONG))).isEqualTo(3);
  }

  @Test
  void an_overrun_in_the_middle_of_a_datagram_drops_the_rest_of_it_only_when_it_is_seen()
      throws Exception {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    int event = writer.beginMessage(new NetlinkHeader(RtnetlinkType.NEWROUTE, 0, 0, 0));
    route(1).writeTo(writer);
    writer.endMessage(event);
    writer.endMessage(writer.beginMessage(new NetlinkHeader(NetlinkHeader.OVERRUN, 0, 0, 0)));
    kernel.datagram(writer.toBytes());

    assertThat(priority(monitor.next(LONG))).isEqualTo(1);
    assertThat(monitor.next(LONG).orElseThrow()).isInstanceOf(Resync.class);
  }

  @Test
  void a_truncated_or_malformed_datagram_asks_for_a_resync() throws Exception {
    kernel.truncatedDatagram(Bytes.of(new byte[32]));
    assertThat(monitor.next(LONG).orElseThrow()).isInstanceOf(Resync.class);

    kernel.datagram(Bytes.of(new byte[32]));
    assertThat(monitor.next(LONG).orElseThrow()).isInstanceOf(Resync.class);

    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    writer.endMessage(writer.beginMessage(new NetlinkHeader(RtnetlinkType.NEWROUTE, 0, 0, 0)));
    kernel.datagram(writer.toBytes());
    assertThat(monitor.next(LONG).orElseThrow())
        .isInstanceOfSatisfying(
            Resync.class, resync -> assertThat(resync.reason()).contains("rtmsg of 12 bytes"));
  }

  @Test
  void what_a_program_sends_is_no_event() throws Exception {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    int start = writer.beginMessage(new NetlinkHeader(RtnetlinkType.NEWROUTE, 0, 0, 0));
    route(1).writeTo(writer);
    kernel.foreignDatagram(writer.endMessage(start).toBytes(), 99);
    kernel.event(RtnetlinkType.NEWROUTE, route(2));

    assertThat(priority(monitor.next(LONG))).isEqualTo(2);
  }

  @Test
  void closing_ends_a_waiting_reader() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    new Thread(
            () -> {
              started.countDown();
              thrown.complete(
                  catchThrowableOfType(NetlinkException.class, () -> monitor.next(LONG)));
            })
        .start();
    started.await();

    monitor.close();

    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(NetlinkClosedException.class);
    assertThatThrownBy(() -> monitor.next(LONG)).isInstanceOf(NetlinkClosedException.class);
  }

  @Test
  void a_timeout_too_long_for_a_clock_is_as_good_as_for_ever() throws Exception {
    kernel.event(RtnetlinkType.NEWROUTE, route(1));

    assertThat(monitor.next(Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
  }
}
