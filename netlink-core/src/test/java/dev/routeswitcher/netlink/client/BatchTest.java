package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchTest extends ScriptedClient {
  private static List<Operation> adds(int count) {
    return Stream.iterate(1L, i -> i + 1).limit(count).map(i -> Operation.add(route(i))).toList();
  }

  @Test
  void an_empty_batch_sends_nothing() throws Exception {
    BatchResult result = client.batch(List.of());

    assertThat(result.isComplete()).isTrue();
    assertThat(kernel.requests()).isEmpty();
  }

  @Test
  void every_operation_is_sent_with_its_own_flags_and_asks_for_an_acknowledgement()
      throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ack();
    kernel.expect(RtnetlinkType.NEWROUTE).ack();
    kernel.expect(RtnetlinkType.DELROUTE).ack();

    BatchResult result =
        client.batch(
            List.of(
                Operation.add(route(1)), Operation.replace(route(2)), Operation.delete(route(3))));

    assertThat(result.applied()).isEqualTo(3);
    assertThat(kernel.requests())
        .extracting(request -> request.header().flags())
        .containsExactly(
            NetlinkHeader.REQUEST
                | NetlinkHeader.ACK
                | NetlinkHeader.CREATE
                | NetlinkHeader.EXCLUSIVE,
            NetlinkHeader.REQUEST
                | NetlinkHeader.ACK
                | NetlinkHeader.CREATE
                | NetlinkHeader.REPLACE,
            NetlinkHeader.REQUEST | NetlinkHeader.ACK);
  }

  @Test
  void each_error_and_each_warning_belongs_to_its_operation_and_stops_no_other() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ack();
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EEXIST);
    kernel.expect(RtnetlinkType.NEWROUTE).ackWithWarning("deprecated");
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EINVAL, "no such metric", 44);
    kernel.expect(RtnetlinkType.NEWROUTE).ack();

    BatchResult result = client.batch(adds(5));

    assertThat(result.applied()).isEqualTo(3);
    assertThat(result.failures()).extracting(BatchResult.Failure::index).containsExactly(1L, 3L);
    assertThat(result.failures().get(1).operation()).isEqualTo(Operation.add(route(4)));
    assertThat(result.failures().get(1).reason())
        .hasMessage(
            "add route default via 192.0.2.1 dev if3 proto 157 metric 4:"
                + " EINVAL: no such metric (RTA_PRIORITY)");
    assertThat(result.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.index()).isEqualTo(2);
              assertThat(warning.acknowledgement().message()).hasValue("deprecated");
            });
    assertThatThrownBy(result::orThrow)
        .isSameAs(result.failures().get(0).reason())
        .hasSuppressedException(result.failures().get(1).reason());
  }

  @Test
  void a_window_waits_for_its_answers_before_the_next_one_is_sent() throws Exception {
    int count = 5 * kernel.transport().receiveBufferSize() / 2048;
    for (int i = 0; i < count; i++) {
      kernel.expect(RtnetlinkType.NEWROUTE).ack();
    }

    assertThat(client.batch(adds(count)).applied()).isEqualTo(count);
    assertThat(kernel.requests()).extracting(r -> r.header().sequence()).doesNotHaveDuplicates();
  }

  @Test
  void a_lost_acknowledgement_leaves_its_operation_unknown_and_the_others_known() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ack();
    kernel.expect(RtnetlinkType.NEWROUTE);
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EEXIST).silence();

    BatchBrokenException e =
        catchThrowableOfType(BatchBrokenException.class, () -> client.batch(adds(3)));

    assertThat(e).hasCauseInstanceOf(NetlinkTimeoutException.class);
    assertThat(e.unknown()).containsExactly(Operation.add(route(2)));
    assertThat(e.result().applied()).isEqualTo(1);
    assertThat(e.result().failures()).hasSize(1);

    kernel.expect(RtnetlinkType.NEWROUTE).staleBy(2).error(Errno.EEXIST).staleBy(0).ack();
    client.routes().add(route(4));
  }

  @Test
  void an_overrun_breaks_the_batch_because_answers_are_missing() {
    kernel.expect(RtnetlinkType.NEWROUTE).ack();
    kernel.expect(RtnetlinkType.NEWROUTE).overrun();

    BatchBrokenException e =
        catchThrowableOfType(BatchBrokenException.class, () -> client.batch(adds(2)));

    assertThat(e.is(Errno.ENOBUFS)).isTrue();
    assertThat(e.unknown()).containsExactly(Operation.add(route(2)));
  }

  @Test
  void what_a_program_sends_and_what_is_stale_or_doubled_is_no_answer() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).fromPort(77).error(Errno.EEXIST).fromPort(0).ack();
    kernel.expect(RtnetlinkType.NEWROUTE).staleBy(7).error(Errno.EEXIST).staleBy(0).ack();
    kernel.expect(RtnetlinkType.NEWROUTE).staleBy(1).error(Errno.EEXIST).staleBy(0).ack();

    assertThat(client.batch(adds(3)).applied()).isEqualTo(3);
  }

  @Test
  void a_truncated_or_malformed_answer_breaks_the_batch() {
    kernel.expect(RtnetlinkType.NEWROUTE).truncated(Bytes.of(new byte[40]));
    assertThatThrownBy(() -> client.batch(adds(1)))
        .isInstanceOf(BatchBrokenException.class)
        .hasMessageContaining("cut off");

    kernel.expect(RtnetlinkType.NEWROUTE).datagram(Bytes.of(new byte[20]));
    assertThatThrownBy(() -> client.batch(adds(1)))
        .isInstanceOf(BatchBrokenException.class)
        .hasMessageContaining("malformed answer");
  }

  @Test
  void an_interrupted_thread_sends_nothing() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> client.batch(adds(1)))
          .isInstanceOf(NetlinkInterruptedException.class);
      assertThat(kernel.requests()).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
