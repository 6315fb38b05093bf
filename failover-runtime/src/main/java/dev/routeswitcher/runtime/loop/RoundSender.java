package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.ProbeSender;
import java.net.InetAddress;
import java.util.List;
import org.slf4j.event.Level;

/** Sends the probes of a round, and sees that whatever becomes of them reaches the inbox. */
final class RoundSender {

  private EngineConfig config;
  private final ProbeSender probes;
  private final HostClock clock;
  private final LinkBook links;
  private final Inbox inbox;
  private final Announcer announcer;

  RoundSender(EngineConfig config, Ports ports, LinkBook links, Inbox inbox, Announcer announcer) {
    this.config = config;
    this.probes = ports.probes();
    this.clock = ports.clock();
    this.links = links;
    this.inbox = inbox;
    this.announcer = announcer;
  }

  /** From now on rounds ask the targets of another configuration. */
  void configure(EngineConfig next) {
    config = next;
  }

  /** Starts a round that was decided at that time; what it is late by is given to the replies. */
  void start(Decision.StartRound round, long decidedAtNanos) {
    List<InetAddress> targets = targets(round.uplink().family());
    long late = clock.nanoTime() - decidedAtNanos;
    for (int i = 0; i < targets.size(); i++) {
      int index = i;
      InetAddress target = targets.get(i);
      probes.probe(
          links.kernelName(round.uplink().interfaceName()),
          target,
          round.deadlinesNanos().get(index) + late,
          new ProbeSender.Report() {
            @Override
            public void finished(EngineEvent.Verdict verdict, long rttNanos, String detail) {
              inbox.probe(
                  new EngineEvent.ProbeFinished(
                      round.uplink(), round.number(), index, verdict, rttNanos, detail));
              logProbe(round, target, verdict.name(), rttNanos, detail);
            }

            @Override
            public void cameLate(long rttNanos) {
              inbox.probe(
                  new EngineEvent.ReplyCameLate(round.uplink(), round.number(), index, rttNanos));
              logProbe(round, target, "LATE", rttNanos, "");
            }
          });
    }
  }

  private void logProbe(
      Decision.StartRound round, InetAddress target, String verdict, long rttNanos, String detail) {
    announcer.log(
        Level.DEBUG,
        "probe family={} interface={} round={} target={} verdict={} rtt_us={} {}",
        Codes.of(round.uplink().family()),
        round.uplink().interfaceName(),
        round.number(),
        target.getHostAddress(),
        verdict,
        rttNanos < 0 ? -1 : rttNanos / 1000,
        detail);
  }

  private List<InetAddress> targets(IpFamily family) {
    return config.families().stream()
        .filter(candidate -> candidate.family() == family)
        .map(FamilyConfig::targets)
        .findFirst()
        .orElseThrow();
  }
}
