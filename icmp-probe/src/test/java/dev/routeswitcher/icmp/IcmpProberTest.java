package dev.routeswitcher.icmp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.loop.ChannelKey;
import dev.routeswitcher.icmp.loop.EchoNetwork;
import dev.routeswitcher.icmp.loop.EchoSocket;
import dev.routeswitcher.icmp.loop.ErrorNumber;
import dev.routeswitcher.icmp.loop.ReceivedBatch;
import dev.routeswitcher.icmp.loop.RequestBatch;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handing over, waking up and closing, with real threads and a network that never answers. */
@Timeout(60)
class IcmpProberTest {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");

  private final SilentNetwork network = new SilentNetwork();
  private final BlockingQueue<ProbeOutcome> outcomes = new LinkedBlockingQueue<>();

  private static ProbeRequest request(Duration timeout) {
    return new ProbeRequest("eth0", TARGET, System.nanoTime() + timeout.toNanos());
  }

  private static Cause causeOf(ProbeOutcome outcome) {
    return ((NotSent) outcome).cause();
  }

  @Test
  void a_probe_wakes_the_sleeping_prober_and_its_listener_runs_on_the_named_daemon_thread()
      throws Exception {
    BlockingQueue<Thread> caller = new LinkedBlockingQueue<>();
    try (IcmpProber prober = IcmpProber.builder().threadName("echo").open(network)) {
      prober.probe(request(Duration.ofMillis(20)), (r, o) -> caller.add(Thread.currentThread()));
      Thread thread = caller.poll(30, SECONDS);
      assertThat(thread.getName()).isEqualTo("echo");
      assertThat(thread.isDaemon()).isTrue();
    }
  }

  @Test
  void a_task_wakes_the_sleeping_prober_and_runs_on_its_thread() throws Exception {
    BlockingQueue<Thread> runner = new LinkedBlockingQueue<>();
    try (IcmpProber prober = IcmpProber.builder().threadName("echo").open(network)) {
      prober.schedule(
          prober.nanoTime() + Duration.ofMillis(20).toNanos(),
          () -> {
            runner.add(Thread.currentThread());
            prober.schedule(prober.nanoTime(), () -> runner.add(Thread.currentThread()));
          });
      assertThat(runner.poll(30, SECONDS).getName()).isEqualTo("echo");
      assertThat(runner.poll(30, SECONDS).getName()).isEqualTo("echo");
    }
  }

  @Test
  void a_task_of_a_closed_prober_does_not_run() {
    IcmpProber prober = IcmpProber.builder().open(network);
    BlockingQueue<Thread> runner = new LinkedBlockingQueue<>();
    prober.schedule(
        prober.nanoTime() + Duration.ofHours(1).toNanos(),
        () -> runner.add(Thread.currentThread()));
    prober.close();
    prober.schedule(prober.nanoTime(), () -> runner.add(Thread.currentThread()));
    assertThat(runner).isEmpty();
  }

