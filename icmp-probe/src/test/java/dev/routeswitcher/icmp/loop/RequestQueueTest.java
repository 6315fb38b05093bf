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
          (request, outcome) -> {});

  private final RequestQueue queue = new RequestQueue(2);

  @Test
  void itHoldsItsCapacityAlsoAfterItWasEmptied() {
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
  void oneOfManyCallersWakesASleepingProberAndNoneOneThatIsAwake() {
    assertThat(queue.mustWake()).isFalse();
    assertThat(queue.fallAsleep()).isTrue();
    assertThat(queue.mustWake()).isTrue();
    assertThat(queue.mustWake()).isFalse();
    assertThat(queue.fallAsleep()).isTrue();
    queue.awake();
    assertThat(queue.mustWake()).isFalse();
  }

  @Test
  void theProberDoesNotFallAsleepOverARequest() {
    queue.offer(ENTRY);
    assertThat(queue.fallAsleep()).isFalse();
    assertThat(queue.mustWake()).isFalse();
  }
}
