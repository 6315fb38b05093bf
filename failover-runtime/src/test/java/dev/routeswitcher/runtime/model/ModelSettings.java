package dev.routeswitcher.runtime.model;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.words.SettingNames;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Settings that fit a {@link ModelHost}: eth0 before eth1, one target, default timing. */
public final class ModelSettings {

  private ModelSettings() {}

  /** Takes every route of ours away at the end. */
  public static LoopSettings restoring() {
    return settings(true, false, false);
  }

  /** Leaves every route in force at the end. */
  public static LoopSettings keeping() {
    return settings(false, false, false);
  }

  /** Changes nothing. */
  public static LoopSettings dry() {
    return settings(true, true, false);
  }

  /** Does what may be done besides, too. */
  public static LoopSettings aiding(boolean dryRun) {
    return settings(true, dryRun, true);
  }

  private static LoopSettings settings(boolean restoring, boolean dryRun, boolean aiding) {
    return new LoopSettings(
        config(TableLayout.NONE, ipv4()), restoring, dryRun, aiding, aiding, SettingNames.PLAIN);
  }

  /** The same with tables of our own. */
  public static LoopSettings with(LoopSettings settings, TableLayout tables) {
    return new LoopSettings(
        config(tables, settings.engine().families().toArray(FamilyConfig[]::new)),
        settings.restoreOnExit(),
        settings.dryRun(),
        settings.flushConnections(),
        settings.ignoreLinkdown(),
        settings.names());
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
        config(TableLayout.NONE, ipv4(), ipv6), true, false, false, false, SettingNames.PLAIN);
  }

  private static EngineConfig config(TableLayout tables, FamilyConfig... families) {
    return new EngineConfig(
        ImmutableList.copyOf(families), Timing.defaults(), Policy.DEFAULT, tables);
  }

  /** Without gateways: they are learned. */
  public static LoopSettings learning() {
    return new LoopSettings(
        config(TableLayout.NONE, ipv4(null, null)), true, false, false, false, SettingNames.PLAIN);
  }

  private static FamilyConfig ipv4() {
    return ipv4(InetAddresses.forString("192.0.2.1"), InetAddresses.forString("198.51.100.1"));
  }

  private static FamilyConfig ipv4(@Nullable InetAddress first, @Nullable InetAddress second) {
    return new FamilyConfig(
        IpFamily.IPV4,
        ImmutableList.of(new UplinkConfig("eth0", first, 10), new UplinkConfig("eth1", second, 20)),
        ImmutableList.of(InetAddresses.forString("203.0.113.8")),
        5);
  }
}
