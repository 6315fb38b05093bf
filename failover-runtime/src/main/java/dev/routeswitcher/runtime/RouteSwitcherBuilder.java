package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.routeswitcher.engine.Durations;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.loop.KernelAids;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.words.SettingNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the configuration of a {@link RouteSwitcher} and starts it.
 *
 * <p>Setters check nothing; {@link #faults} and {@link #start} report every fault together. Not
 * safe for use by several threads.
 */
public final class RouteSwitcherBuilder {

  private static final long DEFAULT_FAILOVER_METRIC = 5;
  private static final ImmutableSet<String> COUNT_TARGETS =
      ImmutableSet.of(Families.PING_TARGET, "quorum");

  private Uplink primary = Uplink.on("eth0").named("primary").metric(10);
  private Uplink secondary = Uplink.on("eth1").named("secondary").metric(20);
  private boolean shortForm;
  private final List<Uplink> uplinks = new ArrayList<>();
  private final List<String> targets = new ArrayList<>();
  private long failoverMetric = DEFAULT_FAILOVER_METRIC;
  private Timing timing = Timing.defaults();
  private Policy policy = Policy.DEFAULT;
  private TableLayout tables = TableLayout.DEFAULT;
  private @Nullable String use;
  private final List<String> neverUse = new ArrayList<>();
  private ExitPolicy exitPolicy = ExitPolicy.RESTORE;
  private boolean flushConntrack;
  private boolean kernelLinkdown;
  private boolean dryRun;
  private @Nullable SwitcherListener listener;
  private @Nullable Path trace;
  private SettingNames settingNames = SettingNames.PLAIN;

  RouteSwitcherBuilder() {}

  /**
   * The primary's interface and its gateways, addresses in digits, at most one of each family. Of a
   * family without one the gateway is taken from the kernel's default routes on the interface.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder primary(String interfaceName, String... gateways) {
    primary = primary.by(interfaceName, ImmutableList.copyOf(gateways));
    shortForm = true;
    return this;
  }

  /** The secondary's interface and its gateways, likewise. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder secondary(String interfaceName, String... gateways) {
    secondary = secondary.by(interfaceName, ImmutableList.copyOf(gateways));
    shortForm = true;
    return this;
  }

  /**
   * One more uplink, in priority order; for any number of them, with names of their own, in place
   * of {@link #primary} and {@link #secondary}.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder uplink(Uplink next) {
    uplinks.add(next);
    return this;
  }

  /**
   * One more address to ping, in digits. Unless any is given, 8.8.8.8 is, and 2001:4860:4860::8888
   * where the host turns out to have IPv6. If targets of one family are given, the other is managed
   * only if an uplink has a gateway of it.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder pingTarget(String address) {
    targets.add(address);
    return this;
  }

  /** The metrics of the three kinds of routes, rising; 5, 10 and 20 unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder metrics(long failover, long primaryBase, long secondaryBase) {
    primary = primary.metric(primaryBase);
    secondary = secondary.metric(secondaryBase);
    shortForm = true;
    return failoverMetric(failover);
  }

  /** The metric of the failover routes, below those of all uplinks; 5 unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder failoverMetric(long metric) {
    failoverMetric = metric;
    return this;
  }

  /** Times and counts; {@link Timing#defaults} unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder timing(Timing newTiming) {
    timing = newTiming;
    return this;
  }

  /** What the traffic is moved for besides failures; {@link Policy#DEFAULT} unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder policy(Policy newPolicy) {
    policy = newPolicy;
    return this;
  }

  /** How often the primary is probed while it stands by; as often as in use unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder primaryStandbyInterval(Duration interval) {
    primary = primary.standbyInterval(interval);
    shortForm = true;
    return this;
  }

  /** How often the secondary is probed while it stands by; as often as in use unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder secondaryStandbyInterval(Duration interval) {
    secondary = secondary.standbyInterval(interval);
    shortForm = true;
    return this;
  }

  /**
   * The tables of our own that probes go by, and whether default routes of other programs are
   * overridden; {@link TableLayout#DEFAULT} unless given.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder tables(TableLayout layout) {
    tables = layout;
    return this;
  }

  /** The uplink to use from the start, by its name or interface, as {@link RouteSwitcher#use}. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder use(String nameOrInterface) {
    use = nameOrInterface;
    return this;
  }

  /** One more uplink that is never to be used, as {@link RouteSwitcher#neverUse} says. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder neverUse(String nameOrInterface) {
    neverUse.add(nameOrInterface);
    return this;
  }

  /** What {@link RouteSwitcher#close} leaves behind; {@link ExitPolicy#RESTORE} unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder onExit(ExitPolicy policy) {
    exitPolicy = policy;
    return this;
  }

  /**
   * Whether, when a switch is in force, the connections are deleted whose source the kernel
   * translates (SNAT) to an address of an uplink that was left: it would keep them on that address,
   * by whichever uplink they leave. No other connection is touched. Unless given, none is deleted.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder flushConntrack(boolean flush) {
    flushConntrack = flush;
    return this;
  }

  /**
   * Whether the kernel is to leave an uplink by itself the moment its carrier goes ({@code
   * ignore_routes_with_linkdown}); {@link RouteSwitcher#close} puts back what it was. Unless given,
   * the setting is left alone.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder kernelLinkdown(boolean leave) {
    kernelLinkdown = leave;
    return this;
  }

  /** Whether to decide and log but change nothing. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder dryRun(boolean only) {
    dryRun = only;
    return this;
  }

  /** Who is told what happens. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder listener(SwitcherListener newListener) {
    listener = newListener;
    return this;
  }

  /**
   * The file to which everything the engine is told and decides is appended, as JSON lines ({@link
   * dev.routeswitcher.engine.trace.TraceFormat}); none unless given. It is written by a thread of
   * its own, and grows by some 100 MB a day at the default timing. What cannot be written in time
   * is left out, and the trace says so. The file is a new one, an empty one or such a trace; no
   * other is written to.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder record(Path file) {
    trace = file;
    return this;
  }

  /** How lines of the log call settings; by their plain names unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder settingNames(SettingNames names) {
    settingNames = names;
    return this;
  }

  /** Everything that is wrong with what was given so far; empty if it can be started. */
  public ImmutableList<ConfigFault> faults() {
    List<ConfigFault> unreadable = new ArrayList<>();
    EngineConfig config = config(unreadable);
    overrideFaults(unreadable);
    unreadable.addAll(tables.faults(inPriorityOrder().size()));
    if (shortForm && !uplinks.isEmpty()) {
      unreadable.add(
          new ConfigFault(
              "uplink",
              "is given beside primary or secondary",
              "describe all uplinks by one form"));
    }
    boolean targetsKnown =
        unreadable.stream().noneMatch(fault -> fault.setting().equals(Families.PING_TARGET));
    return Stream.concat(
            unreadable.stream(),
            // How many targets there are cannot be judged while one is unreadable.
            config.faults().stream()
                .filter(fault -> targetsKnown || !COUNT_TARGETS.contains(fault.setting())))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Starts the switcher.
   *
   * <p>When this returns, the switcher is the only one of its network namespace, its sockets are
   * open in the namespace of the calling thread, the kernel's links and routes have been read, and
   * its thread {@code route-switcher} is at work: it adopts the failover route of an earlier run,
   * or puts the base routes in place and begins to probe.
   *
   * @throws ConfigException if the configuration has faults
   * @throws StartException if the switcher cannot run here; no route was touched
   */
  public RouteSwitcher start() throws StartException {
    return withOverrides(RouteSwitcher.start(opened()));
  }

  /**
   * Opens a switcher without a thread of its own: the caller gives it its turns. Otherwise as
   * {@link #start}, but no route is touched before the first turn.
   *
   * @throws ConfigException if the configuration has faults
   * @throws StartException if the switcher cannot run here; no route was touched
   */
  public DrivenSwitcher open() throws StartException {
    return withOverrides(opened());
  }

  private DrivenSwitcher opened() throws StartException {
    ImmutableList<ConfigFault> faults = faults();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    LoopSettings settings =
        new LoopSettings(
            config(new ArrayList<>()),
            exitPolicy == ExitPolicy.RESTORE,
            dryRun,
            new KernelAids(flushConntrack, kernelLinkdown),
            settingNames);
    return DrivenSwitcher.open(settings, listener, trace);
  }

  private <T extends SwitcherHandle> T withOverrides(T switcher) {
    neverUse.forEach(switcher::neverUse);
    if (use != null) {
      switcher.use(use);
    }
    return switcher;
  }

  /** The configuration in one line, as the log writes it; refinements only where they are used. */
  @Override
  public String toString() {
    ImmutableList<FamilyConfig> families = config(new ArrayList<>()).families();
    return String.format(
        "%s targets=%s%s metrics=%s interval=%s timeout=%s failback_delay=%s%s on_exit=%s%s%s%s",
        inPriorityOrder().stream().map(RouteSwitcherBuilder::word).collect(Collectors.joining(" ")),
        families.stream()
            .flatMap(family -> family.targets().stream())
            .map(InetAddresses::toAddrString)
            .collect(Collectors.joining(",")),
        families.stream()
            .filter(FamilyConfig::implied)
            .map(family -> " implied=" + lowerCase(family.family()))
            .collect(Collectors.joining()),
        metrics(families.get(0)),
        Durations.text(timing.interval()),
        Durations.text(timing.timeout()),
        Durations.text(timing.failbackDelay()),
        refinements(),
        lowerCase(exitPolicy),
        flushConntrack ? " flush_conntrack=true" : "",
        kernelLinkdown ? " kernel_linkdown=true" : "",
        dryRun ? " dry_run=true" : "");
  }

  private List<Uplink> inPriorityOrder() {
    return uplinks.isEmpty() ? List.of(primary, secondary) : uplinks;
  }

  /** The two that everybody knows are called by their place, the others by their names. */
  private static String word(Uplink uplink) {
    boolean known = uplink.name().equals("primary") || uplink.name().equals("secondary");
    return known
        ? uplink.name() + "=" + uplink.way()
        : "uplink=" + uplink.name() + "/" + uplink.way();
  }

  private String metrics(FamilyConfig family) {
    return Stream.concat(
            Stream.of(failoverMetric), family.uplinks().stream().map(UplinkConfig::metric))
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private String refinements() {
    Timing usual = Timing.defaults();
    Refinements words = new Refinements();
    words.add("deadline", timing.deadline(), usual.deadline());
    words.add("failure_interval", timing.failureInterval(), usual.failureInterval());
    words.add("quorum", timing.quorum(), usual.quorum());
    words.add("failure_threshold", timing.failureThreshold(), usual.failureThreshold());
    words.add("recovery_threshold", timing.recoveryThreshold(), usual.recoveryThreshold());
    words.add("max_failback_delay", timing.maxFailbackDelay(), usual.maxFailbackDelay());
    words.add("flap_window", timing.flapWindow(), usual.flapWindow());
    words.add("boot_window", timing.bootWindow(), usual.bootWindow());
    words.add("address_grace", timing.addressGrace(), usual.addressGrace());
    inPriorityOrder()
        .forEach(
            uplink ->
                words.add(uplink.name() + "_standby_interval", uplink.standbyInterval(), null));
    words.add("failback", policy.failback(), Policy.DEFAULT.failback());
    words.add(policy.quality());
    words.add("probe_routing", tables.probeTables() ? "table" : "main", "table");
    words.add("probe_table", tables.firstTable(), TableLayout.DEFAULT_TABLE);
    words.add("probe_rule_preference", tables.firstPreference(), TableLayout.DEFAULT_PREFERENCE);
    words.add("override_foreign_defaults", tables.overridesForeign(), false);
    words.add("use", use, null);
    words.add("never_use", String.join(",", neverUse), "");
    return words.toString();
  }

  private void overrideFaults(List<ConfigFault> faults) {
    Uplink used = use == null ? null : named("use", use, faults);
    List<Uplink> unused = new ArrayList<>();
    for (String nameOrInterface : neverUse) {
      Uplink uplink = named("never-use", nameOrInterface, faults);
      if (unused.contains(uplink)) {
        faults.add(
            new ConfigFault(
                "never-use", "'" + nameOrInterface + "' is given twice", "give it once"));
      } else if (uplink != null) {
        unused.add(uplink);
      }
    }
    if (unused.contains(used)) {
      faults.add(
          new ConfigFault("never-use", "'" + use + "' is to be used too", "give one of both"));
    } else if (unused.containsAll(inPriorityOrder())) {
      faults.add(new ConfigFault("never-use", "names every uplink", "leave one to be used"));
    }
  }

  private @Nullable Uplink named(String setting, String nameOrInterface, List<ConfigFault> faults) {
    for (Uplink uplink : inPriorityOrder()) {
      if (uplink.isCalled(nameOrInterface)) {
        return uplink;
      }
    }
    faults.add(
        new ConfigFault(
            setting, "'" + nameOrInterface + "' is no uplink", "name an uplink or its interface"));
    return null;
  }

  private EngineConfig config(List<ConfigFault> faults) {
    return new EngineConfig(
        Families.of(inPriorityOrder(), targets, failoverMetric, faults), timing, policy, tables);
  }
}
