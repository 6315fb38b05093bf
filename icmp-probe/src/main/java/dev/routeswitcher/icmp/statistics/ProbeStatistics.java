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
 * A prober that keeps statistics of what it hands on, for every path it ever saw a probe of.
 *
 * <p>What is counted when, and what it costs, the package says. Safe for use by many threads.
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
   * Keeps statistics of what is probed through the result.
   *
   * @param prober does the probing; it remains the caller's to close
   * @param windowProbes how many probes of each path the figures are about, 1 to {@link
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
    PathStatistics account =
        paths.computeIfAbsent(path, same -> new PathStatistics(prober, windowProbes));
    prober.probe(request, account.begin(request, listener));
  }

  @Override
  public void schedule(long atNanos, Runnable task) {
    prober.schedule(atNanos, task);
  }

  @Override
  public long nanoTime() {
    return prober.nanoTime();
  }

  /** The figures of one path now; empty if no probe of it was ever handed over. */
  public Optional<StatisticsSnapshot> snapshot(String interfaceName, InetAddress target) {
    PathStatistics account = paths.get(new ProbePath(interfaceName, target));
    return Optional.ofNullable(account).map(PathStatistics::snapshot);
  }

  /** The figures of all paths, each of its own moment. */
  public Map<ProbePath, StatisticsSnapshot> snapshots() {
    Map<ProbePath, StatisticsSnapshot> all = new HashMap<>();
    paths.forEach((path, account) -> all.put(path, account.snapshot()));
    return all;
  }

  /**
   * The round-trip estimate of one path now, {@link RoundTripEstimate#NONE} before its first reply.
   * It is up to date with the newest reply, while the figures of a snapshot are one timeout old.
   */
  public RoundTripEstimate estimate(String interfaceName, InetAddress target) {
    PathStatistics account = paths.get(new ProbePath(interfaceName, target));
    return account == null ? RoundTripEstimate.NONE : account.estimate();
  }

  /** Forgets a path and frees its memory; a further probe of it begins a new account. */
  public void forget(String interfaceName, InetAddress target) {
    paths.remove(new ProbePath(interfaceName, target));
  }
}
