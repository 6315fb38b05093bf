package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.Values;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Collects the configuration of a {@link RouteSwitcher} and starts it.
 *
 * <p>Setters check nothing; {@link #faults} and {@link #start} report every fault together. Not
 * safe for use by several threads.
 */
public final class RouteSwitcherBuilder {

  private final Configuration configuration;
  private @Nullable SwitcherListener listener;
  private SettingNames settingNames = SettingNames.PLAIN;
  private ImmutableList<Past> past = ImmutableList.of();

  RouteSwitcherBuilder() {
    this(new Configuration());
  }

  private RouteSwitcherBuilder(Configuration configuration) {
    this.configuration = configuration;
  }

  /** A builder that begins with what was read from elsewhere; for programs of the project. */
  public static RouteSwitcherBuilder of(Configuration configuration) {
    return new RouteSwitcherBuilder(configuration);
  }

  /**
   * The primary's interface and its gateways, addresses in digits, at most one of each family. Of a
   * family without one the gateway is taken from the kernel's default routes on the interface.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder primary(String interfaceName, String... gateways) {
    return uplink(0, interfaceName, gateways);
  }

  /** The secondary's interface and its gateways, likewise. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder secondary(String interfaceName, String... gateways) {
    return uplink(1, interfaceName, gateways);
  }

  /**
   * One more uplink, in priority order; for any number of them, with names of their own, in place
   * of {@link #primary} and {@link #secondary}.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder uplink(Uplink next) {
    configuration.add(next.values());
    return this;
  }

  /**
   * One more address to ping, in digits; at most 16 of each family. Unless any is given, 8.8.8.8
   * is, and 2001:4860:4860::8888 where the host turns out to have IPv6. If targets of one family
   * are given, the other is managed only if an uplink has a gateway of it.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder pingTarget(String address) {
    configuration.add(Settings.PING_TARGET, address);
    return this;
  }

  /** One more address to ping, likewise. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder pingTarget(InetAddress address) {
    return pingTarget(InetAddresses.toAddrString(address));
  }

  /**
   * The metrics of the three kinds of routes, 1 to 4294967295 and rising; 5, 10 and 20 unless
   * given.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder metrics(long failover, long primaryBase, long secondaryBase) {
    configuration.set(0, Settings.METRIC, primaryBase);
    configuration.set(1, Settings.METRIC, secondaryBase);
    return failoverMetric(failover);
  }

  /**
   * The metric of the failover routes, 1 or more and below those of all uplinks; 5 unless given.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder failoverMetric(long metric) {
    return with(Settings.FAILOVER_METRIC, metric);
  }

  /** Times and counts; {@link Timing#defaults} unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder timing(Timing newTiming) {
    configuration.takeOver(newTiming);
    return this;
  }

  /** What the traffic is moved for besides failures; {@link Policy#DEFAULT} unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder policy(Policy newPolicy) {
    configuration.takeOver(newPolicy);
    return this;
  }

  /**
   * How often the primary is probed while it stands by: from the interval in use, which it is
   * unless given, to an hour.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder primaryStandbyInterval(Duration interval) {
    configuration.set(0, Settings.STANDBY_INTERVAL, interval);
    return this;
  }

  /** How often the secondary is probed while it stands by, likewise. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder secondaryStandbyInterval(Duration interval) {
    configuration.set(1, Settings.STANDBY_INTERVAL, interval);
    return this;
  }

  /**
   * The tables of our own that probes go by, and whether default routes of other programs are
   * overridden; {@link TableLayout#DEFAULT} unless given.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder tables(TableLayout layout) {
    configuration.takeOver(layout);
    return this;
  }

  /** The uplink to use from the start, by its name or interface, as {@link RouteSwitcher#use}. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder use(String nameOrInterface) {
    return with(Settings.USE, nameOrInterface);
  }

  /** One more uplink that is never to be used, as {@link RouteSwitcher#neverUse} says. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder neverUse(String nameOrInterface) {
    configuration.add(Settings.NEVER_USE, nameOrInterface);
    return this;
  }

  /** What {@link RouteSwitcher#close} leaves behind; {@link ExitPolicy#RESTORE} unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder onExit(ExitPolicy policy) {
    return with(Settings.RESTORE_ON_EXIT, policy == ExitPolicy.RESTORE);
  }

  /**
   * Whether, when a switch is in force, the connections are deleted whose source the kernel
   * translates (SNAT) to an address of an uplink that was left: it would keep them on that address,
   * by whichever uplink they leave. No other connection is touched. Unless given, none is deleted.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder flushConntrack(boolean flush) {
    return with(Settings.FLUSH_CONNTRACK, flush);
  }

  /**
   * Whether the kernel is to leave an uplink by itself the moment its carrier goes ({@code
   * ignore_routes_with_linkdown}); {@link RouteSwitcher#close} puts back what it was. Unless given,
   * the setting is left alone.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder kernelLinkdown(boolean leave) {
    return with(Settings.KERNEL_LINKDOWN, leave);
  }

  /** Whether to decide and log but change nothing. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder dryRun(boolean only) {
    return with(Settings.DRY_RUN, only);
  }

  /**
   * What a switcher before this one knew of its switches: it goes on with the holds and the counts
   * of that. Only within one boot of the host, whose clocks begin anew with the next.
   *
   * @param known {@link dev.routeswitcher.engine.Snapshot.Family#past} of each family, {@link
   *     Past#shifted} so that zero is the moment of the start
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder recall(List<Past> known) {
    past = ImmutableList.copyOf(known);
    return this;
  }

  /** Who is notified of what happens. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder listener(SwitcherListener newListener) {
    listener = newListener;
    return this;
  }

  /**
   * The file to which everything the engine learns and decides is appended, as JSON lines ({@link
   * dev.routeswitcher.engine.trace.TraceFormat}); none unless given. It is written by a thread of
   * its own, and grows by some 100 MB a day at the default timing. What cannot be written in time
   * is left out, and the trace says so. The file is a new one, an empty one or such a trace; no
   * other is written to.
   */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder record(Path file) {
    return with(Settings.RECORD, file);
  }

  private RouteSwitcherBuilder uplink(int place, String interfaceName, String... gateways) {
    configuration.set(place, Settings.INTERFACE, interfaceName);
    configuration.set(place, Settings.GATEWAY, ImmutableList.copyOf(gateways));
    return this;
  }

  private <T> RouteSwitcherBuilder with(Setting<T> setting, T value) {
    configuration.set(setting, value);
    return this;
  }

  /** How faults and lines of the log call settings; by their plain names unless given. */
  @CanIgnoreReturnValue
  public RouteSwitcherBuilder settingNames(SettingNames names) {
    settingNames = names;
    return this;
  }

  /** Everything that is wrong with what was given so far; empty if it can be started. */
  public ImmutableList<SettingFault> faults() {
    return configuration.faults(FaultWords.naming(settingNames));
  }

  /**
   * Starts the switcher.
   *
   * <p>When this returns, the switcher is the only one of its network namespace, its sockets are
   * open in the namespace of the calling thread, the kernel's links and routes have been read, and
   * its thread {@code route-switcher} is at work: it adopts the failover route of an earlier run,
   * or begins to probe, and leads no traffic to an uplink that has not answered unless nothing else
   * leads out.
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
    ImmutableList<SettingFault> faults = faults();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return DrivenSwitcher.open(
        Reloading.settings(configuration, settingNames),
        configuration,
        past,
        listener,
        configuration.common().find(Settings.RECORD).orElse(null));
  }

  CompletableFuture<ReloadResult> reloadInto(SwitcherHandle switcher) {
    return switcher.reload(configuration, FaultWords.naming(settingNames));
  }

  private <T extends SwitcherHandle> T withOverrides(T switcher) {
    Values values = configuration.common();
    values.get(Settings.NEVER_USE).forEach(switcher::neverUse);
    values.find(Settings.USE).ifPresent(switcher::use);
    return switcher;
  }

  /** The configuration in one line, as the log writes it; most settings only if not by default. */
  @Override
  public String toString() {
    return configuration.toString();
  }
}
