package dev.routeswitcher.engine;

import org.jspecify.annotations.Nullable;

/**
 * A change of the wanted uplink.
 *
 * @param kind why the traffic moves
 * @param from the uplink that was wanted, or null at start
 * @param fromName the configured name of that, or null
 * @param to the uplink that is wanted
 * @param toName the configured name of that: {@code primary}, {@code secondary}, ...
 * @param state what the family's traffic goes by when the change is in force
 * @param reason cause and figures
 * @param decidedAtNanos the time of the step
 */
public record SwitchChange(
    SwitchKind kind,
    @Nullable UplinkKey from,
    @Nullable String fromName,
    UplinkKey to,
    String toName,
    FailoverState state,
    Reason reason,
    long decidedAtNanos) {}
