package dev.routeswitcher.runtime.model;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.ProbeSender;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Targets that answer at once, or through a silenced interface never. */
public final class ModelProber implements ProbeSender {

  private volatile boolean hangs;

  private record Unanswered(long deadlineNanos, Report report) {}

  private final ModelHost host;
  private final HostClock clock;
  private final Set<String> silent = new HashSet<>();
  private final List<Unanswered> unanswered = new ArrayList<>();
  private Consumer<IOException> failureSink = failure -> {};

  ModelProber(ModelHost host, HostClock clock) {
    this.host = host;
    this.clock = clock;
  }

  /** Nothing comes back through the interface any more. */
  public synchronized void silence(String interfaceName) {
    silent.add(interfaceName);
  }

  /** Replies come back through the interface again. */
  public synchronized void heal(String interfaceName) {
    silent.remove(interfaceName);
  }

  /** When the next unanswered probe is lost, or {@code latest} if that is earlier. */
  public synchronized long nextLossNanos(long latest) {
    long next = latest;
    for (Unanswered probe : unanswered) {
      next = probe.deadlineNanos() - next < 0 ? probe.deadlineNanos() : next;
    }
    return next;
  }

  /** Reports every probe whose deadline has passed. */
  public synchronized void reportLosses() {
    List<Unanswered> lost =
        unanswered.stream().filter(p -> clock.nanoTime() - p.deadlineNanos() >= 0).toList();
    unanswered.removeAll(lost);
    lost.forEach(probe -> probe.report().finished(Verdict.LOST, -1, ""));
  }

  /** Probing ends for good. */
  public synchronized void breakOff(IOException cause) {
    failureSink.accept(cause);
  }

  @Override
  public void open(Consumer<IOException> failure) throws IOException {
    host.open("prober");
    synchronized (this) {
      failureSink = failure;
    }
  }

  @Override
  public void probe(String interfaceName, InetAddress target, long deadlineNanos, Report report) {
    host.did("probe " + interfaceName + " " + target.getHostAddress());
    boolean leadsOut = host.leadsOut(interfaceName);
    synchronized (this) {
      if (!leadsOut || silent.contains(interfaceName)) {
        unanswered.add(new Unanswered(deadlineNanos, report));
        return;
      }
    }
    report.finished(Verdict.REPLIED, 1_000_000, "");
  }

  @Override
  public boolean isTurning() {
    return !hangs;
  }

  /** Lets the prober's thread hang, or no longer. */
  public void hangs(boolean now) {
    hangs = now;
  }

  @Override
  public void close() {
    host.did("close prober");
  }
}
