package dev.routeswitcher.operations.event;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.runtime.SwitcherListener;
import dev.routeswitcher.runtime.words.SettingNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way by which events go to everything that wants them: the listener of a switcher, and
 * whoever else has something to tell. Receivers get each event in the order in which they were
 * added, on the thread that publishes it, one event at a time; so the journal has it before a hook
 * is told. No thread of these is the switcher's own.
 */
public final class Events implements SwitcherListener {

  private static final Logger log = LoggerFactory.getLogger(Events.class);

  private final NoticeEvents notices;
  private final InstantSource clock;
  private final Object order = new Object();
  private ImmutableList<Receiver> receivers = ImmutableList.of();

  /** Gets events; should not take long, for the others wait. */
  @FunctionalInterface
  public interface Receiver {

    /** Something happened. */
    void onEvent(Event event);
  }

  /**
   * A way without receivers.
   *
   * @param names how texts call settings
   * @param clock the wall clock
   */
  public Events(SettingNames names, InstantSource clock) {
    this.notices = new NoticeEvents(names);
    this.clock = clock;
  }

  /** Adds one more receiver, which gets what is published from now on. */
  public void add(Receiver receiver) {
    synchronized (order) {
      receivers = ImmutableList.<Receiver>builder().addAll(receivers).add(receiver).build();
    }
  }

  /**
   * Puts receivers in the place of others, before those that were added beside them. Whoever is
   * among both goes on without missing anything.
   */
  public void replace(List<? extends Receiver> before, List<? extends Receiver> after) {
    synchronized (order) {
      List<Receiver> others = new ArrayList<>(receivers);
      others.removeAll(before);
      receivers = ImmutableList.<Receiver>builder().addAll(after).addAll(others).build();
    }
  }

  /** Takes a receiver away, if it is one. */
  public void remove(Receiver receiver) {
    synchronized (order) {
      List<Receiver> others = new ArrayList<>(receivers);
      others.remove(receiver);
      receivers = ImmutableList.copyOf(others);
    }
  }

  /** Tells all receivers of something that happened now. */
  public void publish(Kind kind, ImmutableMap<String, Object> figures) {
    publish(new Event(clock.instant(), kind, figures));
  }

  @Override
  public void onNotice(Notice notice) {
    publish(notices.of(notice, clock.instant()));
  }

  @Override
  public void onNoticesDropped(long count) {
    publish(
        Kind.DROPPED, ImmutableMap.of("count", count, "text", "too slow: dropped_events=" + count));
  }

  private void publish(Event event) {
    synchronized (order) {
      for (Receiver receiver : receivers) {
        try {
          receiver.onEvent(event);
        } catch (RuntimeException e) {
          log.warn("{} failed on an event; the others get it", receiver, e);
        }
      }
    }
  }
}
