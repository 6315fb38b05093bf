package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real probes to a target beyond the uplinks. */
class IcmpProbeSenderIT {

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final IcmpProbeSender prober = new IcmpProbeSender();
  private final List<IOException> failures = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();
  private final IcmpProber inner = namespace.call(IcmpProber::open);

  @BeforeEach
  void useTheInnerOne() {
    prober.use(inner, failures::add);
  }

  @AfterEach
  void close() {
    prober.close();
    namespace.close();
  }

  private Verdict probe(String target) throws InterruptedException {
    return probe(target, Duration.ofSeconds(20));
  }

  private Verdict probe(String target, Duration timeout) throws InterruptedException {
    prober.probe(
        "eth0",
        InetAddresses.forString(target),
        System.nanoTime() + timeout.toNanos(),
        (verdict, rttNanos, detail) -> verdicts.add(verdict));
    return verdicts.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void a_reply_is_no_failure() throws Exception {
    assertThat(probe("192.0.2.1")).isEqualTo(Verdict.REPLIED);
    assertThat(failures).isEmpty();
  }

  @Test
  void a_prober_that_hangs_takes_no_turns() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    assertThat(prober.isTurning()).isTrue();
    awaitTurn();
    inner.schedule(
        System.nanoTime(),
        () -> {
          hanging.countDown();
          Uninterruptibles.awaitUninterruptibly(released);
        });
    hanging.await();
    boolean before = prober.isTurning();
    assertThat(prober.isTurning()).as("once more after: " + before).isFalse();
    released.countDown();
    awaitTurn();
  }

  private void awaitTurn() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!prober.isTurning()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void one_whose_deadline_is_over_before_it_can_leave_was_not_asked() throws Exception {
    assertThat(probe("192.0.2.1", Duration.ofMillis(-1))).isEqualTo(Verdict.NOT_ASKED);
    assertThat(failures).isEmpty();
  }

  @Test
  void the_round_trip_is_that_of_the_traffic_with_the_queue_of_the_uplink() throws Exception {
    assertThat(probe("192.0.2.1")).isEqualTo(Verdict.REPLIED);
    namespace.run("tc qdisc add dev eth0 root tbf rate 400kbit burst 1600 limit 100000");
    ProbeOptions large = ProbeOptions.DEFAULTS.withPayloadSize(1_400);
    InetAddress target = InetAddresses.forString("192.0.2.1");
    BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    inner.schedule(
        System.nanoTime(),
        () -> {
          long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
          // 14 packets of 1,442 octets take 400 ms.
          for (int i = 0; i < 15; i++) {
            inner.probe(
                new ProbeRequest("eth0", target, deadline, large), (request, outcome) -> {});
          }
          prober.probe(
              "eth0", target, deadline, (verdict, rttNanos, detail) -> times.add(rttNanos));
        });
    assertThat(times.poll(30, TimeUnit.SECONDS)).isGreaterThan(Duration.ofMillis(250).toNanos());
  }

  @Test
  void a_prober_that_ends_by_itself_is_reported_with_the_next_probe() throws Exception {
    inner.close();
    assertThat(probe("192.0.2.1")).isEqualTo(Verdict.NOT_SENT);
    assertThat(failures)
        .singleElement()
        .asString()
        .contains("the prober is closed, because its thread has died");
  }

  @Test
  void one_that_is_closed_reports_no_failure() {
    for (int i = 0; i < 1000; i++) {
      prober.probe(
          "eth0",
          InetAddresses.forString("192.0.2.99"),
          System.nanoTime() + Duration.ofSeconds(20).toNanos(),
          (verdict, rttNanos, detail) -> verdicts.add(verdict));
    }
    prober.close();
    assertThat(verdicts).hasSize(1000);
    assertThat(failures).isEmpty();
  }
}
