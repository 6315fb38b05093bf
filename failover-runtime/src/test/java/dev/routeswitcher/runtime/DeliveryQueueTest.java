package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {

  /** Longer than anything here takes unless it hangs. */
  private static final long HUNG_MILLIS = 20_000;

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final DeliveryQueue queue =
      new DeliveryQueue("delivery", count -> received.add("dropped " + count), () -> {});

  @AfterEach
  void letGo() {
    released.countDown();
    queue.close(HUNG_MILLIS);
  }

  private void offer(String text) {
    queue.offer(() -> received.add(text));
  }

  /** The receiver is at work on this until it is released. */
  private void offerStuck() throws InterruptedException {
    queue.offer(
        () -> {
          stuck.countDown();
          awaitRelease();
          received.add("was stuck");
        });
    stuck.await();
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      received.add("interrupted");
    }
  }

  @Test
  void calls_come_in_order_on_the_named_thread() {
    queue.start();
    queue.offer(() -> received.add(Thread.currentThread().getName()));
    IntStream.range(0, 100).forEach(i -> offer("call " + i));
    queue.close(HUNG_MILLIS);
    assertThat(received).hasSize(101).startsWith("delivery", "call 0").endsWith("call 99");
  }

  @Test
  void what_was_offered_before_the_start_is_delivered_too() {
    offer("early");
    queue.start();
    queue.close(HUNG_MILLIS);
    assertThat(received).containsExactly("early");
  }

  @Test
  void a_receiver_may_throw_anything_and_gets_the_next_call() {
    queue.start();
    queue.offer(
        () -> {
          throw new AssertionError("on purpose");
        });
    queue.offer(
        () -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("on purpose");
        });
    offer("next");
    queue.close(HUNG_MILLIS);
    assertThat(received).containsExactly("next");
  }

  @Test
  void drops_are_reported_in_their_place_in_the_order() throws Exception {
    queue.start();
    offerStuck();
    IntStream.range(0, DeliveryQueue.CAPACITY + 5).forEach(i -> offer("call " + i));
    released.countDown();
    while (received.size() <= DeliveryQueue.CAPACITY) {
      Thread.onSpinWait();
    }
    offer("later");
    queue.close(HUNG_MILLIS);
    assertThat(received)
        .hasSize(DeliveryQueue.CAPACITY + 3)
        .endsWith("call " + (DeliveryQueue.CAPACITY - 1), "dropped 5", "later");
  }

  @Test
  void drops_that_nothing_follows_are_reported_at_the_end() throws Exception {
    queue.start();
    offerStuck();
    IntStream.range(0, DeliveryQueue.CAPACITY + 2).forEach(i -> offer("call " + i));
    released.countDown();
    queue.close(HUNG_MILLIS);
    assertThat(received).endsWith("dropped 2");
  }

  @Test
  void closing_neither_interrupts_nor_awaits_a_stuck_receiver() throws Exception {
    queue.start();
    offerStuck();
    offer("waits");
    queue.close(1);
    assertThat(received).isEmpty();
    released.countDown();
    queue.close(HUNG_MILLIS);
    assertThat(received).containsExactly("was stuck", "waits");
  }

  @Test
  void the_receiver_may_close_it() {
    queue.offer(() -> queue.close(HUNG_MILLIS));
    offer("waits");
    queue.start();
    queue.close(HUNG_MILLIS);
    assertThat(received).containsExactly("waits");
  }

  @Test
  void the_last_act_is_done_by_its_thread_though_nobody_waits_for_it_any_more() throws Exception {
    DeliveryQueue late =
        new DeliveryQueue(
            "delivery",
            count -> {},
            () -> received.add("last act by " + Thread.currentThread().getName()));
    late.start();
    late.offer(this::awaitRelease);
    late.offer(() -> received.add("last call"));
    late.close(1);
    assertThat(received).isEmpty();
    released.countDown();
    late.close(HUNG_MILLIS);
    assertThat(received).containsExactly("last call", "last act by delivery");
  }
}
