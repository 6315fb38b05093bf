package dev.routeswitcher.runtime.model;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.loop.KernelAids;
import dev.routeswitcher.runtime.loop.LoopSettings;

/** Settings that fit a {@link ModelHost}: eth0 before eth1, one target, default timing. */
public final class ModelSettings {

  private ModelSettings() {}

  /** Takes every route of ours away at the end. */
  public static LoopSettings restoring() {
    return new LoopSettings(config(), true, false, TableLayout.NONE, KernelAids.NONE);
  }

  /** Leaves every route in force at the end. */
  public static LoopSettings keeping() {
    return new LoopSettings(config(), false, false, TableLayout.NONE, KernelAids.NONE);
  }

  /** Changes nothing. */
  public static LoopSettings dry() {
    return new LoopSettings(config(), true, true, TableLayout.NONE, KernelAids.NONE);
  }

  /** Does what may be done besides, too. */
  public static LoopSettings aiding(boolean dryRun) {
    return new LoopSettings(config(), true, dryRun, TableLayout.NONE, new KernelAids(true, true));
  }

  /** The same with tables of our own. */
  public static LoopSettings with(LoopSettings settings, TableLayout tables) {
    return new LoopSettings(
        settings.engine(), settings.restoreOnExit(), settings.dryRun(), tables, settings.aids());
  }

  /** IPv6 beside IPv4, which nobody asked for by name. */
  public static LoopSettings withImpliedIpv6() {
    FamilyConfig ipv6 =
        new FamilyConfig(
            IpFamily.IPV6,
            ImmutableList.of(
                new UplinkConfig("eth0", null, 10), new UplinkConfig("eth1", null, 20)),
            ImmutableList.of(InetAddresses.forString("2001:db8:ff::8")),
            5,
            true);
    return new LoopSettings(
        new EngineConfig(ImmutableList.of(ipv4(), ipv6), Timing.defaults()),
        true,
        false,
        TableLayout.NONE,
        KernelAids.NONE);
  }

  private static EngineConfig config() {
    return new EngineConfig(ImmutableList.of(ipv4()), Timing.defaults());
  }

  private static FamilyConfig ipv4() {
    return new FamilyConfig(
        IpFamily.IPV4,
        ImmutableList.of(
            new UplinkConfig("eth0", InetAddresses.forString("192.0.2.1"), 10),
            new UplinkConfig("eth1", InetAddresses.forString("198.51.100.1"), 20)),
        ImmutableList.of(InetAddresses.forString("203.0.113.8")),
        5);
  }
}
