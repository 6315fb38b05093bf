package dev.routeswitcher.operations.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventQueueTest {

  private static Event numbered(long number) {
    return new Event(Instant.EPOCH, Kind.SWITCH, ImmutableMap.of("number", number));
  }

  private static String taken(EventQueue queue) throws InterruptedException {
    EventQueue.Waiting next = queue.take();
    if (next == null) {
      return "end";
    }
    Event event = next.event();
    return event.kind() == Kind.DROPPED
        ? "dropped " + event.text("count").orElseThrow()
        : event.text("number").orElseThrow();
  }

  @Test
  void what_is_dropped_is_told_in_its_place() throws InterruptedException {
    EventQueue queue = new EventQueue(3);
    for (int i = 1; i <= 5; i++) {
      queue.offer(numbered(i));
    }
    assertThat(taken(queue)).isEqualTo("1");
    assertThat(taken(queue)).isEqualTo("2");
    queue.offer(numbered(6));
    queue.close();
    assertThat(taken(queue)).isEqualTo("3");
    assertThat(taken(queue)).isEqualTo("dropped 2");
    assertThat(taken(queue)).isEqualTo("6");
    assertThat(taken(queue)).isEqualTo("end");
  }

  @Test
  void the_last_that_were_dropped_are_told_too() throws InterruptedException {
    EventQueue queue = new EventQueue(1);
    queue.offer(numbered(1));
    queue.offer(numbered(2));
    assertThat(taken(queue)).isEqualTo("1");
    assertThat(taken(queue)).isEqualTo("dropped 1");
  }

  @Property(tries = 300)
  void everything_is_delivered_or_counted(
      @ForAll @IntRange(min = 1, max = 6) int capacity,
      @ForAll @IntRange(max = 60) int events,
      @ForAll @IntRange(max = 10) int everyHowMany)
      throws InterruptedException {
    EventQueue queue = new EventQueue(capacity);
    long seen = 0;
    int waiting = 0;
    for (int i = 0; i < events; i++) {
      queue.offer(numbered(i));
      waiting++;
      if (everyHowMany > 0 && i % everyHowMany == 0 && waiting > 0) {
        seen += weight(taken(queue));
        waiting = 0; // one offered since, so that the next take does not wait
      }
    }
    queue.close();
    for (String next = taken(queue); !next.equals("end"); next = taken(queue)) {
      seen += weight(next);
    }
    assertThat(seen).isEqualTo(events);
  }

  private static long weight(String taken) {
    return taken.startsWith("dropped ") ? Long.parseLong(taken.substring(8)) : 1;
  }

  @Test
  void who_waits_learns_of_more_and_of_the_end() throws InterruptedException {
    EventQueue queue = new EventQueue(2);
    assertThat(queue.awaitMore(queue.offered(), Duration.ofMillis(1))).isFalse();
    long before = queue.offered();
    Thread other = new Thread(() -> queue.offer(numbered(1)));
    other.start();
    assertThat(queue.awaitMore(before, Duration.ofSeconds(50))).isTrue();
    other.join();
    new Thread(queue::close).start();
    queue.awaitClose(Duration.ofSeconds(50));
    assertThat(queue.isClosed()).isTrue();
  }
}