  @Test
  void a_probe_is_refused_at_once_on_the_calling_thread_if_the_queue_is_full() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (IcmpProber prober = IcmpProber.builder().queueCapacity(2).open(network)) {
      prober.probe(
          request(Duration.ofMillis(-1)),
          (r, o) -> {
            blocked.countDown();
            awaitQuietly(release);
          });
      assertThat(blocked.await(30, SECONDS)).isTrue();
      prober.probe(request(Duration.ofMillis(1)), (r, o) -> {});
      prober.probe(request(Duration.ofMillis(1)), (r, o) -> {});
      prober.probe(request(Duration.ofMillis(1)), (r, o) -> outcomes.add(o));
      assertThat(causeOf(outcomes.remove())).isEqualTo(Cause.QUEUE_FULL);
      release.countDown();
    }
  }

  @Test
  void closing_completes_what_is_in_flight_and_may_be_repeated() {
    IcmpProber prober = IcmpProber.builder().open(network);
    prober.probe(request(Duration.ofHours(1)), (r, o) -> outcomes.add(o));
    awaitTrue(() -> prober.counters().sent() == 1);
    prober.close();
    prober.close();
    assertThat(outcomes).containsExactly(new Lost());
    assertThat(network.closed.availablePermits()).isEqualTo(1);
  }

  @Test
  void a_closed_prober_refuses_probes_on_the_calling_thread() {
    IcmpProber prober = IcmpProber.builder().open(network);
    prober.close();
    prober.probe(request(Duration.ofHours(1)), (r, o) -> outcomes.add(o));
    assertThat(causeOf(outcomes.remove())).isEqualTo(Cause.PROBER_CLOSED);
  }

  @Test
  void a_listener_may_close_the_prober() throws Exception {
    IcmpProber prober = IcmpProber.builder().open(network);
    prober.probe(request(Duration.ofMillis(1)), (r, o) -> prober.close());
    assertThat(network.closed.tryAcquire(30, SECONDS)).isTrue();
  }

  @Test
  void a_prober_whose_thread_dies_refuses_probes_and_leaves_none_open() throws Exception {
    IcmpProber prober = IcmpProber.builder().open(network);
    prober.probe(request(Duration.ofHours(1)), (r, o) -> outcomes.add(o));
    awaitTrue(() -> prober.counters().sent() == 1);
    network.failNextWait();
    assertThat(outcomes.poll(30, SECONDS)).isEqualTo(new Lost());
    assertThat(network.closed.tryAcquire(30, SECONDS)).isTrue();
    prober.probe(request(Duration.ofHours(1)), (r, o) -> outcomes.add(o));
    assertThat(causeOf(outcomes.remove())).isEqualTo(Cause.PROBER_CLOSED);
  }

  @Test
  void every_probe_gets_exactly_one_outcome_if_a_thread_races_with_closing() throws Exception {
    final int rounds = 1_000;
    final int probes = 400;
    for (int round = 0; round < rounds; round++) {
      AtomicIntegerArray recorded = new AtomicIntegerArray(probes);
      IcmpProber prober = IcmpProber.builder().queueCapacity(100).open(new SilentNetwork());
      CountDownLatch underWay = new CountDownLatch(1 + round % (probes / 2));
      Thread caller =
          new Thread(
              () -> {
                for (int i = 0; i < probes; i++) {
                  int probe = i;
                  prober.probe(
                      request(Duration.ofHours(1)), (r, o) -> recorded.incrementAndGet(probe));
                  underWay.countDown();
                }
              });
      caller.start();
      assertThat(underWay.await(30, SECONDS)).isTrue();
      prober.close();
      caller.join();
      for (int i = 0; i < probes; i++) {
        assertThat(recorded.get(i)).as("outcomes of probe %s in round %s", i, round).isEqualTo(1);
      }
    }
  }

  @Test
  void a_queue_for_no_probe_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> IcmpProber.builder().queueCapacity(0));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - giveUp).as("condition never held").isNegative();
      Thread.onSpinWait();
    }
  }

  /** Takes every packet and answers none. */
  private static final class SilentNetwork implements EchoNetwork {
    private final Semaphore wakeUps = new Semaphore(0);
    private final Semaphore closed = new Semaphore(0);
    private volatile boolean failing;

    void failNextWait() {
      failing = true;
      wakeUp();
    }

    @Override
    public EchoSocket open(ChannelKey key, int id, long cookie) {
      return new SilentSocket();
    }

    @Override
    public void await(
        List<EchoSocket> sockets, boolean changed, int timeoutMillis, ReadyHandler handler) {
      try {
        if (timeoutMillis == FOREVER) {
          wakeUps.acquire();
        } else {
          boolean ignored = wakeUps.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      wakeUps.drainPermits();
      if (failing) {
        throw new IllegalStateException("expected by this test");
      }
    }

    @Override
    public void wakeUp() {
      wakeUps.release();
    }

    @Override
    public void close() {
      closed.release();
    }
  }

  private static final class SilentSocket implements EchoSocket {
    @Override
    public Kind kind() {
      return Kind.DATAGRAM;
    }

    @Override
    public boolean asksForTransmitStamps() {
      return false;
    }

    @Override
    public boolean isOnItsInterface() {
      return true;
    }

    @Override
    public int send(RequestBatch batch, int from) {
      return batch.size() - from;
    }

    @Override
    public int receive(ReceivedBatch into) {
      return -ErrorNumber.EAGAIN;
    }

    @Override
    public int receiveErrors(ReceivedBatch into) {
      return -ErrorNumber.EAGAIN;
    }

    @Override
    public void close() {}
  }
}
