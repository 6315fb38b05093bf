package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Notice;
import org.jspecify.annotations.Nullable;

/** Takes what a step decides and finds. */
public interface Output {

  /** Something is to be done. */
  void order(Decision decision);

  /** Something is worth knowing. */
  void report(Notice notice);

  /** Takes nothing. */
  Output NONE =
      new Output() {
        @Override
        public void order(Decision decision) {}

        @Override
        public void report(Notice notice) {}
      };

  /** Takes a notice, if there is one. */
  default void reportIfAny(@Nullable Notice notice) {
    if (notice != null) {
      report(notice);
    }
  }
}
