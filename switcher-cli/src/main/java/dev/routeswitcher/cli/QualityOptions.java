package dev.routeswitcher.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about loss and round-trip times, as they were typed. */
final class QualityOptions {

  @Option(
      names = "--leave-at-loss",
      paramLabel = "PERCENT",
      description = "leave an uplink that loses so many of its probes (default: never)")
  @Nullable String leaveAtLoss;

  @Option(
      names = "--return-at-loss",
      paramLabel = "PERCENT",
      description = "it is good again at no more than this (default: a quarter of --leave-at-loss)")
  @Nullable String returnAtLoss;

  @Option(
      names = "--leave-at-rtt",
      paramLabel = "DURATION",
      description = "leave an uplink whose mean round trip takes so long (default: never)")
  @Nullable String leaveAtRtt;

  @Option(
      names = "--return-at-rtt",
      paramLabel = "DURATION",
      description = "it is good again at no more than this (default: half of --leave-at-rtt)")
  @Nullable String returnAtRtt;

  @Option(
      names = "--quality-window",
      paramLabel = "DURATION",
      description = "what loss and round trip are measured over (default: 60s)")
  @Nullable String qualityWindow;

  boolean areGiven() {
    return leaveAtLoss != null
        || returnAtLoss != null
        || leaveAtRtt != null
        || returnAtRtt != null
        || qualityWindow != null;
  }
}
