package dev.routeswitcher.engine;

import dev.routeswitcher.engine.config.EngineConfig;
import java.util.List;

/** What led to the first fault that a judge finds in a world, kept while the story still has it. */
final class FirstFault implements World.Observer {

  private final World world;
  private final Judge judge;
  private String story = "";

  private FirstFault(World world, Judge judge) {
    this.world = world;
    this.judge = judge;
  }

  /** Has the world judged from now on. */
  static FirstFault in(World world, Judge judge) {
    FirstFault fault = new FirstFault(world, judge);
    world.observe(judge);
    world.observe(fault);
    return fault;
  }

  @Override
  public void restarted(EngineConfig config, long now) {}

  @Override
  public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
    if (story.isEmpty() && !judge.broken().isEmpty()) {
      story = world.story.toString();
    }
  }

  /** The story up to it, empty if there is none. */
  @Override
  public String toString() {
    return story;
  }
}
