package dev.routeswitcher.runtime.bench;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.runtime.linux.NetlinkConnectionTracker;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Makes connections that are translated to an uplink's address, and has them deleted, round after
 * round; then lists as many that are translated to another. {@code bench/flush-connections} makes
 * the namespace and runs it.
 */
public final class FlushConnections {

  private static final int PORTS = 50_000;
  private static final InetAddress PINNED = InetAddresses.forString("203.0.113.129");
  private static final InetAddress OTHER = InetAddresses.forString("203.0.113.130");
  private static final InetAddress UPLINK = InetAddresses.forString("192.0.2.2");

  private FlushConnections() {}

  /** How many connections, a multiple of 50,000, and how many rounds. */
  public static void main(String[] arguments) throws Exception {
    int connections = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    NetlinkConnectionTracker tracker = new NetlinkConnectionTracker();
    tracker.open();
    for (int round = 1; round <= rounds; round++) {
      make(PINNED, connections);
      System.out.println("pinned round=" + round + " " + flush(tracker));
    }
    make(OTHER, connections);
    System.out.println("others " + flush(tracker));
    tracker.close();
  }

  private static void make(InetAddress source, int connections) throws IOException {
    InetAddress to = InetAddresses.forString("203.0.113.8");
    for (int made = 0; made < connections; made += PORTS) {
      try (DatagramSocket socket = new DatagramSocket(40_000 + made / PORTS, source)) {
        for (int port = 1; port <= PORTS; port++) {
          socket.send(new DatagramPacket(new byte[1], 1, to, port));
        }
      }
    }
  }

  private static String flush(NetlinkConnectionTracker tracker) throws Exception {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    long begun = System.nanoTime();
    tracker.delete(
        IpFamily.IPV4,
        ImmutableSet.of(UPLINK),
        (deleted, tookNanos, fault) ->
            outcome.complete(
                String.format(
                    Locale.ROOT, "deleted=%d took_ms=%.1f %s", deleted, tookNanos / 1e6, fault)));
    double callMillis = (System.nanoTime() - begun) / 1e6;
    return outcome.get().strip() + String.format(Locale.ROOT, " call_ms=%.2f", callMillis);
  }
}
