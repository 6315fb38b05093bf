package dev.routeswitcher.icmp.linux;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.netlink.TestNamespace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host with two uplinks in namespaces of its own.
 *
 * <pre>
 *   host                    provider A                 provider B
 *   upa 192.0.2.2/24 ------ toa 192.0.2.1/24           tob 198.51.100.1/24 ------ upb
 *                           lo 203.0.113.0/24          lo 203.0.113.0/24
 * </pre>
 *
 * <p>With IPv6 added, provider A's network is 2001:db8:a::/64 and B's 2001:db8:b::/64, the gateway
 * is fe80::1, and 2001:db8:f::/64 answers at either.
 *
 * <p>The host's default route goes by upb; a worse one goes by upa. Every address of 203.0.113.0/24
 * answers at either provider, but not to ARP: only a router leads there.
 */
final class TwoProviders implements AutoCloseable {
  static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  static final InetAddress LOOPBACK = InetAddresses.forString("127.0.0.1");
  static final InetAddress TARGET6 = InetAddresses.forString("2001:db8:f::8");
  static final InetAddress HOST6_A = InetAddresses.forString("2001:db8:a::2");
  static final InetAddress ROUTER6_A = InetAddresses.forString("2001:db8:a::1");
  static final InetAddress GATEWAY6_A = InetAddresses.forString("fe80::1");
  static final InetAddress HOST_A = InetAddresses.forString("192.0.2.2");

  final TestNamespace host = withoutIpv6();

  /** Opened first: by the time the network stands, the kernel stamps what arrives. */
  private final LinuxSocket stampKeeper =
      host.call(() -> LinuxEchoNetwork.openStampKeeper(LinuxSystemCalls.load()));

  final TestNamespace providerA = withoutIpv6();
  final TestNamespace providerB = withoutIpv6();

  /** IPv6 sends packets of its own accord, which would be counted with the others. */
  private static TestNamespace withoutIpv6() {
    TestNamespace namespace = TestNamespace.create();
    namespace.sysctl("net/ipv6/conf/all/disable_ipv6", "1");
    namespace.sysctl("net/ipv6/conf/default/disable_ipv6", "1");
    return namespace;
  }

  TwoProviders() {
    connectA();
    host.run(
        "ip link add upb index 102 type veth peer name tob index 202 netns " + providerB.path());
    host.run("ip addr add 198.51.100.2/24 dev upb");
    host.run("ip link set upb up");
    providerB.run("ip addr add 198.51.100.1/24 dev tob");
    providerB.run("ip link set tob up");
    host.run("ip route add default via 198.51.100.1 dev upb metric 1");
    for (TestNamespace provider : new TestNamespace[] {providerA, providerB}) {
      provider.run("ip route add local 203.0.113.0/24 dev lo");
      provider.sysctl("net/ipv4/icmp_ratelimit", "0");
      provider.sysctl("net/ipv4/conf/all/arp_ignore", "1");
    }
    host.nft(
        """
        table ip leaving {
          counter by_upa {}
          counter by_upb {}
          chain out {
            type filter hook postrouting priority 0;
            oifname upa icmp type echo-request counter name by_upa
            oifname upb icmp type echo-request counter name by_upb
          }
        }
        """);
  }

  private boolean hasIpv6;

  /** Adds IPv6 beside what is there. */
  void addIpv6() {
    hasIpv6 = true;
    for (TestNamespace each : new TestNamespace[] {host, providerA, providerB}) {
      each.sysctl("net/ipv6/conf/default/accept_dad", "0");
      each.sysctl("net/ipv6/conf/default/disable_ipv6", "0");
      each.sysctl("net/ipv6/conf/lo/disable_ipv6", "0");
    }
    addIpv6("upa", "toa", providerA, "2001:db8:a::", 20);
    addIpv6("upb", "tob", providerB, "2001:db8:b::", 1);
    for (TestNamespace provider : new TestNamespace[] {providerA, providerB}) {
      provider.run("ip -6 route add local 2001:db8:f::/64 dev lo");
      provider.sysctl("net/ipv6/icmp/ratelimit", "0");
    }
  }

  private void addIpv6(
      String near, String far, TestNamespace provider, String network, int metric) {
    enableIpv6(host, near);
    enableIpv6(provider, far);
    provider.run("ip addr add " + network + "1/64 dev " + far + " nodad");
    provider.run("ip addr add fe80::1/64 dev " + far + " nodad");
    host.run("ip addr add " + network + "2/64 dev " + near + " nodad");
    host.run("ip -6 route add default via fe80::1 dev " + near + " metric " + metric);
  }

  private static void enableIpv6(TestNamespace namespace, String link) {
    namespace.sysctl("net/ipv6/conf/" + link + "/accept_dad", "0");
    namespace.sysctl("net/ipv6/conf/" + link + "/keep_addr_on_down", "1");
    namespace.sysctl("net/ipv6/conf/" + link + "/disable_ipv6", "0");
  }

  /** Lays the cable to provider A; also again, after {@code ip link del upa}. */
  void connectA() {
    host.run(
        "ip link add upa index 101 type veth peer name toa index 201 netns " + providerA.path());
    host.run("ip addr add 192.0.2.2/24 dev upa");
    providerA.run("ip addr add 192.0.2.1/24 dev toa");
    providerA.run("ip link set toa up");
    host.run("ip link set upa up");
    host.run("ip route add default via 192.0.2.1 dev upa metric 20");
    if (hasIpv6) {
      addIpv6("upa", "toa", providerA, "2001:db8:a::", 20);
    }
  }

  /** Sets upa up and restores the route that was lost when it was set down. */
  void plugInAgain() {
    host.run("ip link set upa up");
    host.run("ip route add default via 192.0.2.1 dev upa metric 20");
    if (hasIpv6) {
      host.run("ip -6 route replace default via fe80::1 dev upa metric 20");
    }
  }

  /**
   * Sets the far end of upa down, and waits until the host's kernel has drawn its conclusions: up
   * to then a veth refuses packets with ENOBUFS, afterwards it swallows them.
   */
  void loseCarrierOfA() {
    providerA.run("ip link set toa down");
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (host.run("ip link show dev upa").contains("state UP")) {
      if (System.nanoTime() - giveUp > 0) {
        throw new IllegalStateException("the host never noticed that the carrier is lost");
      }
    }
  }

  /** Permits ICMP sockets of the datagram kind; in a new namespace no group may open one. */
  void permitDatagramSockets() {
    host.sysctl("net/ipv4/ping_group_range", "0 0");
  }

  /** How many echo requests have left the host by an uplink. */
  long requestsLeftBy(String uplink) {
    Matcher packets =
        Pattern.compile("packets (\\d+)")
            .matcher(host.run("nft list counter ip leaving by_" + uplink));
    if (!packets.find()) {
      throw new IllegalStateException("no counter for " + uplink);
    }
    return Long.parseLong(packets.group(1));
  }

  @Override
  public void close() {
    stampKeeper.close();
    host.close();
    providerA.close();
    providerB.close();
  }
}
