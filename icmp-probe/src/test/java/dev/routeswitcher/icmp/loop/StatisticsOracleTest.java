package dev.routeswitcher.icmp.loop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import dev.routeswitcher.icmp.loop.PathOracle.Truth;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.Sent;
import dev.routeswitcher.icmp.loop.UnrulyPath.Fate;
import dev.routeswitcher.icmp.periodic.PeriodicProber;
import dev.routeswitcher.icmp.statistics.ProbePath;
import dev.routeswitcher.icmp.statistics.ProbeStatistics;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A day of probing ten targets over bad paths, in virtual time, by the real prober on a scripted
 * network: every minute every figure is what an oracle says that knows what the network did.
 */
class StatisticsOracleTest {
  private static final int TARGETS = 10;
  private static final int WINDOW = 600;
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ProbeLoopFixture fixture = new ProbeLoopFixture();
  private final long start = fixture.clock.monotonicNanos();
  private final Random random = new Random(20_261_123);
  private final Map<ProbePath, Lane> lanes = new LinkedHashMap<>();

  /** One path: what it does, what must be known of it, and its newest probe. */
  private static final class Lane {
    final UnrulyPath behaviour;
    final PathOracle oracle = new PathOracle(WINDOW);

    /** Sent in the turn of the loop in which it was queued, or never. */
    Truth newest = oracle.none();

    Lane(UnrulyPath behaviour) {
      this.behaviour = behaviour;
    }
  }

  private long sent;
  private long late;
  private long copies;

  private final Prober prober =
      new Prober() {
        @Override
        public void probe(ProbeRequest request, ProbeListener listener) {
          Lane lane = lane(request.interfaceName(), request.target());
          lane.newest = lane.oracle.handedOver(request.deadlineNanos() - start);
          fixture.loop.probe(request, listener);
        }

        @Override
        public void schedule(long atNanos, Runnable task) {
          fixture.loop.schedule(atNanos, task);
        }

        @Override
        public long nanoTime() {
          return fixture.clock.monotonicNanos();
        }
      };

  @Test
  void after_every_minute_of_a_day_every_figure_is_the_oracles() {
    ProbeStatistics statistics = ProbeStatistics.of(prober, WINDOW);
    PeriodicProber periodic =
        PeriodicProber.builder(statistics)
            .interval(Duration.ofSeconds(1))
            .jitter(Duration.ofMillis(100))
            .timeout(Duration.ofSeconds(2))
            .random(new Random(1))
            .build();
    for (int i = 0; i < TARGETS; i++) {
      ProbePath path =
          new ProbePath("eth" + i % 2, InetAddresses.forString("203.0.113." + (10 + i)));
      lanes.put(path, new Lane(new UnrulyPath(i, 0.010 * (i + 1), 0.300 * (i + 1))));
      periodic.start(path.interfaceName(), path.target(), (request, outcome) -> {});
    }
    for (long minute = 1; minute <= DAY.toMinutes(); minute++) {
      disturb(minute);
      fixture.run(MINUTE, this::carry);
      assertThat(statistics.snapshots()).hasSize(TARGETS);
      statistics
          .snapshots()
          .forEach((path, snapshot) -> lane(path).oracle.check(snapshot, elapsed()));
    }
    periodic.close();
    fixture.run(MINUTE, this::carry);
    assertThat(fixture.counters().sent()).isEqualTo(sent).isGreaterThan(850_000);
    assertThat(fixture.counters().lateReplies()).isEqualTo(late).isGreaterThan(10_000);
    assertThat(fixture.counters().duplicates()).isEqualTo(copies).isGreaterThan(10_000);
    assertThat(fixture.counters().clockFallbacks()).isGreaterThan(50);
    assertThat(fixture.counters().unknownSequence()).isZero();
  }

  /** Now and then a send is refused, and the wall clock is stepped. */
  private void disturb(long minute) {
    if (minute > 1 && minute % 7 == 0) {
      fixture.refuseNextSend("eth" + random.nextInt(2), ErrorNumber.EPERM);
    }
    if (minute % 30 == 0) {
      fixture.clock.stepWallClock(Duration.ofMillis(random.nextInt(4_000) - 2_000));
    }
  }

  /** Has happen to what was just sent what its path decides. */
  private void carry() {
    for (Sent packet : fixture.network.sent) {
      Lane lane = lane(packet.interfaceName(), packet.target());
      Truth probe = lane.newest;
      probe.sent = elapsed();
      sent++;
      Fate fate = lane.behaviour.next((double) probe.sent / DAY.toNanos());
      for (Duration in : fate.errors()) {
        fixture.unreachable(in, new Unreachable(3, 1, ProbeLoopFixture.ROUTER), packet);
        probe.error = probe.sent + in.toNanos();
      }
      fate.replies().forEach(in -> fixture.reply(in, packet));
      if (!fate.replies().isEmpty()) {
        probe.firstReply = probe.sent + Collections.min(fate.replies()).toNanos();
        lane.oracle.willReply(probe);
        copies += fate.replies().size() - 1;
        late += probe.isLate() ? 1 : 0;
      }
    }
    fixture.network.sent.clear();
  }

  private Lane lane(String interfaceName, InetAddress target) {
    return lane(new ProbePath(interfaceName, target));
  }

  private Lane lane(ProbePath path) {
    return requireNonNull(lanes.get(path));
  }

  private long elapsed() {
    return fixture.clock.monotonicNanos() - start;
  }
}
