package dev.routeswitcher.engine;

/**
 * How often the traffic of a family moved since the start, and before as far as is known; only
 * switches in force count.
 *
 * @param failovers away from an uplink that was down or too poor
 * @param failbacks back to a better one
 * @param manual because an operator wanted it
 * @param undone how often the kernel refused a switch
 */
public record SwitchCounts(long failovers, long failbacks, long manual, long undone) {

  /** Nothing moved yet. */
  public static final SwitchCounts NONE = new SwitchCounts(0, 0, 0, 0);

  /** The counts after one more switch came into force; start and adoption are none. */
  public SwitchCounts plus(SwitchKind kind) {
    return switch (kind) {
      case FAILOVER -> new SwitchCounts(failovers + 1, failbacks, manual, undone);
      case FAILBACK -> new SwitchCounts(failovers, failbacks + 1, manual, undone);
      case MANUAL -> new SwitchCounts(failovers, failbacks, manual + 1, undone);
      case START, ADOPTION -> this;
    };
  }

  /** The counts after the kernel refused one more switch. */
  public SwitchCounts plusUndone() {
    return new SwitchCounts(failovers, failbacks, manual, undone + 1);
  }
}
