package dev.routeswitcher.engine.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an uplink that answers is too poor to carry the traffic. At least one of the rules is given.
 *
 * <p>Each has a limit to call the uplink poor and a lower one to call it sound again; between the
 * two it stays what it was. An uplink is judged once its link was up for a whole window.
 *
 * @param window what loss and delay are measured over, {@link #SHORTEST_WINDOW} to {@link
 *     Timing#LONGEST}
 * @param loss the rule about lost probes, or null for none
 * @param delay the rule about round-trip times, or null for none
 */
public record QualityRules(Duration window, @Nullable Loss loss, @Nullable Delay delay) {

  /** The shortest window. */
  public static final Duration SHORTEST_WINDOW = Duration.ofSeconds(5);

  /**
   * A rule about the share of probes that were lost in the window.
   *
   * @param leavePercent an uplink that loses at least so much is poor, 1 to 100
   * @param returnPercent one that loses at most so much is sound again, 0 to less than {@code
   *     leavePercent}
   */
  public record Loss(int leavePercent, int returnPercent) {}

  /**
   * A rule about the mean round-trip time of the probes answered in the window.
   *
   * @param leave an uplink whose mean is at least so long is poor
   * @param comeBack one whose mean is at most so long is sound again; less than {@code leave}
   */
  public record Delay(Duration leave, Duration comeBack) {}
}
