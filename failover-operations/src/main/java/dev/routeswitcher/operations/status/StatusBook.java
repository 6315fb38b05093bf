package dev.routeswitcher.operations.status;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.runtime.SwitcherListener;
import dev.routeswitcher.runtime.words.NoticeText;
import dev.routeswitcher.runtime.words.Printable;
import dev.routeswitcher.runtime.words.SettingNames;
import dev.routeswitcher.runtime.words.SnapshotText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link Status} of a switcher, of its snapshot and of what it heard before: a listener
 * of the switcher. May be used by any thread.
 */
public final class StatusBook implements SwitcherListener {

  private final NoticeText words;
  private final InstantSource clock;
  private final Supplier<Status.Program> program;
  private final Supplier<Status.Configuration> configuration;
  private final ProbeWindow window = new ProbeWindow();

  /** The last switch of each family; guarded by this. */
  private final Map<IpFamily, SwitchChange> switched = new EnumMap<>(IpFamily.class);

  /** The alarms that stand, with the time of each; guarded by this. */
  private final List<Raised> raised = new ArrayList<>();

  private record Raised(dev.routeswitcher.engine.Alarm alarm, Instant at) {}

  /**
   * A book in which nothing is written yet.
   *
   * @param names how texts call settings
   * @param clock the wall clock
   * @param program tells what runs
   * @param configuration tells what it runs by
   */
  public StatusBook(
      SettingNames names,
      InstantSource clock,
      Supplier<Status.Program> program,
      Supplier<Status.Configuration> configuration) {
    this.words = NoticeText.naming(names);
    this.clock = clock;
    this.program = program;
    this.configuration = configuration;
  }

  // Hearing

  @Override
  public synchronized void onNotice(Notice notice) {
    if (notice instanceof Notice.SwitchDecided decided) {
      switched.put(decided.change().to().family(), decided.change());
    } else if (notice instanceof Notice.AlarmRaised it) {
      raised.removeIf(known -> known.alarm.isSameAs(it.alarm()));
      raised.add(new Raised(it.alarm(), clock.instant()));
    } else if (notice instanceof Notice.AlarmCleared it) {
      raised.removeIf(known -> known.alarm.isSameAs(it.alarm()));
    }
  }

  @Override
  public boolean wantsProbes() {
    return true;
  }

  @Override
  public void onProbe(ProbeFinished probe) {
    window.add(probe, System.nanoTime());
  }

  /** Another configuration is in force: what was heard of probes may be of other targets. */
  public void onReload() {
    window.clear();
  }

  // Telling

  /** How the switcher is, of which {@code seen} was just taken. */
  public Status of(Snapshot seen) {
    Moment moment = new Moment(seen.atNanos(), clock.instant(), System.nanoTime());
    return new Status(
        Status.VERSION,
        moment.time,
        program.get(),
        configuration.get(),
        seen.families().stream()
            .map(family -> family(family, moment))
            .collect(ImmutableList.toImmutableList()));
  }

  /** One moment by three clocks: the switcher's, the wall's, and that of probes here. */
  private record Moment(long switcherNanos, Instant time, long windowNanos) {

    Instant at(long nanos) {
      return time.plusNanos(nanos - switcherNanos);
    }

    @Nullable Instant atOrNull(@Nullable Long nanos) {
      return nanos == null ? null : at(nanos);
    }

    double secondsUntil(long nanos) {
      return (nanos - switcherNanos) / 1e9;
    }
  }

  private synchronized Status.Family family(Snapshot.Family family, Moment moment) {
    UplinkKey wanted = family.wanted();
    SwitchChange last = switched.get(family.family());
    if (last != null && !last.to().equals(wanted)) {
      last = null; // It was undone, or the present one was not heard of yet.
    }
    return new Status.Family(
        Codes.of(family.family()),
        Codes.of(family.state()),
        last == null ? null : moment.at(last.decidedAtNanos()),
        last == null ? "" : NoticeText.of(last.reason()),
        name(family, wanted),
        wanted == null ? null : Printable.of(wanted.interfaceName()),
        wanted != null && family.pending() == null,
        name(family, family.standIn()),
        prospect(family, moment),
        family.uplinks().stream()
            .map(uplink -> uplink(family, uplink, moment))
            .collect(ImmutableList.toImmutableList()),
        family.targets().stream()
            .map(it -> new Status.Target(InetAddresses.toAddrString(it.address()), it.aside()))
            .collect(ImmutableList.toImmutableList()),
        new Status.Override(
            name(family, family.override().use()),
            family.uplinks().stream()
                .filter(uplink -> family.override().never().contains(uplink.key()))
                .map(uplink -> Printable.of(uplink.name()))
                .collect(ImmutableList.toImmutableList())),
        new Status.Switches(
            family.switches().failovers(),
            family.switches().failbacks(),
            family.switches().manual(),
            family.switches().undone()),
        family.alarms().stream().map(this::alarm).collect(ImmutableList.toImmutableList()));
  }

