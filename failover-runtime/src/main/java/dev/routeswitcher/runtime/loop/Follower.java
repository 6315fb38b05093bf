package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import java.util.List;

/** Does something of its own in consequence of the engine's steps. Used by the owner thread. */
interface Follower {

  /** The loop opens; nothing may be changed yet. */
  default void opened() {}

  /** The engine made a step on these events; nothing of what it decided is carried out yet. */
  void stepped(List<EngineEvent> events, List<Notice> notices);

  /** The loop ends, or could not open after all. Does nothing the second time. */
  default void ended() {}
}
