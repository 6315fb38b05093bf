package dev.routeswitcher.icmp.example;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.periodic.PeriodicProber;
import dev.routeswitcher.icmp.statistics.ProbeStatistics;
import dev.routeswitcher.icmp.statistics.StatisticsSnapshot;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** Usage: LossWatch SECONDS INTERFACE ADDRESS... */
public final class LossWatch {
  public static void main(String[] args) throws Exception {
    String interfaceName = args[1];
    List<InetAddress> targets =
        List.of(args).subList(2, args.length).stream().map(InetAddresses::forString).toList();

    try (IcmpProber prober = IcmpProber.open()) {
      ProbeStatistics statistics = ProbeStatistics.of(prober, 600);
      PeriodicProber periodic =
          PeriodicProber.builder(statistics)
              .interval(Duration.ofMillis(200))
              .jitter(Duration.ofMillis(50))
              .timeout(
                  (name, target) ->
                      statistics
                          .estimate(name, target)
                          .timeout(Duration.ofMillis(100), Duration.ofMillis(500)))
              .build();
      for (InetAddress target : targets) {
        periodic.start(interfaceName, target, (request, outcome) -> {});
      }
      Thread.sleep(Duration.ofSeconds(Long.parseLong(args[0])).toMillis());
      statistics.snapshots().forEach((path, s) -> System.out.println(path + ": " + describe(s)));
    }
  }

  private static String describe(StatisticsSnapshot s) {
    return s.replied() + " replies, " + s.lost() + " lost, " + s.roundTrips();
  }

  private LossWatch() {}
}