  private static @Nullable String name(Snapshot.Family family, @Nullable UplinkKey key) {
    return family.uplinks().stream()
        .filter(uplink -> uplink.key().equals(key))
        .map(uplink -> Printable.of(uplink.name()))
        .findFirst()
        .orElse(null);
  }

  private static Status.@Nullable Prospect prospect(Snapshot.Family family, Moment moment) {
    Snapshot.Prospect next = family.next();
    return next == null
        ? null
        : new Status.Prospect(
            Codes.of(next.kind()),
            String.valueOf(name(family, next.to())),
            moment.at(next.atNanos()),
            moment.secondsUntil(next.atNanos()),
            SnapshotText.condition(family));
  }

  private Status.Uplink uplink(Snapshot.Family family, Snapshot.Uplink uplink, Moment moment) {
    List<ProbeWindow.Figures> ofTargets =
        IntStream.range(0, family.targets().size())
            .mapToObj(target -> window.figures(uplink.key(), target, moment.windowNanos))
            .toList();
    ProbeWindow.Figures all =
        ofTargets.stream().reduce(ProbeWindow.Figures.NONE, ProbeWindow.Figures::plus);
    return new Status.Uplink(
        Printable.of(uplink.name()),
        Printable.of(uplink.key().interfaceName()),
        role(family, uplink.key()),
        Codes.of(uplink.health()),
        Codes.of(uplink.condition()),
        SnapshotText.detail(uplink),
        uplink.link().addresses().stream()
            .map(StatusBook::text)
            .collect(ImmutableList.toImmutableList()),
        uplink.gateway(),
        uplink.gatewayOrigin() == null ? null : Codes.of(uplink.gatewayOrigin()),
        all.lossPercent(),
        all.rttMean(),
        all.shortest(),
        all.longest(),
        moment.atOrNull(uplink.stableSinceNanos()),
        moment.atOrNull(uplink.holdEndsAtNanos()),
        moment.atOrNull(uplink.refusedUntilNanos()),
        moment.atOrNull(uplink.nextRoundAtNanos()),
        uplink.rounds(),
        uplink.failedRounds(),
        IntStream.range(0, family.targets().size())
            .mapToObj(
                i -> reach(family.targets().get(i), uplink.answers().get(i), ofTargets.get(i)))
            .collect(ImmutableList.toImmutableList()));
  }

  private static String role(Snapshot.Family family, UplinkKey uplink) {
    if (uplink.equals(family.wanted())) {
      return "active";
    } else if (family.override().never().contains(uplink)) {
      return "barred";
    }
    return uplink.equals(family.standIn()) ? "stand-in" : "standby";
  }

  private static String text(InterfaceAddress address) {
    return InetAddresses.toAddrString(address.local()) + "/" + address.prefixLength();
  }

  private static Status.Reach reach(
      Snapshot.Target target, Snapshot.Answers answers, ProbeWindow.Figures figures) {
    Long rtt = answers.rttNanos();
    return new Status.Reach(
        InetAddresses.toAddrString(target.address()),
        rtt == null ? null : (Double) (rtt / 1e9),
        Duration.ofNanos(answers.replyTimeoutNanos()).toNanos() / 1e9,
        answers.misses(),
        figures.lossPercent());
  }

  private Status.Alarm alarm(dev.routeswitcher.engine.Alarm alarm) {
    Instant since =
        raised.stream()
            .filter(known -> known.alarm.isSameAs(alarm))
            .map(Raised::at)
            .findFirst()
            .orElse(null);
    return new Status.Alarm(
        alarm.kind().toString(),
        Codes.of(alarm.kind().severity()),
        Printable.of(alarm.subject()),
        since,
        words.problem(alarm),
        words.remedy(alarm));
  }
}
