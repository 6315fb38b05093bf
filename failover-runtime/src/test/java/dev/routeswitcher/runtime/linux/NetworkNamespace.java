package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.netlink.TestNamespace;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A {@link TestNamespace} with two uplinks: eth0 with 192.0.2.2/24 and eth1 with 198.51.100.2/24,
 * whose other ends peer0 (192.0.2.1) and peer1 (198.51.100.1) lie in a namespace of their own and
 * answer pings, also for 203.0.113.8. Both cease to exist when it is closed.
 */
public final class NetworkNamespace implements AutoCloseable {

  private static final long CARRIERS_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final TestNamespace inside = TestNamespace.create();
  private final TestNamespace beyond = TestNamespace.create();

  private NetworkNamespace() {}

  /** Makes the namespaces; fails if that is not allowed. */
  public static NetworkNamespace create() {
    NetworkNamespace made = new NetworkNamespace();
    made.link(0, "192.0.2");
    made.link(1, "198.51.100");
    made.beyond("address add 203.0.113.8/32 dev lo");
    made.awaitCarriers();
    return made;
  }

  /** What the kernel changes by itself, as the carriers come, it has changed afterwards. */
  private void awaitCarriers() {
    long started = System.nanoTime();
    String routes;
    do {
      if (System.nanoTime() - started > CARRIERS_NANOS) {
        throw new IllegalStateException("the carriers did not come up");
      }
      routes = ip("route show table all");
    } while (routes.contains("linkdown")
        || !routes.contains("multicast ff00::/8 dev eth0")
        || !routes.contains("multicast ff00::/8 dev eth1"));
  }

  private void link(int number, String net) {
    String eth = "eth" + number;
    String peer = "peer" + number;
    // Different indexes: for equal ones the kernel may report a lost carrier a second late.
    ip(
        "link add %s index %d type veth peer name %s index %d"
            .formatted(eth, 100 + number, peer, 200 + number));
    ip("link set " + peer + " netns " + beyond.path());
    ip("address add " + net + ".2/24 dev " + eth);
    ip("link set " + eth + " up");
    beyond("address add " + net + ".1/24 dev " + peer);
    beyond("link set " + peer + " up");
  }

  /** Runs {@code ip} where the uplinks are; returns what it says. */
  public String ip(String words) {
    return inside.run("ip " + words);
  }

  /** Runs a shell command in the namespace. */
  public String run(String command) {
    return inside.run(command);
  }

  /** Runs {@code ip} where the providers are. */
  public String beyond(String words) {
    return beyond.run("ip " + words);
  }

  /** Runs something on the thread that lives in the namespace. */
  public <T> T call(Callable<T> task) {
    return inside.call(task);
  }

  /** Runs something in the namespace on a thread without any capability. */
  public <T> T callWithoutCapabilities(Callable<T> task) {
    return inside.callWithoutCapabilities(task);
  }

  /** Lets group 0 open datagram ICMP sockets. */
  public void openPing() {
    inside.sysctl("net/ipv4/ping_group_range", "0 0");
  }

  @Override
  public void close() {
    inside.close();
    beyond.close();
  }
}
