package dev.routeswitcher.operations.control;

import com.google.gson.JsonObject;
import dev.routeswitcher.operations.event.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a client is told again and again: how the switcher is, or what happens. */
abstract class Subscription {

  /** Something happened. */
  abstract void onEvent(Event event);

  /** So many events were lost on the way; may be none. */
  abstract void onDropped(long count);

  /** When it has something to tell though nothing happened, or null if never. */
  abstract @Nullable Long dueAtNanos();

  /** The next reply, or null if there is nothing to tell; asked when the last one was taken. */
  abstract @Nullable Reply next(Controls controls, long nowNanos);

  /**
   * How the switcher is, at once, after every change, and every so often. What changes while the
   * client does not read comes to one reply.
   */
  static final class OfStatus extends Subscription {
    private final @Nullable Long everyNanos;
    private boolean changed = true;
    private long toldAtNanos;

    OfStatus(@Nullable Long everyNanos, long nowNanos) {
      this.everyNanos = everyNanos;
      this.toldAtNanos = nowNanos;
    }

    @Override
    void onEvent(Event event) {
      changed = true;
    }

    @Override
    void onDropped(long count) {
      changed |= count > 0;
    }

    @Override
    @Nullable Long dueAtNanos() {
      return everyNanos == null ? null : (Long) (toldAtNanos + everyNanos);
    }

    @Override
    @Nullable Reply next(Controls controls, long nowNanos) {
      Long due = dueAtNanos();
      if (!changed && (due == null || nowNanos - due < 0)) {
        return null;
      }
      changed = false;
      toldAtNanos = nowNanos;
      return ControlService.statusReply(controls);
    }
  }

  /** What happens, one event each; so many wait at most, and what more comes is counted. */
  static final class OfEvents extends Subscription {
    private static final int MOST = 256;

    private final Deque<Event> events = new ArrayDeque<>();
    private long dropped;

    @Override
    void onEvent(Event event) {
      if (events.size() < MOST) {
        events.add(event);
      } else {
        dropped++;
      }
    }

    @Override
    void onDropped(long count) {
      dropped += count;
    }

    @Override
    @Nullable Long dueAtNanos() {
      return null;
    }

    @Override
    @Nullable Reply next(Controls controls, long nowNanos) {
      Event event = events.poll();
      if (event != null) {
        return Reply.of("event", event.toJson());
      } else if (dropped > 0) {
        JsonObject lost = new JsonObject();
        lost.addProperty("event", Event.Kind.DROPPED.toString());
        lost.addProperty("count", dropped);
        dropped = 0;
        return Reply.of("event", lost);
      }
      return null;
    }
  }
}
