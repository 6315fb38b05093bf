package dev.routeswitcher.engine;

import dev.routeswitcher.engine.config.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every switch that came into force since the start, and the holds that follow from them. */
final class GhostHistory {

  private record Move(long atNanos, @Nullable UplinkKey from, UplinkKey to, boolean forced) {}

  /** What the moves before a reload come to for an uplink that stays. */
  private record Past(long hold, boolean active, @Nullable Long returnedAt) {}

  private Timing timing;
  private UplinkKey primary;
  private final List<Move> moves = new ArrayList<>();
  private final Map<UplinkKey, Long> holds = new HashMap<>();
  private final Map<UplinkKey, Past> pasts = new HashMap<>();

  /** How many moves were there before the last reload. */
  private int movesBefore;

  /** What the traffic goes by, and went by when this program began, as far as was told. */
  private @Nullable UplinkKey inUse;

  private @Nullable UplinkKey inUseBefore;

  private @Nullable UplinkKey pendingTo;
  private @Nullable Long decidedAt;
  private boolean voluntaryDecided;

  GhostHistory(Timing timing, UplinkKey primary) {
    this.timing = timing;
    this.primary = primary;
  }

  /** What happened before the program began is known. */
  void recall(GhostHistory before) {
    moves.addAll(before.moves);
    holds.putAll(before.holds);
    pasts.putAll(before.pasts);
    movesBefore = before.movesBefore;
    inUseBefore = before.inUse;
  }

  /** From now on other times count; those uplinks stay the same, with holds that are in bounds. */
  void reconfigured(
      Timing newTiming, UplinkKey newPrimary, Set<UplinkKey> same, Set<UplinkKey> configured) {
    Map<UplinkKey, Past> known = new HashMap<>();
    for (UplinkKey key : same) {
      Past past = past(key, moves.subList(movesBefore, moves.size()));
      boolean left = holds.containsKey(key);
      long hold =
          Math.min(
              Math.max(past.hold(), newTiming.failbackDelay().toNanos()),
              newTiming.maxFailbackDelay().toNanos());
      known.put(key, new Past(left ? hold : 0, past.active(), past.returnedAt()));
      if (left) {
        holds.put(key, hold);
      }
    }
    pasts.clear();
    pasts.putAll(known);
    holds.keySet().retainAll(same);
    movesBefore = moves.size();
    inUse = inUse != null && configured.contains(inUse) ? inUse : null;
    timing = newTiming;
    primary = newPrimary;
    if (pendingTo != null && !configured.contains(pendingTo)) {
      undone();
    }
  }

  /** A route of an earlier run counts as a failover away from the primary, if none is known. */
  void adopted(UplinkKey to, long now) {
    if (!to.equals(primary) && !to.equals(inUseBefore)) {
      holds.put(primary, holdAfterLeaving(primary, now));
      moves.add(new Move(now, primary, to, true));
    }
  }

  /** One that is voluntary counts for the distance to the next before it is in force. */
  void decided(SwitchChange change, long now) {
    decidedAt = now;
    pendingTo = change.to();
    voluntaryDecided = change.kind() == SwitchKind.FAILBACK || change.kind() == SwitchKind.MANUAL;
  }

  void undone() {
    decidedAt = null;
    pendingTo = null;
    voluntaryDecided = false;
  }

  void inForce(SwitchChange change, long now) {
    long at = decidedAt == null ? now : decidedAt;
    pendingTo = null;
    boolean forced = change.kind() == SwitchKind.FAILOVER;
    UplinkKey from = change.from();
    inUse = change.to();
    boolean adopts = change.kind() == SwitchKind.ADOPTION;
    boolean begins = adopts || change.kind() == SwitchKind.START;
    if (begins && change.to().equals(inUseBefore) || adopts && !change.to().equals(primary)) {
      return;
    }
    if (forced && from != null) {
      holds.put(from, holdAfterLeaving(from, at));
    }
    moves.add(new Move(at, from, change.to(), forced));
  }

  /**
   * The manual's sentence: the failback delay, twice as long with each further failover away within
   * the flap window after a return, at most the longest; from all moves there were.
   */
  private long holdAfterLeaving(UplinkKey left, long now) {
    List<Move> all = new ArrayList<>(moves.subList(movesBefore, moves.size()));
    all.add(new Move(now, left, left, true));
    return past(left, all).hold();
  }

  private Past past(UplinkKey left, List<Move> all) {
    Past before = pasts.getOrDefault(left, new Past(0, false, null));
    long hold = before.hold();
    boolean active = before.active();
    Long returnedAt = before.returnedAt();
    for (Move move : all) {
      if (left.equals(move.from()) && move.forced()) {
        boolean again =
            hold > 0
                && returnedAt != null
                && move.atNanos() - returnedAt < timing.flapWindow().toNanos();
        hold =
            again
                ? Math.min(2 * hold, timing.maxFailbackDelay().toNanos())
                : timing.failbackDelay().toNanos();
      } else if (move.to().equals(left) && active) {
        returnedAt = move.atNanos();
      }
      active |= move.to().equals(left) || left.equals(move.from());
    }
    return new Past(hold, active, returnedAt);
  }

  boolean holdDoubled() {
    return holds.values().stream().anyMatch(hold -> hold > timing.failbackDelay().toNanos());
  }

  boolean nextForcedIsFirst(long now) {
    return moves.stream()
        .filter(Move::forced)
        .allMatch(move -> now - move.atNanos() >= timing.flapWindow().toNanos());
  }

  /** What is wrong with a voluntary return to {@code to} now, if anything is. */
  Optional<String> faultOfReturn(UplinkKey to, long now) {
    long hold = holds.getOrDefault(to, 0L);
    if (voluntaryDecided
        && decidedAt != null
        && now - decidedAt < timing.failbackDelay().toNanos()) {
      return Optional.of("decided too soon after the last voluntary switch was");
    }
    for (Move move : moves) {
      long ago = now - move.atNanos();
      boolean voluntary = !move.forced() && move.from() != null;
      if (voluntary && ago < timing.failbackDelay().toNanos()) {
        return Optional.of("voluntary switch " + ago / 1e9 + " s after the last one");
      } else if (move.forced() && to.equals(move.from()) && ago < hold) {
        return Optional.of("left " + to + " " + ago / 1e9 + " s ago, hold " + hold / 1e9);
      }
    }
    return Optional.empty();
  }
}
