package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.InterfaceAddress;
import java.net.InetAddress;

/** One uplink of a {@link World}: its link, and what becomes of the probes sent through it. */
public final class SimulatedUplink {

  /** What a probe comes to. */
  public enum Provider {
    ANSWERS,
    SILENT,
    LOSSY,
    SLOW,
    /** The prober itself is dead: it hands in nothing. */
    MUTE
  }

  private final int index;
  private final UplinkKey key;
  private LinkStatus link;

  public Provider provider = Provider.ANSWERS;

  /** How long a reply takes. */
  public long tripNanos = 20_000_000;

  /** Whether the kernel filters what arrives here strictly by the reverse path. */
  public boolean strict;

  /** How many of a hundred replies are lost although the provider answers. */
  public int lossPercent;

  /** The number of the newest round that was asked for. */
  public long lastRound;

  public SimulatedUplink(int index) {
    this.index = index;
    this.key = new UplinkKey(IpFamily.IPV4, "eth" + index);
    this.link = LinkStatus.up(address());
  }

  public UplinkKey key() {
    return key;
  }

  public String name() {
    return key.interfaceName();
  }

  public LinkStatus link() {
    return strict
        ? new LinkStatus(
            link.present(),
            link.adminUp(),
            link.carrier(),
            link.addresses(),
            link.probeable(),
            true)
        : link;
  }

  /** The provider's router: 192.0.2.1 on eth0, 198.51.100.1 on eth1, 198.18.2.1 on eth2. */
  public InetAddress gateway() {
    return InetAddresses.forString(prefix() + ".1");
  }

  public InterfaceAddress address() {
    return InterfaceAddress.of(InetAddresses.forString(prefix() + ".2"), 24);
  }

  /** The network on the link. */
  public String subnet() {
    return prefix() + ".0/24";
  }

  private String prefix() {
    return switch (index) {
      case 0 -> "192.0.2";
      case 1 -> "198.51.100";
      default -> "198.18." + index;
    };
  }

  public UplinkConfig config(boolean withGateway) {
    return new UplinkConfig(name(), withGateway ? gateway() : null, 10L * (index + 1));
  }

  public void up() {
    link = LinkStatus.up(address());
  }

  public void link(LinkStatus status) {
    link = status;
  }

  /** It is up, with another address of the same network. */
  public void renumber(int host) {
    link = LinkStatus.up(InterfaceAddress.of(InetAddresses.forString(prefix() + "." + host), 24));
  }

  /** It is up, with this address besides its own. */
  public void alsoHas(InterfaceAddress other) {
    link = new LinkStatus(true, true, true, ImmutableList.of(address(), other), true, false);
  }

  public void withoutCarrier() {
    link = new LinkStatus(true, true, false, ImmutableList.of(address()), true, false);
  }

  public void setDown() {
    link = new LinkStatus(true, false, false, ImmutableList.of(address()), true, false);
  }

  public void withoutAddress() {
    link = new LinkStatus(true, true, true, ImmutableList.of(), true, false);
  }

  public void absent() {
    link = LinkStatus.ABSENT;
  }
}
