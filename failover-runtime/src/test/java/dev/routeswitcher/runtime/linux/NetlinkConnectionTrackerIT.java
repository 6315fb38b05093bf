package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Connections of a host that translates addresses of its own, as those of a LAN, to its uplinks'.
 */
@Timeout(60)
class NetlinkConnectionTrackerIT {

  private static final String RULES =
      """
      table inet nat {
        chain translation {
          type nat hook postrouting priority 100;
          ip saddr 203.0.113.129 snat ip to 192.0.2.2;
          ip saddr 203.0.113.130 snat ip to 198.51.100.2;
          ip6 saddr 2001:db8:1::9 snat ip6 to 2001:db8:2::2;
          ip6 saddr 2001:db8:1::a snat ip6 to 2001:db8:3::2;
        }
      }
      """;

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private NetlinkConnectionTracker tracker = new NetlinkConnectionTracker();

  /** What became of an order. */
  private record Outcome(long deleted, String fault) {}

  @BeforeEach
  void translate() {
    namespace.ip("route add default via 192.0.2.1");
    namespace.ip("address add 203.0.113.129/32 dev lo");
    namespace.ip("address add 203.0.113.130/32 dev lo");
    for (String address : new String[] {"1::9/128 dev lo", "1::a/128 dev lo", "2::2/64 dev eth0"}) {
      namespace.ip("address add 2001:db8:" + address + " nodad");
    }
    namespace.ip("-6 route add default dev eth0");
    namespace.call(() -> nft(RULES));
  }

  @AfterEach
  void close() {
    tracker.close();
    namespace.close();
  }

  private static int nft(String rules) throws IOException, InterruptedException {
    Process nft =
        new ProcessBuilder("nft", "-f", "-")
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    nft.getOutputStream().write(rules.getBytes(StandardCharsets.UTF_8));
    nft.getOutputStream().close();
    assertThat(nft.waitFor()).isZero();
    return 0;
  }

  private void send(String from, int port, String to) {
    namespace.call(
        () -> {
          InetAddress source = InetAddresses.forString(from);
          try (DatagramSocket socket = new DatagramSocket(port, source)) {
            socket.send(new DatagramPacket(new byte[1], 1, InetAddresses.forString(to), 5000));
          }
          return 0;
        });
  }

  private boolean isTracked(int port) {
    return namespace.call(
        () -> {
          try (Stream<String> entries =
              Files.lines(Path.of("/proc/thread-self/net/nf_conntrack"))) {
            return entries.anyMatch(entry -> entry.contains("sport=" + port + " dport=5000"));
          }
        });
  }

  private Outcome delete(IpFamily family, String... addresses) throws Exception {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    ImmutableSet<InetAddress> translatedTo =
        Stream.of(addresses).map(InetAddresses::forString).collect(ImmutableSet.toImmutableSet());
    namespace.call(
        () -> {
          tracker.delete(
              family,
              translatedTo,
              (deleted, tookNanos, fault) -> outcome.complete(new Outcome(deleted, fault)));
          return 0;
        });
    return outcome.get(20, TimeUnit.SECONDS);
  }

  private void open() {
    namespace.call(
        () -> {
          tracker.open();
          return 0;
        });
  }

  @Test
  void those_translated_to_the_addresses_are_deleted_and_no_others() throws Exception {
    open();
    send("203.0.113.129", 40001, "203.0.113.8");
    send("203.0.113.129", 40002, "203.0.113.8");
    send("203.0.113.130", 40003, "203.0.113.8"); // to the other uplink's address
    send("192.0.2.2", 40004, "203.0.113.8"); // of the host itself, by that very address
    send("2001:db8:1::9", 40005, "2001:db8:ffff::8");

    assertThat(delete(IpFamily.IPV4, "192.0.2.2")).isEqualTo(new Outcome(2, ""));

    assertThat(isTracked(40001)).isFalse();
    assertThat(isTracked(40002)).isFalse();
    assertThat(isTracked(40003)).isTrue();
    assertThat(isTracked(40004)).isTrue();
    assertThat(isTracked(40005)).isTrue();
  }

  @Test
  void of_ipv6_too() throws Exception {
    open();
    send("2001:db8:1::9", 40001, "2001:db8:ffff::8");
    send("2001:db8:1::a", 40002, "2001:db8:ffff::8"); // to the other uplink's address
    send("2001:db8:2::2", 40003, "2001:db8:ffff::8"); // of the host itself
    send("203.0.113.129", 40004, "203.0.113.8");

    assertThat(delete(IpFamily.IPV6, "2001:db8:2::2")).isEqualTo(new Outcome(1, ""));

    assertThat(isTracked(40001)).isFalse();
    assertThat(isTracked(40002)).isTrue();
    assertThat(isTracked(40003)).isTrue();
    assertThat(isTracked(40004)).isTrue();
  }

  @Test
  void those_of_several_addresses_at_once() throws Exception {
    open();
    send("203.0.113.129", 40001, "203.0.113.8");
    send("203.0.113.130", 40002, "203.0.113.8");

    assertThat(delete(IpFamily.IPV4, "192.0.2.2", "198.51.100.2")).isEqualTo(new Outcome(2, ""));
    assertThat(delete(IpFamily.IPV4, "192.0.2.2", "198.51.100.2")).isEqualTo(new Outcome(0, ""));
  }

  @Test
  void thousands_are_deleted() throws Exception {
    open();
    namespace.call(
        () -> {
          InetAddress source = InetAddresses.forString("203.0.113.129");
          InetAddress to = InetAddresses.forString("203.0.113.8");
          try (DatagramSocket socket = new DatagramSocket(40001, source)) {
            for (int port = 1; port <= 3_000; port++) {
              socket.send(new DatagramPacket(new byte[1], 1, to, port));
            }
          }
          return 0;
        });

    assertThat(delete(IpFamily.IPV4, "192.0.2.2")).isEqualTo(new Outcome(3_000, ""));
  }

  @Test
  void without_the_capability_that_is_reported_at_once_and_with_every_order() throws Exception {
    assertThatThrownBy(
            () ->
                namespace.callWithoutCapabilities(
                    () -> {
                      tracker.open();
                      return 0;
                    }))
        .hasMessage("not permitted (EPERM); run as root or grant CAP_NET_ADMIN");
    assertThat(delete(IpFamily.IPV4, "192.0.2.2").fault()).contains("EPERM");
  }

  @Test
  void it_closes_whatever_its_state() {
    tracker.close();
    open();
    tracker.close();
    tracker.close();
  }

  /** Whoever gives the order is the thread that switches: it must go on. */
  @Test
  void where_no_thread_can_be_had_the_order_is_given_back_with_the_reason() throws Exception {
    tracker = new NetlinkConnectionTracker(ThreadlessThread::new);
    namespace.call(
        () -> {
          tracker.open();
          return 0;
        });
    assertThat(delete(IpFamily.IPV4, "192.0.2.2"))
        .isEqualTo(new Outcome(0, "unable to create native thread"));
  }

  private static final class ThreadlessThread extends Thread {
    ThreadlessThread(Runnable work) {
      super(work);
    }

    @Override
    public synchronized void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }
}
