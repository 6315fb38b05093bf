package dev.routeswitcher.icmp.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeRequest;
import org.junit.jupiter.api.Test;

/** The bounded queue, and who has to wake the prober. */
class RequestQueueTest {
  private static final RequestQueue.Entry ENTRY =
      new RequestQueue.Entry(
          new ProbeRequest("eth0", InetAddresses.forString("203.0.113.8"), 0),
          (request, outcome) -> {},
          0);

  private final RequestQueue queue = new RequestQueue(2);

  @Test
  void it_holds_its_capacity_also_after_it_was_emptied() {
    for (int round = 0; round < 3; round++) {
      assertThat(queue.offer(ENTRY)).isTrue();
      assertThat(queue.offer(ENTRY)).isTrue();
      assertThat(queue.offer(ENTRY)).isFalse();
      assertThat(queue.poll()).isSameAs(ENTRY);
      assertThat(queue.poll()).isSameAs(ENTRY);
      assertThat(queue.poll()).isNull();
    }
  }

  @Test
  void one_of_many_callers_wakes_a_sleeping_prober_and_none_one_that_is_awake() {
    assertThat(queue.claimWakeUp()).isFalse();
    assertThat(queue.tryFallAsleep()).isTrue();
    assertThat(queue.claimWakeUp()).isTrue();
    assertThat(queue.claimWakeUp()).isFalse();
    assertThat(queue.tryFallAsleep()).isTrue();
    queue.awake();
    assertThat(queue.claimWakeUp()).isFalse();
  }

  @Test
  void the_prober_does_not_fall_asleep_over_a_request() {
    queue.offer(ENTRY);
    assertThat(queue.tryFallAsleep()).isFalse();
    assertThat(queue.claimWakeUp()).isFalse();
  }
}
