package dev.routeswitcher.icmp.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.statistics.ProbeWindow.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** The window beside a list of all probes that ever were. */
class ProbeWindowPropertyTest {
  private static final class Entry {
    final long deadline;
    @Nullable Result fate = Result.UNDECIDED;
    long rtt;

    Entry(long deadline) {
      this.deadline = deadline;
    }
  }

  @Property(tries = 300)
  void it_counts_the_last_of_those_that_are_due(
      @ForAll @IntRange(min = 1, max = 40) int size, @ForAll long seed) {
    Random random = new Random(seed);
    ProbeWindow window = new ProbeWindow(size);
    List<Entry> all = new ArrayList<>();
    long now = Long.MAX_VALUE - 200;
    int settled = 0;
    for (int step = 0; step < 500; step++) {
      now += random.nextInt(4);
      int choice = random.nextInt(10);
      if (all.isEmpty() || choice < 4) {
        Entry entry = new Entry(now + random.nextInt(30));
        assertThat(window.begin(entry.deadline)).isEqualTo(all.size());
        all.add(entry);
      } else {
        int number = Math.max(0, all.size() - 1 - random.nextInt(Math.min(60, all.size())));
        decide(window, all.get(number), number, random);
      }
      window.settle(now);
      while (settled < all.size()
          && all.get(settled).fate != Result.UNDECIDED
          && all.get(settled).deadline - now <= 0) {
        settled++;
      }
      List<Entry> inWindow = all.subList(Math.max(0, settled - size), settled);
      assertThat(window.waiting()).isEqualTo(all.size() - settled);
      for (Result fate :
          List.of(Result.LOST, Result.UNREACHABLE, Result.NOT_SENT, Result.ABANDONED)) {
        assertThat(window.count(fate))
            .isEqualTo((int) inWindow.stream().filter(e -> e.fate == fate).count());
      }
      long[] times = inWindow.stream().filter(e -> e.fate == null).mapToLong(e -> e.rtt).toArray();
      assertThat(window.replied()).isEqualTo(times.length);
      assertThat(window.times().summary()).isEqualTo(NaiveSummary.of(times));
    }
  }

  @Property(tries = 50)
  void its_capacity_is_the_window_and_the_most_ever_in_flight(
      @ForAll @IntRange(min = 1, max = 1_000) int size,
      @ForAll @IntRange(min = 1, max = 500) int inFlight) {
    ProbeWindow window = new ProbeWindow(size);
    int before = window.capacity();
    for (long now = 0; now < 20_000; now++) {
      window.begin(now + inFlight);
      if (now >= inFlight) {
        window.end(now - inFlight, Result.LOST);
        window.settle(now);
      }
    }
    int needed = size + inFlight + 1;
    assertThat(window.capacity()).isGreaterThanOrEqualTo(needed);
    assertThat(window.capacity()).isLessThanOrEqualTo(Math.max(before, 2 * needed));
  }

  /** A first outcome, or a late reply after a loss. */
  private static void decide(ProbeWindow window, Entry entry, int number, Random random) {
    boolean undecided = entry.fate == Result.UNDECIDED;
    if (entry.fate == null || entry.fate == Result.NOT_SENT) {
      return;
    }
    if (undecided && random.nextBoolean()) {
      Result fate = Result.values()[1 + random.nextInt(Result.values().length - 1)];
      entry.fate = fate;
      window.end(number, fate);
    } else {
      entry.fate = null;
      entry.rtt = random.nextInt(50);
      window.reply(number, entry.rtt);
    }
  }
}
