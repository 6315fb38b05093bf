package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Judge;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.config.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a judge with clocks of his own has to remember of the past to tell whether a step breaks an
 * invariant, as a value: all that {@link Judge} knows, in ticks and no older than matters.
 *
 * @param uplinks what was seen of each uplink, the primary first
 * @param wanted index of the uplink that was wanted, or -1
 * @param forced ticks since the last failover in force, or {@link #LONG_AGO}
 * @param voluntary ticks since the last failback in force, or {@link #LONG_AGO}
 * @param routesSeen whether the routes were ever read, before which nothing is decided
 */
record Witness(
    ImmutableList<Seen> uplinks, int wanted, int forced, int voluntary, boolean routesSeen) {

  static final int LONG_AGO = Integer.MAX_VALUE;

  /**
   * What was seen of one uplink.
   *
   * @param up whether its link is up
   * @param tail what its rounds before {@code rounds} come to
   * @param rounds rounds from the first one without a result on
   * @param hold its hold in ticks
   * @param left ticks since the last failover away from it, or {@link #LONG_AGO}
   * @param returned ticks since it last became active again, or {@link #LONG_AGO}
   * @param wasActive whether it ever was
   * @param relapsing whether the failover away from it that is not in force yet doubles the hold
   * @param refused ticks since the kernel refused a route of it or was asked again, at most 1, or
   *     {@link #LONG_AGO} if nothing speaks against it
   */
  record Seen(
      boolean up,
      Tail tail,
      ImmutableList<Tried> rounds,
      int hold,
      int left,
      int returned,
      boolean wasActive,
      boolean relapsing,
      int refused) {

    static final Seen NOTHING =
        new Seen(
            false, Tail.NONE, ImmutableList.of(), 0, LONG_AGO, LONG_AGO, false, false, LONG_AGO);

    Seen evidence(boolean isUp, Tail newTail, List<Tried> newRounds) {
      return new Seen(
          isUp,
          newTail,
          ImmutableList.copyOf(newRounds),
          hold,
          left,
          returned,
          wasActive,
          relapsing,
          refused);
    }

    Seen past(int newHold, int newLeft, int newReturned, boolean active, boolean isRelapsing) {
      return new Seen(
          up, tail, rounds, newHold, newLeft, newReturned, active, isRelapsing, refused);
    }

    Seen refusedSince(int ticks) {
      return new Seen(up, tail, rounds, hold, left, returned, wasActive, relapsing, ticks);
    }

    /** What all finished rounds come to. */
    Tail all(Limits limits) {
      Tail all = tail;
      for (Tried round : rounds) {
        all = round.answered() == null ? all : all.then(round.answered(), round.age(), limits);
      }
      return all;
    }
  }

  /**
   * One round.
   *
   * @param back how many rounds began since, itself counted
   * @param expiresIn ticks until it counts as failed
   * @param answered how it ended, or null
   * @param age ticks since it ended
   */
  record Tried(int back, int expiresIn, @Nullable Boolean answered, int age) {}

  /**
   * What rounds come to, in the order of their numbers.
   *
   * @param last how the last one ended, or null if there is none
   * @param failures failures in a row at the end
   * @param successes successes in a row at the end
   * @param stable ticks since the first of these successes
   * @param age ticks since the last round ended
   */
  record Tail(@Nullable Boolean last, int failures, int successes, int stable, int age) {

    static final Tail NONE = new Tail(null, 0, 0, 0, 0);

    Tail then(boolean answered, int endedAgo, Limits limits) {
      if (!answered) {
        return new Tail(false, failures + 1, 0, 0, endedAgo);
      }
      boolean unbroken = successes > 0 && age - endedAgo <= limits.silence();
      return unbroken
          ? new Tail(true, 0, successes + 1, stable, endedAgo)
          : new Tail(true, 0, 1, endedAgo, endedAgo);
    }
  }

  /** The times and counts of the rules, in ticks. */
  record Limits(
      int failures,
      int recovery,
      int silence,
      int failbackDelay,
      int maxHold,
      int flapWindow,
      int rounds) {

    static Limits of(Timing timing) {
      return new Limits(
          timing.failureThreshold(),
          timing.recoveryThreshold(),
          Reduction.silenceTicks(timing),
          Reduction.ticks(timing.failbackDelay().toNanos()),
          Reduction.ticks(timing.maxFailbackDelay().toNanos()),
          Reduction.ticks(timing.flapWindow().toNanos()),
          Reduction.ticks(timing.timeout().toNanos() + timing.interval().toNanos()));
    }
  }

  static Witness of(int uplinks) {
    return new Witness(
        IntStream.range(0, uplinks)
            .mapToObj(i -> Seen.NOTHING)
            .collect(ImmutableList.toImmutableList()),
        -1,
        LONG_AGO,
        LONG_AGO,
        false);
  }

  // What happens

  Witness with(int uplink, Seen seen) {
    List<Seen> all = new ArrayList<>(uplinks);
    all.set(uplink, seen);
    return new Witness(ImmutableList.copyOf(all), wanted, forced, voluntary, routesSeen);
  }

  Witness routesRead() {
    return new Witness(uplinks, wanted, forced, voluntary, true);
  }

  Witness wants(int uplink) {
    return new Witness(uplinks, uplink, forced, voluntary, routesSeen);
  }

  Witness link(int uplink, boolean up) {
    Seen seen = uplinks.get(uplink);
    Seen heard = seen.refusedSince(LONG_AGO);
    return with(
        uplink,
        up
            ? heard.evidence(true, seen.tail(), seen.rounds())
            : heard.evidence(false, Tail.NONE, List.of()));
  }

  Witness started(int uplink, Limits limits) {
    Seen seen = uplinks.get(uplink);
    List<Tried> rounds = new ArrayList<>();
    for (Tried round : seen.rounds()) {
      rounds.add(new Tried(round.back() + 1, round.expiresIn(), round.answered(), round.age()));
    }
    rounds.add(new Tried(1, limits.rounds(), null, 0));
    return with(uplink, seen.evidence(seen.up(), seen.tail(), rounds));
  }

  Witness result(int uplink, int back, boolean answered, Limits limits) {
    Seen seen = uplinks.get(uplink);
    List<Tried> rounds = new ArrayList<>();
    for (Tried round : seen.rounds()) {
      boolean meant = round.back() == back && round.answered() == null;
      rounds.add(meant ? new Tried(back, round.expiresIn(), answered, 0) : round);
    }
    return with(uplink, settled(seen, rounds, limits));
  }

  private static Seen settled(Seen seen, List<Tried> rounds, Limits limits) {
    Tail tail = seen.tail();
    int settled = 0;
    for (Tried round : rounds) {
      if (round.answered() == null) {
        break;
      }
      tail = tail.then(round.answered(), round.age(), limits);
      settled++;
    }
    return seen.evidence(seen.up(), tail, rounds.subList(settled, rounds.size()));
  }

  Witness stoodStill(int ticks) {
    Witness next = this;
    for (int i = 0; i < uplinks.size(); i++) {
      Seen seen = uplinks.get(i);
      List<Tried> rounds =
          seen.rounds().stream()
              .map(r -> new Tried(r.back(), r.expiresIn() + ticks, r.answered(), r.age()))
              .toList();
      next = next.with(i, seen.evidence(seen.up(), seen.tail(), rounds));
    }
    return next;
  }

  Witness expired(Limits limits) {
    Witness next = this;
    for (int i = 0; i < uplinks.size(); i++) {
      Seen seen = uplinks.get(i);
      List<Tried> rounds =
          seen.rounds().stream()
              .map(
                  r ->
                      r.answered() == null && r.expiresIn() <= 0
                          ? new Tried(r.back(), r.expiresIn(), false, 0)
                          : r)
              .toList();
      next = next.with(i, settled(seen, rounds, limits));
    }
    return next;
  }

  /** What was in flight says nothing, and the next success begins a new run. */
  Witness resumed(Limits limits) {
    Witness next = this;
    for (int i = 0; i < uplinks.size(); i++) {
      Seen seen = uplinks.get(i);
      Tail all = seen.all(limits);
      Tail cut = Boolean.TRUE.equals(all.last()) ? new Tail(true, 0, 0, 0, all.age()) : all;
      next = next.with(i, seen.evidence(seen.up(), cut, List.of()));
    }
    return next;
  }

  Witness adopted(int to, Limits limits) {
    if (to == 0) {
      return this;
    }
    Seen primary = uplinks.get(0);
    Witness left =
        with(0, primary.past(limits.failbackDelay(), 0, primary.returned(), true, false));
    return new Witness(left.uplinks, wanted, 0, voluntary, routesSeen);
  }

  /** A failover was decided: whether it is a relapse depends on the time of the decision. */
  Witness decided(SwitchChange change, int from, Limits limits) {
    if (change.kind() != SwitchKind.FAILOVER || from < 0) {
      return this;
    }
    Seen seen = uplinks.get(from);
    boolean relapsing = seen.returned() < limits.flapWindow();
    return with(
        from, seen.past(seen.hold(), seen.left(), seen.returned(), seen.wasActive(), relapsing));
  }

  Witness inForce(SwitchKind kind, int from, int to, int ago, Limits limits) {
    Witness next = this;
    if (kind == SwitchKind.FAILOVER && from >= 0) {
      Seen left = uplinks.get(from);
      int hold =
          left.relapsing() && left.hold() > 0
              ? Math.min(2 * left.hold(), limits.maxHold())
              : limits.failbackDelay();
      next = with(from, left.past(hold, ago, left.returned(), true, false));
      next = new Witness(next.uplinks, wanted, ago, voluntary, routesSeen);
    } else if (kind == SwitchKind.FAILBACK) {
      next = new Witness(uplinks, wanted, forced, ago, routesSeen);
    }
    Seen gains = next.uplinks.get(to);
    int returned = gains.wasActive() ? ago : gains.returned();
    return next.with(to, gains.past(gains.hold(), gains.left(), returned, true, gains.relapsing()));
  }

  // Time

  /** The same after some ticks, with ages no older than matters. */
  Witness aged(int ticks, Limits limits) {
    ImmutableList.Builder<Seen> aged = ImmutableList.builder();
    for (int i = 0; i < uplinks.size(); i++) {
      boolean last = i == uplinks.size() - 1;
      aged.add(aged(uplinks.get(i), ticks, last, limits));
    }
    return new Witness(
        aged.build(),
        wanted,
        older(forced, ticks, limits.flapWindow()),
        older(voluntary, ticks, limits.failbackDelay()),
        routesSeen);
  }

  private static Seen aged(Seen seen, int ticks, boolean last, Limits limits) {
    int oldest = limits.silence() + 3;
    Tail tail = seen.tail();
    int failures =
        tail.failures() >= Reduction.MANY_FAILURES ? Timing.HOPELESS_ROUNDS : tail.failures();
    Tail agedTail =
        tail.last() == null
            ? tail
            : new Tail(
                tail.last(),
                failures,
                Math.min(tail.successes(), limits.recovery()),
                tail.successes() == 0 ? 0 : Math.min(tail.stable() + ticks, limits.failbackDelay()),
                Math.min(tail.age() + ticks, oldest));
    ImmutableList<Tried> rounds =
        seen.rounds().stream()
            .map(
                r ->
                    r.answered() == null
                        ? new Tried(r.back(), r.expiresIn() - ticks, null, 0)
                        : new Tried(r.back(), 0, r.answered(), Math.min(r.age() + ticks, oldest)))
            .collect(ImmutableList.toImmutableList());
    return last
        ? new Seen(
            seen.up(),
            agedTail,
            rounds,
            0,
            LONG_AGO,
            LONG_AGO,
            false,
            false,
            seen.refused() == LONG_AGO ? LONG_AGO : Math.min(seen.refused() + ticks, 1))
        : new Seen(
            seen.up(),
            agedTail,
            rounds,
            seen.hold(),
            older(seen.left(), ticks, seen.hold()),
            older(seen.returned(), ticks, limits.flapWindow()),
            seen.wasActive(),
            seen.relapsing(),
            seen.refused() == LONG_AGO ? LONG_AGO : Math.min(seen.refused() + ticks, 1));
  }

  private static int older(int age, int ticks, int oldest) {
    return age == LONG_AGO || age + ticks >= oldest ? LONG_AGO : age + ticks;
  }

  // Judging

  boolean isUnknown(int uplink, Limits limits) {
    Tail all = uplinks.get(uplink).all(limits);
    return all.last() == null || all.age() > limits.silence();
  }

  boolean isResponsive(int uplink, Limits limits) {
    return uplinks.get(uplink).up()
        && !isUnknown(uplink, limits)
        && Boolean.TRUE.equals(uplinks.get(uplink).all(limits).last());
  }

  boolean isDown(int uplink, Limits limits) {
    return !uplinks.get(uplink).up()
        || (!isUnknown(uplink, limits)
            && uplinks.get(uplink).all(limits).failures() >= limits.failures());
  }

  /** An uplink that must take over from {@code active}, by every reading of the rules. */
  Optional<Integer> candidate(int active, Limits limits) {
    return IntStream.range(0, uplinks.size())
        .filter(i -> i != active && isResponsive(i, limits))
        .filter(i -> uplinks.get(i).refused() > 0)
        .filter(i -> answeredEnough(i, active, limits))
        .boxed()
        .findFirst();
  }

  /**
   * Whether it has answered as many rounds in a row as a failover away from {@code active} asks
   * for: what was before a sleep or a silence does not count.
   */
  boolean answeredEnough(int uplink, int active, Limits limits) {
    boolean anyAnswerWillDo =
        forced == LONG_AGO
            || !uplinks.get(active).up()
            || uplinks.get(active).all(limits).failures() >= Timing.HOPELESS_ROUNDS;
    return anyAnswerWillDo || uplinks.get(uplink).all(limits).successes() >= limits.recovery();
  }

  /** What is wrong with a voluntary return to {@code to} now, if anything is. */
  Optional<String> faultOfReturn(int to, Limits limits) {
    Seen seen = uplinks.get(to);
    Tail all = seen.all(limits);
    if (all.successes() == 0 || all.age() != 0 || all.stable() < limits.failbackDelay()) {
      return Optional.of("4: returns after " + all.stable() + " ticks of stability");
    } else if (voluntary != LONG_AGO) {
      return Optional.of("6: voluntary switch " + voluntary + " ticks after the last one");
    } else if (seen.left() != LONG_AGO) {
      return Optional.of("6: left " + seen.left() + " ticks ago, hold " + seen.hold());
    }
    return Optional.empty();
  }
}
