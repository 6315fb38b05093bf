package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientThreadsTest extends ScriptedClient {
  @Test
  void closing_ends_a_waiting_request() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE);
    CompletableFuture<Void> waiting = inBackground(() -> client.routes().add(route(5)));
    awaitRequests(1);

    client.close();

    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NetlinkClosedException.class);
    assertThat(failure(() -> client.routes().add(route(5))))
        .isInstanceOf(NetlinkClosedException.class);
  }

  @Test
  void an_interrupt_ends_a_waiting_request_and_is_kept() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE);
    CompletableFuture<Boolean> stillSet = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              thrown.complete(failure(() -> client.routes().add(route(5))));
              stillSet.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    awaitRequests(1);

    thread.interrupt();

    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(NetlinkInterruptedException.class);
    assertThat(stillSet.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_interrupted_thread_sends_nothing() {
    Thread.currentThread().interrupt();
    try {
      assertThat(failure(() -> client.routes().add(route(5))))
          .isInstanceOf(NetlinkInterruptedException.class);
      assertThat(kernel.requests()).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void requests_of_several_threads_take_turns() throws Exception {
    int threads = 8;
    for (int i = 0; i < threads; i++) {
      kernel.expect(RtnetlinkType.NEWROUTE).ack();
    }

    List<CompletableFuture<Void>> all =
        IntStream.range(0, threads)
            .mapToObj(i -> inBackground(() -> client.routes().add(route(i))))
            .toList();

    for (CompletableFuture<Void> one : all) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isNull();
    }
    assertThat(kernel.requests()).hasSize(threads);
  }

  private static CompletableFuture<Void> inBackground(Call call) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                call.run();
                done.complete(null);
              } catch (NetlinkException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            })
        .start();
    return done;
  }

  private void awaitRequests(int count) {
    long start = System.nanoTime();
    while (kernel.requests().size() < count) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
      Thread.onSpinWait();
    }
  }
}
