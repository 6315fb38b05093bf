package dev.routeswitcher.icmp.loop;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one {@link ChannelKey} (one, and further ones when more probes are in flight than
 * a socket has sequence numbers for) and the probes that wait because the kernel has no room.
 */
final class InterfaceChannel {
  /** Allows 786,432 probes in flight. */
  static final int MAX_LANES = 16;

  /** For how long a probe has the channel pause for room before it is refused. */
  static final long MAX_WAIT_NANOS = MILLISECONDS.toNanos(100);

  private static final int MAX_WAITING = 65_536;
  private static final long FIRST_PAUSE_NANOS = MILLISECONDS.toNanos(1);
  private static final long LAST_PAUSE_NANOS = MILLISECONDS.toNanos(16);

  private final ChannelKey key;
  private final LaneContext context;
  private final List<EchoLane> lanes = new ArrayList<>();
  private final ArrayDeque<Probe> waiting = new ArrayDeque<>();
  private boolean paused;
  private long pauseEndsNanos;
  private long pauseNanos = FIRST_PAUSE_NANOS;

  /** All pauses so far, as long as they were meant to be: that the thread was late is no wait. */
  private long pausedNanos;

  InterfaceChannel(ChannelKey key, LaneContext context) {
    this.key = key;
    this.context = context;
    lanes.add(new EchoLane(key, context));
  }

  List<EchoLane> lanes() {
    return lanes;
  }

  /** Whether it has any state to keep. */
  boolean isWorthKeeping() {
    EchoLane first = lanes.get(0);
    return first.socket() != null || first.isBackingOff() || !waiting.isEmpty();
  }

  /** Whether probes wait for the kernel to have room. */
  boolean isPaused() {
    return paused;
  }

  /** When to send again, if it is paused. */
  long pauseEndsNanos() {
    return pauseEndsNanos;
  }

  void newTurn() {
    lanes.forEach(EchoLane::newTurn);
  }

  void add(Probe probe) {
    if (waiting.size() < MAX_WAITING) {
      probe.setPausedBefore(pausedNanos);
      waiting.add(probe);
    } else {
      context.refuse(probe, Refusal.byKernel(probe.request, ErrorNumber.ENOBUFS));
    }
  }

  /** Sends what is queued, unless a pause is not over. */
  void send(long nowNanos) {
    if (paused && pauseEndsNanos - nowNanos > 0) {
      return;
    }
    paused = false;
    while (!waiting.isEmpty()) {
      EchoLane lane = laneWithRoom();
      if (lane == null) {
        context.refuseAll(waiting, Refusal.sequencesInFlight(key.interfaceName()));
        return;
      }
      int errno = lane.send(waiting, nowNanos);
      if (errno != ErrorNumber.OK) {
        pause(errno, nowNanos);
        return;
      }
      pauseNanos = FIRST_PAUSE_NANOS;
    }
    closeExpiredLane(nowNanos);
  }

  /** Reads all that has arrived. */
  void read() {
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).read();
    }
  }

  /** Closes the sockets, and refuses what was not sent. */
  void close() {
    context.refuseAll(waiting, Refusal.proberClosed());
    lanes.forEach(EchoLane::close);
  }

  private @Nullable EchoLane laneWithRoom() {
    for (EchoLane lane : lanes) {
      if (!lane.isFull()) {
        return lane;
      }
    }
    if (lanes.size() == MAX_LANES) {
      return null;
    }
    EchoLane another = new EchoLane(key, context);
    lanes.add(another);
    return another;
  }

  /**
   * Pauses, longer each time in a row, and refuses probes that have waited long enough, or would
   * wait beyond their deadline.
   */
  private void pause(int errno, long nowNanos) {
    pauseEndsNanos = nowNanos + pauseNanos;
    waiting.removeIf(probe -> isRefusedFor(errno, probe));
    paused = !waiting.isEmpty();
    pausedNanos += pauseNanos;
    pauseNanos = Math.min(2 * pauseNanos, LAST_PAUSE_NANOS);
  }

  private boolean isRefusedFor(int errno, Probe probe) {
    boolean hasWaited = pausedNanos - probe.pausedBeforeNanos() >= MAX_WAIT_NANOS;
    if (hasWaited || probe.isDueAt(pauseEndsNanos)) {
      context.refuse(probe, Refusal.byKernel(probe.request, errno));
      return true;
    }
    return false;
  }

  private void closeExpiredLane(long nowNanos) {
    int last = lanes.size() - 1;
    if (last > 0 && lanes.get(last).isExpired(nowNanos)) {
      lanes.remove(last).close();
    }
  }
}
