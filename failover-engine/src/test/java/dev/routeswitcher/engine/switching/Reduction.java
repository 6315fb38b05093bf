package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchCounts;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.probe.ProbeState;
import dev.routeswitcher.engine.probe.Round;
import dev.routeswitcher.engine.probe.RoundLedger;
import dev.routeswitcher.engine.probe.Streak;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine's states finite: every state is moved to time zero, a time so long ago that its
 * age makes no difference any more becomes the oldest age that does, and what only people read is
 * left out. The reduced state is a state like any other, and what follows from it is the same.
 *
 * <p>Times run in {@linkplain #TICK ticks} that are longer than every back-off, so that a back-off
 * is over at the next one. Each component of a state that is a number has a rule here; one that has
 * none is an error, so that a new one is not forgotten.
 */
final class Reduction {

  /** One interval. */
  static final long TICK = 90_000_000_000L;

  /** From this many failures in a row on, a round more or less makes no difference. */
  static final int MANY_FAILURES = 3;

  /** The number that the next round gets in every reduced state. */
  static final long NEXT_ROUND = 1000;

  /** Why something failed matters to nothing. */
  private static final OperationResult SOME_FAILURE =
      new OperationResult(
          new RoutingOperation(
              RoutingOperation.Kind.DELETE,
              new PolicyRule(1, false, null, null, null, Route.MAIN, null, Route.PROTOCOL)),
          OperationResult.Outcome.UNAVAILABLE,
          "");

  private final Timing timing;
  private final Map<String, Rule> rules = new HashMap<>();
  private final Map<Class<?>, Shape> shapes = new HashMap<>();

  /** What becomes of a component's value. */
  private interface Rule {
    @Nullable Object reduce(@Nullable Object value, long now);
  }

  private record Shape(
      Constructor<?> constructor, RecordComponent[] components, @Nullable Rule[] rules) {}

  Reduction(Timing timing) {
    this.timing = timing;
    int silence = silenceTicks(timing);
    int flap = ticks(timing.flapWindow().toNanos());
    int hold = ticks(timing.maxFailbackDelay().toNanos());
    keep(
        "FamilyState.asideBits",
        "SwitchState.wanted",
        "Round.replied",
        "Round.failed",
        "Round.unasked",
        "Round.overdue",
        "Round.number",
        "RoundLedger.firstNumber",
        "RoundLedger.nextNumber",
        "Damping.holdNanos",
        "PendingSwitch.wantedBefore",
        "PendingSwitch.leftIndex",
        "PendingSwitch.to",
        "PendingSwitch.staleAnswers");
    rules.put("FamilyState.alarms", (alarms, now) -> ImmutableSet.of());
    rules.put("FamilyState.pendingAlarms", (alarms, now) -> ImmutableList.of());
    rules.put("SwitchState.counts", (counts, now) -> SwitchCounts.NONE);
    rules.put("RoundLedger.failedRounds", (count, now) -> 0L);
    // One target is never set aside, and fixed deadlines do not depend on it.
    rules.put("ProbeState.targets", (targets, now) -> ProbeState.noEvidence(1));
    // Replies take less than a tick: whether a round waits for longer is all that matters.
    instant("Round.startedAtNanos", 1);
    instant("FamilyState.bootEndsAtNanos", 0);
    instant("FamilyState.wakeAtNanos", 0);
    instant("ProbeState.lastRoundAtNanos", 2);
    // No other interface has an address there.
    rules.put("LinkState.hadAddress", (had, now) -> false);
    instant("LinkState.addressGoneAtNanos", ticks(timing.addressGrace().toNanos()));
    instant("Round.expiresAtNanos", 0);
    instant("Result.atNanos", silence + 3);
    instant("Streak.lastNanos", silence + 3);
    instant("Streak.runStartNanos", ticks(timing.failbackDelay().toNanos()));
    rules.put("Streak.length", (length, now) -> length);
    forgotten("Damping.leftAtNanos", hold);
    instant("Damping.returnedAtNanos", 2 * (hold + flap));
    forgotten("SwitchHistory.lastForcedAtNanos", flap);
    forgotten("SwitchHistory.lastVoluntaryAtNanos", ticks(timing.failbackDelay().toNanos()));
    instant("SwitchChange.decidedAtNanos", Math.max(hold, flap) + 1);
    rules.put("SwitchChange.reason", (reason, now) -> new Reason.Adopted());
    rules.put("Backoff.attempts", (attempts, now) -> 1);
    rules.put("Backoff.cause", (cause, now) -> SOME_FAILURE);
    instant("Backoff.untilNanos", 0);
    rules.put("Repairs.count", (count, now) -> Math.min((int) notNull(count), 6));
    instant("Repairs.lastNanos", 1);
  }

  static int ticks(long nanos) {
    return Math.toIntExact(nanos / TICK);
  }

  /** Nothing is known of an uplink from which nothing was heard for longer than this. */
  static int silenceTicks(Timing timing) {
    return ticks(3 * timing.interval().toNanos() + timing.timeout().toNanos());
  }

  private void keep(String... components) {
    Arrays.stream(components).forEach(component -> rules.put(component, (value, now) -> value));
  }

  /** A time of which it does not matter by how much more than {@code oldest} ticks it is past. */
  private void instant(String component, int oldest) {
    rules.put(component, (value, now) -> value == null ? null : atZero((long) value, now, oldest));
  }

  /** A time that means as much as none when it is {@code oldest} ticks ago. */
  private void forgotten(String component, int oldest) {
    rules.put(
        component,
        (value, now) ->
            value == null || now - (long) value >= oldest * TICK
                ? null
                : atZero((long) value, now, oldest));
  }

  /** Relative to now, not older than {@code oldest} ticks, and on the next tick if to come. */
  private static Long atZero(long value, long now, int oldest) {
    long relative = value - now;
    return relative > 0 ? (relative + TICK - 1) / TICK * TICK : Math.max(relative, -oldest * TICK);
  }

  /** The state as it is at time zero. */
  FamilyState reduce(FamilyState state, long now) {
    return (FamilyState) notNull(value(state, now));
  }

  private @Nullable Object value(@Nullable Object value, long now) {
    if (value instanceof ImmutableList<?> list) {
      ImmutableList.Builder<Object> reduced = ImmutableList.builderWithExpectedSize(list.size());
      list.forEach(element -> reduced.add(notNull(value(element, now))));
      return reduced.build();
    } else if (value == null || isAtom(value)) {
      return value;
    } else if (value instanceof Record) {
      return meaning(record((Record) value, now));
    }
    throw new AssertionError("no rule for a " + value.getClass());
  }

  private static boolean isAtom(Object value) {
    return value instanceof Enum
        || value instanceof String
        || value instanceof Boolean
        || value instanceof InetAddress
        || value instanceof LinkStatus
        || value instanceof UplinkKey
        || value instanceof ManualOverride
        || value.getClass().getPackage().equals(Route.class.getPackage());
  }

  private Object record(Record value, long now) {
    Shape shape = shapes.computeIfAbsent(value.getClass(), this::shape);
    @Nullable Object[] reduced = new Object[shape.components().length];
    for (int i = 0; i < reduced.length; i++) {
      Object component = read(shape.components()[i], value);
      Rule rule = shape.rules()[i];
      reduced[i] = rule == null ? value(component, now) : rule.reduce(component, now);
    }
    return make(shape.constructor(), reduced);
  }

  private Shape shape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Rule[] its = new Rule[components.length];
    for (int i = 0; i < its.length; i++) {
      String name = type.getSimpleName() + "." + components[i].getName();
      its[i] = rules.get(name);
      Class<?> kind = components[i].getType();
      boolean number = Number.class.isAssignableFrom(kind) || kind.isPrimitive();
      if (its[i] == null && number && kind != boolean.class) {
        throw new AssertionError("say in Reduction what becomes of " + name);
      }
      components[i].getAccessor().setAccessible(true);
    }
    return new Shape(canonicalConstructor(type, components), components, its);
  }

  private static Constructor<?> canonicalConstructor(Class<?> type, RecordComponent[] components) {
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  // What the numbers of one record mean together

  private Object meaning(Object record) {
    if (record instanceof RoundLedger ledger) {
      return renumbered(ledger);
    } else if (record instanceof Streak streak) {
      return streak(streak);
    } else if (record instanceof Repairs repairs) {
      return repairs.isQuiet(0) ? Repairs.NONE : repairs;
    } else if (record instanceof FamilyState state) {
      return family(state);
    }
    return record;
  }

  private FamilyState family(FamilyState state) {
    ImmutableList.Builder<UplinkState> uplinks = ImmutableList.builder();
    PendingSwitch pending = state.switches().pending();
    int last = state.uplinks().size() - 1;
    for (int i = 0; i <= last; i++) {
      UplinkState uplink = state.uplinks().get(i);
      Long decidedAt =
          pending != null && pending.leftIndex() == i
              ? (Long) pending.change().decidedAtNanos()
              : null;
      // Nobody returns to the last uplink of his own accord: its hold is never asked for.
      Damping damping = i == last ? Damping.NONE : damping(uplink.damping(), decidedAt);
      uplinks.add(with(uplink, "damping", damping));
    }
    FamilyState reduced = with(state, "uplinks", uplinks.build());
    return pending == null || pending.change().from() != null
        ? reduced
        : with(reduced, "switches", with(state.switches(), "pending", undated(pending)));
  }

  /** When the first decision was taken matters to nothing. */
  private PendingSwitch undated(PendingSwitch pending) {
    return with(pending, "change", with(pending.change(), "decidedAtNanos", 0L));
  }

  /**
   * A hold that is over is over for good. A return so long ago that a failover is no relapse counts
   * no more; but one decided earlier and not in force yet is judged by the time it was decided.
   */
  private Damping damping(Damping damping, @Nullable Long decidedAt) {
    // Whether it is in use matters to nothing but a program that begins.
    Past.Use use = damping.use() == Past.Use.NEVER ? Past.Use.NEVER : Past.Use.LEFT;
    Long left = damping.isOver(0) ? null : damping.leftAtNanos();
    Long returned = damping.returnedAtNanos();
    long flapWindow = timing.flapWindow().toNanos();
    if (returned != null && -returned >= flapWindow) {
      returned =
          decidedAt != null && decidedAt - returned < flapWindow
              ? (Long) (decidedAt - flapWindow + TICK)
              : null;
    }
    return new Damping(use, damping.holdNanos(), left, returned);
  }

  /** The rounds by numbers that do not rise for ever. */
  private RoundLedger renumbered(RoundLedger ledger) {
    long shift = NEXT_ROUND - ledger.nextNumber();
    ImmutableList<Round> open =
        ledger.open().stream()
            .map(round -> round.result() == null ? round : with(round, "expiresAtNanos", 0L))
            .map(round -> with(round, "number", round.number() + shift))
            .map(round -> with(round, "sendError", ""))
            .collect(ImmutableList.toImmutableList());
    RoundLedger renumbered = with(with(ledger, "firstNumber", 0L), "nextNumber", NEXT_ROUND);
    return with(renumbered, "open", open);
  }

  /** More successes than a careful switch asks for are as many; many failures are hopeless. */
  private Streak streak(Streak streak) {
    if (streak.isEmpty()) {
      return Streak.EMPTY;
    } else if (streak.answered()) {
      int successes = Math.min(streak.successes(), timing.recoveryThreshold());
      long start = successes == 0 ? 0 : streak.runStartNanos();
      return new Streak(true, successes, start, streak.lastNanos(), "");
    }
    int failures = streak.failures() >= MANY_FAILURES ? Timing.HOPELESS_ROUNDS : streak.failures();
    return new Streak(false, failures, 0, streak.lastNanos(), "");
  }

  // Taking apart and putting together

  /** The parts of a state: its components, a list counted as its elements. */
  List<@Nullable Object> parts(Record state) {
    Shape shape = shapes.computeIfAbsent(state.getClass(), this::shape);
    return Arrays.stream(shape.components())
        .map(component -> read(component, state))
        .collect(Collectors.toList());
  }

  private <T extends Record> T with(T record, String component, Object value) {
    List<@Nullable Object> parts = parts(record);
    Shape shape = shapes.computeIfAbsent(record.getClass(), this::shape);
    for (int i = 0; i < shape.components().length; i++) {
      if (shape.components()[i].getName().equals(component)) {
        parts.set(i, value);
      }
    }
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) record.getClass();
    return whole(type, parts);
  }

  /** The value with these parts. */
  <T> T whole(Class<T> type, List<@Nullable Object> parts) {
    Shape shape = shapes.computeIfAbsent(type, this::shape);
    return type.cast(make(shape.constructor(), parts.toArray()));
  }

  private static @Nullable Object read(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError(e);
    }
  }

  private static Object make(Constructor<?> constructor, @Nullable Object[] components) {
    try {
      return constructor.newInstance(components);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object notNull(@Nullable Object value) {
    if (value == null) {
      throw new AssertionError("nothing where a value must be");
    }
    return value;
  }
}
