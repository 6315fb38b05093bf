package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.ConfigFault;
import dev.routeswitcher.engine.Durations;
import dev.routeswitcher.engine.EngineConfig;
import dev.routeswitcher.engine.FamilyConfig;
import dev.routeswitcher.engine.Policy;
import dev.routeswitcher.engine.Timing;
import dev.routeswitcher.engine.UplinkConfig;
import dev.routeswitcher.runtime.loop.LoopSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
  private static final String PING_TARGET = "ping-target";
  private static final ImmutableSet<String> COUNT_TARGETS = ImmutableSet.of(PING_TARGET, "quorum");

  private final UplinkDraft primary = new UplinkDraft("primary", "eth0", 10);
  private final UplinkDraft secondary = new UplinkDraft("secondary", "eth1", 20);
  private final List<String> targets = new ArrayList<>();
  private long failoverMetric = DEFAULT_FAILOVER_METRIC;
  private Timing timing = Timing.defaults();
  private Policy policy = Policy.DEFAULT;
  private @Nullable String use;
  private final Set<String> neverUse = new LinkedHashSet<>();
  private ExitPolicy exitPolicy = ExitPolicy.RESTORE;
  private boolean dryRun;
  private @Nullable SwitcherListener listener;
  private @Nullable Path trace;

  RouteSwitcherBuilder() {}

  /** What was said of one uplink so far. */
  private static final class UplinkDraft {
    final String role;
    String interfaceName;
    @Nullable String gateway;
    long metric;
    @Nullable Duration standbyInterval;

    UplinkDraft(String role, String interfaceName, long metric) {
      this.role = role;
      this.interfaceName = interfaceName;
      this.metric = metric;
    }

    @Override
    public String toString() {
      return interfaceName + (gateway == null ? "" : "/" + gateway);
    }
  }

  /** The primary's interface; its gateway is taken from the kernel's default routes on it. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder primary(String interfaceName) {
    primary.interfaceName = interfaceName;
    primary.gateway = null;
    return this;
  }

  /** The primary's interface and its gateway, an address in digits. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder primary(String interfaceName, String gateway) {
    primary.interfaceName = interfaceName;
    primary.gateway = gateway;
    return this;
  }

  /** The secondary's interface; its gateway is taken from the kernel's default routes on it. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder secondary(String interfaceName) {
    secondary.interfaceName = interfaceName;
    secondary.gateway = null;
    return this;
  }

  /** The secondary's interface and its gateway, an address in digits. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder secondary(String interfaceName, String gateway) {
    secondary.interfaceName = interfaceName;
    secondary.gateway = gateway;
    return this;
  }

  /** One more address to ping, in digits; at least one is needed, {@code 203.0.113.8}. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder pingTarget(String address) {
    targets.add(address);
    return this;
  }

  /** The metrics of the three kinds of routes, rising; 5, 10 and 20 unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder metrics(long failover, long primaryBase, long secondaryBase) {
    failoverMetric = failover;
    primary.metric = primaryBase;
    secondary.metric = secondaryBase;
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
    primary.standbyInterval = interval;
    return this;
  }

  /** How often the secondary is probed while it stands by; as often as in use unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder secondaryStandbyInterval(Duration interval) {
    secondary.standbyInterval = interval;
    return this;
  }

  /** The uplink to use from the start, as {@link RouteSwitcher#use} says. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder use(String interfaceName) {
    use = interfaceName;
    return this;
  }

  /** One more uplink that is never to be used, as {@link RouteSwitcher#neverUse} says. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder neverUse(String interfaceName) {
    neverUse.add(interfaceName);
    return this;
  }

  /** What {@link RouteSwitcher#close} leaves behind; {@link ExitPolicy#RESTORE} unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder onExit(ExitPolicy policy) {
    exitPolicy = policy;
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
   * is left out, and the trace says so.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder record(Path file) {
    trace = file;
    return this;
  }

  /** Everything that is wrong with what was given so far; empty if it can be started. */
  public ImmutableList<ConfigFault> faults() {
    List<ConfigFault> unreadable = new ArrayList<>();
    EngineConfig config = config(unreadable);
    overrideFaults(unreadable);
    boolean targetsKnown =
        unreadable.stream().noneMatch(fault -> fault.setting().equals(PING_TARGET));
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
    ImmutableList<ConfigFault> faults = faults();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    LoopSettings settings =
        new LoopSettings(config(new ArrayList<>()), exitPolicy == ExitPolicy.RESTORE, dryRun);
    RouteSwitcher switcher = RouteSwitcher.start(settings, listener, trace);
    neverUse.forEach(switcher::neverUse);
    if (use != null) {
      switcher.use(use);
    }
    return switcher;
  }

  /** The configuration in one line, as the log writes it; refinements only where they are used. */
  @Override
  public String toString() {
    return String.format(
        "primary=%s secondary=%s targets=%s metrics=%d,%d,%d interval=%s timeout=%s"
            + " failback_delay=%s%s on_exit=%s%s",
        primary,
        secondary,
        String.join(",", targets),
        failoverMetric,
        primary.metric,
        secondary.metric,
        Durations.text(timing.interval()),
        Durations.text(timing.timeout()),
        Durations.text(timing.failbackDelay()),
        refinements(),
        exitPolicy.name().toLowerCase(Locale.ROOT),
        dryRun ? " dry_run=true" : "");
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
    words.add("primary_standby_interval", primary.standbyInterval, null);
    words.add("secondary_standby_interval", secondary.standbyInterval, null);
    words.add("failback", policy.failback(), Policy.DEFAULT.failback());
    words.add(policy.quality());
    words.add("use", use, null);
    neverUse.forEach(name -> words.add("never_use", name, null));
    return words.toString();
  }

  private void overrideFaults(List<ConfigFault> faults) {
    Set<String> names = ImmutableSet.of(primary.interfaceName, secondary.interfaceName);
    if (use != null && !names.contains(use)) {
      faults.add(noUplink("use", use));
    }
    neverUse.stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> faults.add(noUplink("never-use", name)));
    if (use != null && neverUse.contains(use)) {
      faults.add(
          new ConfigFault("never-use", "'" + use + "' is to be used too", "give one of both"));
    } else if (neverUse.containsAll(names)) {
      faults.add(new ConfigFault("never-use", "names every uplink", "leave one to be used"));
    }
  }

  private static ConfigFault noUplink(String setting, String name) {
    return new ConfigFault(
        setting, "'" + name + "' is no uplink", "name the primary's or the secondary's interface");
  }

  private EngineConfig config(List<ConfigFault> faults) {
    ImmutableList.Builder<InetAddress> parsed = ImmutableList.builder();
    for (String target : targets) {
      InetAddress address = address(PING_TARGET, target, faults);
      if (address != null) {
        parsed.add(address);
      }
    }
    FamilyConfig family =
        new FamilyConfig(
            AddressFamily.IPV4,
            ImmutableList.of(uplink(primary, faults), uplink(secondary, faults)),
            parsed.build(),
            failoverMetric);
    return new EngineConfig(ImmutableList.of(family), timing, policy);
  }

  private static UplinkConfig uplink(UplinkDraft draft, List<ConfigFault> faults) {
    InetAddress gateway =
        draft.gateway == null ? null : address(draft.role + "-gateway", draft.gateway, faults);
    return new UplinkConfig(draft.interfaceName, gateway, draft.metric, draft.standbyInterval);
  }

  private static @Nullable InetAddress address(
      String setting, String text, List<ConfigFault> faults) {
    if (!InetAddresses.isInetAddress(text)) {
      faults.add(
          new ConfigFault(
              setting, "'" + text + "' is not an IP address", "write it in digits: 192.0.2.1"));
      return null;
    }
    return InetAddresses.forString(text);
  }
}
