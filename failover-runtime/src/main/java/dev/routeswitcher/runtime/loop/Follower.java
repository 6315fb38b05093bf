package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import java.util.List;

/** Does something of its own in consequence of the engine's steps. Used by the owner thread. */
interface Follower {

  /** The loop opens; nothing may be changed yet. */
  default void opened() {}

  /** The engine was told these events, and decided this; nothing of it is carried out yet. */
  void stepped(List<EngineEvent> events, List<Decision> decisions);

  /** The loop ends, or could not open after all. Does nothing the second time. */
  default void ended() {}
}
