package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers of the kernel's routes.
 *
 * @param kernel the routes as last read, or null before the first reading
 * @param linkMoved whether a link moved since they were read
 * @param changeInFlight whether a {@link Decision.ChangeRoutes} waits for its answer
 * @param unavailable set while the kernel changes no route at all
 * @param planned the plan that follows from them, or null before the first one and while dormant
 * @param repairs how often routes had to be put right lately
 */
record RouteState(
    @Nullable KernelView kernel,
    boolean linkMoved,
    boolean changeInFlight,
    @Nullable Backoff unavailable,
    @Nullable PlannedRoutes planned,
    Repairs repairs) {

  static final RouteState UNSEEN = new RouteState(null, false, false, null, null, Repairs.NONE);
}
