package dev.routeswitcher.icmp.bench;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import dev.routeswitcher.icmp.RttClock;
import dev.routeswitcher.icmp.statistics.ProbeStatistics;
import dev.routeswitcher.icmp.statistics.StatisticsSnapshot;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the account of one probe costs, and a snapshot, by the size of a full window. Add {@code
 * -prof gc} for what either allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StatisticsBenchmark {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Probes. */
  @Param({"60", "600", "10000", "100000"})
  public int window = 60;

  private final SplittableRandom random = new SplittableRandom(1);
  private final InstantNetwork network = new InstantNetwork();
  private ProbeStatistics statistics = ProbeStatistics.of(network, 1);

  /** Answers within its own clock's second, without delay. */
  private final class InstantNetwork implements Prober {
    private long nowNanos;

    @Override
    public void probe(ProbeRequest request, ProbeListener listener) {
      long rtt = 10_000_000 + random.nextLong(5_000_000);
      listener.onOutcome(request, new Replied(rtt, 64, RttClock.KERNEL_RECEIVE_STAMP));
    }

    @Override
    public void schedule(long atNanos, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long nanoTime() {
      return nowNanos;
    }
  }

  /** Fills the window. */
  @Setup
  public void prepare() {
    statistics = ProbeStatistics.of(network, window);
    for (int i = 0; i < 2 * window; i++) {
      probe();
    }
  }

  /** One probe is queued and answered, one enters the window, one leaves it. */
  @Benchmark
  public void probe() {
    network.nowNanos += SECOND;
    statistics.probe(
        new ProbeRequest("eth0", TARGET, network.nowNanos + SECOND), (request, outcome) -> {});
  }

  @Benchmark
  public Optional<StatisticsSnapshot> snapshot() {
    return statistics.snapshot("eth0", TARGET);
  }
}
