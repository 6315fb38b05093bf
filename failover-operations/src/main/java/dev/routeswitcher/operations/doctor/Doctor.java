package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.operations.host.Host;
import dev.routeswitcher.operations.host.HostFacts;

/** Says what would keep failover from working on a host. Changes nothing. */
public final class Doctor {

  /** Everything that is looked at, in the order of the report. */
  private static final ImmutableList<Check> CHECKS =
      ImmutableList.of(
          ProgramChecks::unreadable,
          ProgramChecks::privileges,
          ProgramChecks::pingSockets,
          ProgramChecks::kernel,
          ProgramChecks::java,
          UnitCheck::findings,
          InterfaceChecks::sameInterface,
          InterfaceChecks::state,
          InterfaceChecks::addresses,
          InterfaceChecks::ipv6Disabled,
          InterfaceChecks::sharedAddresses,
          InterfaceChecks::mtu,
          ManagerCheck::findings,
          GatewayChecks::known,
          GatewayChecks::answering,
          GatewayChecks::advertisements,
          TargetChecks::local,
          TargetChecks::answering,
          RouteChecks::defaults,
          RouteChecks::foreignDefault,
          RouteChecks::covering,
          RuleChecks::tables,
          RuleChecks::preferences,
          RuleChecks::vpns,
          FilterCheck::findings,
          NatCheck::findings,
          LanPrefixCheck::findings,
          ResolverCheck::findings);

  private final Host host;

  /** Looks at this host. */
  public Doctor(Host host) {
    this.host = host;
  }

  /** What is found for a configuration; takes some two seconds. */
  public Report examine(Question question) {
    return judge(question, host.read(question.config()));
  }

  static Report judge(Question question, HostFacts facts) {
    Examination examined = new Examination(question, facts);
    return new Report(
        CHECKS.stream()
            .flatMap(check -> check.findings(examined))
            .collect(ImmutableList.toImmutableList()));
  }
}
