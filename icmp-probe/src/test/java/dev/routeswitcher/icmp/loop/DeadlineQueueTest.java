package dev.routeswitcher.icmp.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.icmp.ProbeRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The order of deadlines, whatever was taken out in between. */
class DeadlineQueueTest {
  private final DeadlineQueue queue = new DeadlineQueue();
  private long serial;

  @Test
  void is_empty_at_first() {
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.first()).isNull();
  }

  @Test
  void of_two_equal_deadlines_the_older_probe_comes_first() {
    Probe older = probe(7);
    Probe younger = probe(7);
    queue.add(younger);
    queue.add(older);
    assertThat(queue.first()).isSameAs(older);
  }

  @Test
  void keeps_its_order_when_the_clock_wraps() {
    Probe later = probe(Long.MIN_VALUE + 5);
    Probe sooner = probe(Long.MAX_VALUE - 5);
    queue.add(later);
    queue.add(sooner);
    assertThat(queue.first()).isSameAs(sooner);
  }

  @Test
  void refuses_to_remove_a_probe_it_does_not_have() {
    Probe probe = probe(1);
    assertThatThrownBy(() -> queue.remove(probe)).isInstanceOf(IllegalStateException.class);
    queue.add(probe);
    queue.remove(probe);
    assertThatThrownBy(() -> queue.remove(probe)).isInstanceOf(IllegalStateException.class);
  }

  /** A number of up to 99 adds a probe with that deadline; a greater one removes a member. */
  @Property
  void has_the_order_of_a_sorted_list(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 160) Integer> steps) {
    DeadlineQueue tested = new DeadlineQueue();
    List<Probe> members = new ArrayList<>();
    for (int step : steps) {
      if (step < 100) {
        Probe probe = probe(step);
        tested.add(probe);
        members.add(probe);
      } else if (!members.isEmpty()) {
        tested.remove(members.remove(step % members.size()));
      }
      // Stable: of equal deadlines the older stays in front.
      members.sort(Comparator.comparingLong(Probe::deadlineNanos));
      assertThat(tested.first()).isSameAs(members.isEmpty() ? null : members.get(0));
    }
    for (Probe expected : members) {
      assertThat(tested.first()).isSameAs(expected);
      tested.remove(expected);
    }
    assertThat(tested.isEmpty()).isTrue();
  }

  private Probe probe(long deadlineNanos) {
    ProbeRequest request = new ProbeRequest("eth0", ProbeLoopFixture.TARGET, deadlineNanos);
    return new Probe(request, (of, outcome) -> {}, 0, serial++, 0);
  }
}
