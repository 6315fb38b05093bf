package dev.routeswitcher.icmp.testkit;

import static java.util.Objects.requireNonNull;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import dev.routeswitcher.icmp.RttClock;
import dev.routeswitcher.icmp.statistics.ProbePath;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A prober without a network: the test defines the answer to each probe, in the time of a {@link
 * ManualClock}.
 *
 * <p>A path without an answer is silent. Listeners and tasks run inside {@link
 * ManualClock#advance}; an outcome is never delivered before {@link #probe} has returned, except
 * that a closed prober refuses at once. An exception of a listener reaches the caller of {@code
 * advance}, so that the test sees it; the real prober logs it.
 */
public final class ScriptedProber implements Prober, AutoCloseable {
  /** How long beyond its deadline a late reply is reported. */
  private static final Duration MEMORY = Duration.ofSeconds(10);

  private final ManualClock clock;
  private final Map<ProbePath, Function<ProbeRequest, Answer>> scripts = new HashMap<>();
  private final List<ProbeRequest> requests = new ArrayList<>();
  private final Set<Flight> inFlight = new LinkedHashSet<>();
  private boolean closed;

  /** A prober whose paths are all silent. */
  public ScriptedProber(ManualClock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** Sets the answer to every further probe of a path. */
  public void answer(String interfaceName, InetAddress target, Answer answer) {
    requireNonNull(answer, "answer");
    answer(interfaceName, target, request -> answer);
  }

  /** Sets a function that is called for each further probe of a path and returns its answer. */
  public void answer(
      String interfaceName, InetAddress target, Function<ProbeRequest, Answer> script) {
    scripts.put(new ProbePath(interfaceName, target), requireNonNull(script, "script"));
  }

  /** Every probe so far, in order; a live view. */
  public List<ProbeRequest> requests() {
    return Collections.unmodifiableList(requests);
  }

  @Override
  public void probe(ProbeRequest request, ProbeListener listener) {
    requireNonNull(listener, "listener");
    ProbePath path = new ProbePath(request.interfaceName(), request.target());
    if (closed) {
      listener.onOutcome(request, notSent(Cause.PROBER_CLOSED));
      return;
    }
    requests.add(request);
    Flight flight = new Flight(request, listener, clock.nanoTime());
    inFlight.add(flight);
    if (request.deadlineNanos() - clock.nanoTime() <= 0) {
      clock.schedule(clock.nanoTime(), () -> flight.end(notSent(Cause.DEADLINE_PASSED)));
      return;
    }
    flight.start(scripts.getOrDefault(path, same -> Answer.silence()).apply(request));
  }

  @Override
  public void schedule(long atNanos, Runnable task) {
    requireNonNull(task, "task");
    clock.schedule(
        atNanos,
        () -> {
          if (!closed) {
            task.run();
          }
        });
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  /**
   * Gives every probe in flight its outcome, {@link Lost} or the ICMP error that has come, and
   * refuses further ones.
   */
  @Override
  public void close() {
    closed = true;
    List.copyOf(inFlight).forEach(Flight::endUnanswered);
  }

  private static NotSent notSent(Cause cause) {
    return new NotSent(cause, 0, cause.name(), "reported by the scripted prober");
  }

  /** One probe in flight. */
  private final class Flight {
    private final ProbeRequest request;
    private final ProbeListener listener;
    private final long sentNanos;
    private ProbeOutcome unanswered = new Lost();

    Flight(ProbeRequest request, ProbeListener listener, long sentNanos) {
      this.request = request;
      this.listener = listener;
      this.sentNanos = sentNanos;
    }

    /** Schedules its outcome; a reply exactly at the deadline comes first, and is in time. */
    void start(Answer answer) {
      if (answer instanceof Answer.Refusal refusal) {
        clock.schedule(sentNanos, () -> end(refusal.reason()));
        return;
      } else if (answer instanceof Answer.Reply reply) {
        clock.schedule(sentNanos + reply.after().toNanos(), () -> arrive(reply));
      } else if (answer instanceof Answer.Error error) {
        clock.schedule(sentNanos + error.after().toNanos(), () -> unanswered = error.error());
      }
      clock.schedule(request.deadlineNanos(), this::endUnanswered);
    }

    void endUnanswered() {
      end(unanswered);
    }

    /** Delivers the outcome, unless there was one. */
    void end(ProbeOutcome outcome) {
      if (inFlight.remove(this)) {
        listener.onOutcome(request, outcome);
      }
    }

    /** In time or late by its round-trip time, not by when it is read, which a stall may delay. */
    private void arrive(Answer.Reply answer) {
      long rttNanos = answer.after().toNanos();
      long afterDeadline = sentNanos + rttNanos - request.deadlineNanos();
      Replied reply = new Replied(rttNanos, answer.ttl(), RttClock.KERNEL_RECEIVE_STAMP);
      if (afterDeadline <= 0) {
        end(reply);
      } else if (!closed && afterDeadline <= MEMORY.toNanos()) {
        listener.onLateReply(request, reply);
      }
    }
  }
}
