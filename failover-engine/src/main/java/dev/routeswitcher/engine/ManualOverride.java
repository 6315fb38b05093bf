package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableSet;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants, over the engine's own choice: one uplink used now, some never.
 *
 * <p>The uplink to use gets the traffic as soon as it answers well, however short it has been good
 * and however long it would be held back. From then on it stands before all others, as if it were
 * the first in the order of priority: when it fails the traffic leaves it, and returns when it is
 * stable again. An uplink that is never to be used loses the traffic as soon as another can take
 * it, and gets none; it is probed all the same. Neither moves the traffic to an uplink that does
 * not answer, or away from one when no other does.
 *
 * @param use the uplink to use now, or null to leave the choice to the engine
 * @param never uplinks to leave alone; not all of them, and not {@code use}
 */
public record ManualOverride(@Nullable UplinkKey use, ImmutableSet<UplinkKey> never) {

  /** The engine decides alone. */
  public static final ManualOverride NONE = new ManualOverride(null, ImmutableSet.of());

  /** This, with another uplink to use; it may be used again if it was never to be. */
  public ManualOverride using(UplinkKey uplink) {
    return new ManualOverride(uplink, without(uplink));
  }

  /** This, with the choice among the allowed uplinks left to the engine. */
  public ManualOverride usingAny() {
    return new ManualOverride(null, never);
  }

  /** This, with one more uplink that is never to be used. */
  public ManualOverride never(UplinkKey uplink) {
    ImmutableSet<UplinkKey> more =
        ImmutableSet.<UplinkKey>builder().addAll(never).add(uplink).build();
    return new ManualOverride(uplink.equals(use) ? null : use, more);
  }

  /** This, with one uplink that may be used again. */
  public ManualOverride allowing(UplinkKey uplink) {
    return new ManualOverride(use, without(uplink));
  }

  private ImmutableSet<UplinkKey> without(UplinkKey uplink) {
    return never.stream()
        .filter(other -> !other.equals(uplink))
        .collect(ImmutableSet.toImmutableSet());
  }
}
