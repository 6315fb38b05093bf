package dev.routeswitcher.engine.bench;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.Step;
import java.util.List;
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
 * What one step of the engine costs, by what the step is about, on a host that has been running for
 * two minutes. Add {@code -prof gc} for what it allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EngineStepBenchmark {

  /** Uplinks and targets. */
  @Param({"2x1", "5x16"})
  public String size = "2x1";

  private QuietHost started = QuietHost.with(2, 1);
  private QuietHost answered = started;
  private List<EngineEvent> oneReply = List.of();
  private List<EngineEvent> allReplies = List.of();
  private List<EngineEvent> sameRoutes = List.of();
  private List<EngineEvent> carrierLost = List.of();

  /** Brings one host to where rounds are in flight, another to where all are answered. */
  @Setup
  public void prepare() {
    String[] counts = size.split("x", -1);
    int uplinks = Integer.parseInt(counts[0]);
    int targets = Integer.parseInt(counts[1]);
    started = QuietHost.with(uplinks, targets);
    answered = QuietHost.with(uplinks, targets);
    answered.answerRounds();
    allReplies = started.replies();
    oneReply = ImmutableList.of(allReplies.get(0));
    sameRoutes = ImmutableList.of(started.observed());
    LinkStatus withoutCarrier = new LinkStatus(true, true, false, ImmutableList.of(), true, false);
    carrierLost = ImmutableList.of(new LinkChanged(started.uplinks.get(0), withoutCarrier));
  }

  /** The next round is started on every uplink. */
  @Benchmark
  public Step startRounds() {
    return answered.engine.step(answered.state(), ImmutableList.of(), answered.wakeAt());
  }

  /** One reply arrives, the most frequent step of all. */
  @Benchmark
  public Step oneReply() {
    return started.engine.step(started.state(), oneReply, started.now() + started.tripNanos());
  }

  /** The replies to every probe of every uplink are handed in together. */
  @Benchmark
  public Step allReplies() {
    return started.engine.step(started.state(), allReplies, started.now() + started.tripNanos());
  }

  /** The routes were read again and are the same. */
  @Benchmark
  public Step sameRoutes() {
    return started.engine.step(started.state(), sameRoutes, started.now() + started.tripNanos());
  }

  /** The active uplink loses its carrier: another is chosen, and its route is asked for. */
  @Benchmark
  public Step failover() {
    return answered.engine.step(answered.state(), carrierLost, answered.now() + 1);
  }
}
