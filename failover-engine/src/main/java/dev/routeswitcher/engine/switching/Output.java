package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Notice;
import org.jspecify.annotations.Nullable;

/** Collects what a step decides and finds. */
public final class Output {

  private final ImmutableList.Builder<Decision> decisions = ImmutableList.builder();
  private final ImmutableList.Builder<Notice> notices = ImmutableList.builder();

  void order(Decision decision) {
    decisions.add(decision);
  }

  void report(Notice notice) {
    notices.add(notice);
  }

  void reportIfAny(@Nullable Notice notice) {
    if (notice != null) {
      report(notice);
    }
  }

  public ImmutableList<Decision> decisions() {
    return decisions.build();
  }

  public ImmutableList<Notice> notices() {
    return notices.build();
  }
}
