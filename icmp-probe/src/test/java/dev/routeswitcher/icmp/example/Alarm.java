package dev.routeswitcher.icmp.example;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import dev.routeswitcher.icmp.periodic.PeriodicProber;
import java.net.InetAddress;

/** Is raised while three probes or more in a row were not answered. */
final class Alarm implements ProbeListener {
  private int unanswered;

  static Alarm on(Prober prober, String interfaceName, InetAddress target) {
    Alarm alarm = new Alarm();
    PeriodicProber.builder(prober).build().start(interfaceName, target, alarm);
    return alarm;
  }

  boolean isRaised() {
    return unanswered >= 3;
  }

  @Override
  public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
    unanswered = outcome.kind() == ProbeOutcome.Kind.REPLIED ? 0 : unanswered + 1;
  }

  private Alarm() {}
}
