package dev.routeswitcher.icmp.statistics;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A prober that passes every probe on and keeps statistics of each path.
 *
 * <p>The package documentation defines the figures and their cost. Safe for use by many threads.
 */
public final class ProbeStatistics implements Prober {
  /** The longest window: a day of one probe a second, and more. */
  public static final int MAX_WINDOW = 100_000;

  private final Prober prober;
  private final int windowProbes;
  private final Map<ProbePath, PathStatistics> paths = new ConcurrentHashMap<>();

  private ProbeStatistics(Prober prober, int windowProbes) {
    this.prober = prober;
    this.windowProbes = windowProbes;
  }

  /**
   * Creates a prober that keeps statistics.
   *
   * @param prober sends the probes; it is not closed by the result
   * @param windowProbes the number of probes of each path that the figures cover, 1 to {@link
   *     #MAX_WINDOW}
   */
  public static ProbeStatistics of(Prober prober, int windowProbes) {
    requireNonNull(prober, "prober");
    checkArgument(
        windowProbes >= 1 && windowProbes <= MAX_WINDOW,
        "a window of %s probes is not within 1 to %s",
        windowProbes,
        MAX_WINDOW);
    return new ProbeStatistics(prober, windowProbes);
  }

  @Override
  public void probe(ProbeRequest request, ProbeListener listener) {
    requireNonNull(listener, "listener");
    ProbePath path = new ProbePath(request.interfaceName(), request.target());
    PathStatistics statistics =
        paths.computeIfAbsent(path, same -> new PathStatistics(prober::nanoTime, windowProbes));
    prober.probe(request, statistics.begin(request, listener));
  }

  @Override
  public void schedule(long atNanos, Runnable task) {
    prober.schedule(atNanos, task);
  }

  @Override
  public long nanoTime() {
    return prober.nanoTime();
  }

  /** The current figures of one path; empty if it was never probed. */
  public Optional<StatisticsSnapshot> snapshot(String interfaceName, InetAddress target) {
    PathStatistics statistics = paths.get(new ProbePath(interfaceName, target));
    return Optional.ofNullable(statistics).map(PathStatistics::snapshot);
  }

  /** The current figures of all paths, each taken at its own moment. */
  public Map<ProbePath, StatisticsSnapshot> snapshots() {
    Map<ProbePath, StatisticsSnapshot> all = new HashMap<>();
    paths.forEach((path, statistics) -> all.put(path, statistics.snapshot()));
    return all;
  }

  /**
   * The round-trip estimate of one path now, {@link RoundTripEstimate#NONE} before its first reply.
   * It is up to date with the newest reply, while the figures of a snapshot are one timeout old.
   */
  public RoundTripEstimate estimate(String interfaceName, InetAddress target) {
    PathStatistics statistics = paths.get(new ProbePath(interfaceName, target));
    return statistics == null ? RoundTripEstimate.NONE : statistics.estimate();
  }

  /** Forgets a path and frees its memory; a further probe of it starts new statistics. */
  public void forget(String interfaceName, InetAddress target) {
    paths.remove(new ProbePath(interfaceName, target));
  }
}
