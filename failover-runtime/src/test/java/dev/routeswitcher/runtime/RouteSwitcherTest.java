package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.NetworkChange.WatchFailed;
import dev.routeswitcher.runtime.settings.Configuration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The handle and its threads, on a model of the kernel in real time. */
@Timeout(60)
class RouteSwitcherTest {

  private static final String ADD_FAILOVER =
      "add default via 198.51.100.1 dev eth1 proto 157 metric 5";

  /** Real time, and no suspends. */
  private static final HostClock REAL_TIME =
      new HostClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long suspendedNanos() {
          return 0;
        }
      };

  private final ModelHost host = new ModelHost(REAL_TIME);
  private final List<RouteSwitcher> started = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void closeAll() {
    released.countDown();
    started.forEach(RouteSwitcher::close);
  }

  private RouteSwitcher start(@Nullable SwitcherListener listener) throws StartException {
    RouteSwitcher switcher =
        RouteSwitcher.start(
            DrivenSwitcher.open(
                ModelSettings.restoring(), new Configuration(), host.ports(), listener, null));
    started.add(switcher);
    return switcher;
  }

  private static Set<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("route-switcher"))
        .collect(Collectors.toSet());
  }

  private void awaitRelease() {
    boolean interrupted = false;
    while (true) {
      try {
        released.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // Start

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lock",
        "open routes",
        "require writable",
        "open prober",
        "open watch",
        "look",
        "read routes"
      })
  void a_failing_start_leaves_nothing_open_and_no_thread(String call) {
    Set<Thread> before = ownThreads();
    host.fail(call, new IOException("on purpose"));
    assertThatThrownBy(() -> start(notice -> {}))
        .isInstanceOf(StartException.class)
        .hasMessage("on purpose");
    assertThat(ownThreads()).isEqualTo(before);
    assertThat(host.routes()).isEmpty();
    if (!call.equals("lock")) {
      assertThat(host.deeds())
          .endsWith("close watch", "close prober", "close routes", "release lock");
    }
  }

  @Test
  void a_start_that_fails_by_a_bug_leaves_nothing_open_either() {
    Set<Thread> before = ownThreads();
    host.fail("look", new StackOverflowError("on purpose"));
    assertThat(catchThrowable(() -> start(notice -> {}))).isInstanceOf(StackOverflowError.class);
    assertThat(host.deeds()).endsWith("release lock");
    assertThat(ownThreads()).isEqualTo(before);
  }

  @Test
  void a_platform_without_what_is_needed_is_a_start_failure() {
    host.fail("open prober", new UnsupportedOperationException("not 64-bit Linux"));
    assertThatThrownBy(() -> start(null))
        .isInstanceOf(StartException.class)
        .hasMessage("not 64-bit Linux");
  }

  // Switching

  @Test
  void a_listener_that_stands_still_delays_no_switch() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    start(
        notice -> {
          stuck.countDown();
          awaitRelease();
        });
    stuck.await();
    host.carrier("eth0", false);
    host.awaitDeed(ADD_FAILOVER);
    assertThat(released.getCount()).isEqualTo(1);
  }

  @Test
  void a_log_that_stands_still_delays_neither_a_switch_nor_the_end() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    AppenderBase<ILoggingEvent> stuckLog =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (Thread.currentThread().getName().startsWith("route-switcher")) {
              stuck.countDown();
              awaitRelease();
            }
          }
        };
    stuckLog.start();
    Logger log = (Logger) LoggerFactory.getLogger("dev.routeswitcher");
    log.addAppender(stuckLog);
    try {
      RouteSwitcher switcher = start(null);
      stuck.await();
      host.fail("look", new IOException("so that there is something to log"));
      host.carrier("eth0", false);
      host.awaitDeed(ADD_FAILOVER);
      switcher.close();
      assertThat(switcher.termination()).isCompleted();
      assertThat(host.routes()).isEmpty();
    } finally {
      released.countDown();
      log.detachAppender(stuckLog);
    }
  }

  @Test
  void a_listener_that_throws_receives_the_rest() throws Exception {
    List<Notice> reported = new CopyOnWriteArrayList<>();
    RouteSwitcher switcher =
        start(
            notice -> {
              reported.add(notice);
              throw new AssertionError("on purpose");
            });
    host.awaitDeed("probe eth1");
    host.carrier("eth0", false);
    host.awaitDeed(ADD_FAILOVER);
    switcher.close();
    assertThat(reported).hasSizeGreaterThan(2);
  }

  @Test
  void the_listener_has_received_everything_when_close_returns_and_nothing_after()
      throws Exception {
    List<String> reported = new CopyOnWriteArrayList<>();
    RouteSwitcher switcher =
        start(
            notice ->
                reported.add(Thread.currentThread().getName() + notice.getClass().getSimpleName()));
    host.carrier("eth0", false);
    host.awaitDeed(ADD_FAILOVER);
    switcher.close();
    assertThat(reported)
        .contains("route-switcher-listenerSwitchInForce")
        .allMatch(call -> call.startsWith("route-switcher-listener"));
  }

  // The end

  @Test
  void closing_restores_ends_every_thread_and_may_be_repeated() throws Exception {
    Set<Thread> before = ownThreads();
    RouteSwitcher switcher = start(notice -> {});
    host.awaitDeed("probe eth1");
    assertThat(ownThreads()).hasSize(before.size() + 3);
    switcher.close();
    assertThat(switcher.termination()).isCompleted();
    assertThat(ownThreads()).isEqualTo(before);
    assertThat(host.routes()).isEmpty();
    List<String> deeds = host.deeds();
    switcher.close();
    assertThat(host.deeds()).isEqualTo(deeds);
  }

  @Test
  void a_listener_may_close_the_switcher() throws Exception {
    CompletableFuture<RouteSwitcher> handle = new CompletableFuture<>();
    CountDownLatch closed = new CountDownLatch(1);
    List<String> found = new CopyOnWriteArrayList<>();
    handle.complete(
        start(
            notice -> {
              if (closed.getCount() > 0) {
                RouteSwitcher switcher = handle.join();
                switcher.close();
                found.add("ended " + switcher.termination().isDone());
                found.add("interrupted " + Thread.currentThread().isInterrupted());
                closed.countDown();
              }
            }));
    closed.await();
    assertThat(found).containsExactly("ended true", "interrupted false");
    assertThat(host.routes()).isEmpty();
  }

  @Test
  void several_threads_may_close_it_and_each_returns_when_it_has_ended() throws Exception {
    RouteSwitcher switcher = start(null);
    host.awaitDeed("probe eth1");
    List<Boolean> ended = new CopyOnWriteArrayList<>();
    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread closer =
          new Thread(
              () -> {
                switcher.close();
                ended.add(switcher.termination().isDone());
              });
      closers.add(closer);
      closer.start();
    }
    for (Thread closer : closers) {
      closer.join();
    }
    assertThat(ended).containsExactly(true, true, true, true);
    assertThat(host.deeds().stream().filter("release lock"::equals)).hasSize(1);
  }

  @Test
  void a_stuck_listener_does_not_keep_close_from_returning() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    RouteSwitcher switcher =
        start(
            notice -> {
              stuck.countDown();
              awaitRelease();
            });
    stuck.await();
    switcher.close();
    assertThat(released.getCount()).isEqualTo(1);
    assertThat(switcher.termination()).isCompleted();
    assertThat(host.routes()).isEmpty();
  }

  @Test
  void a_change_that_hangs_in_the_kernel_does_not_keep_close_from_returning() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    host.beforeReading(
        () -> {
          if (Thread.currentThread().getName().equals("route-switcher")) {
            stuck.countDown();
            awaitRelease();
          }
        });
    RouteSwitcher switcher = start(null);
    stuck.await();
    switcher.close();
    assertThat(switcher.termination()).isNotDone();
    released.countDown();
    switcher.termination().get(20, TimeUnit.SECONDS);
    assertThat(host.routes()).isEmpty();
  }

  @Test
  void what_waits_for_the_termination_may_close_the_switcher_too() throws Exception {
    RouteSwitcher switcher = start(null);
    CountDownLatch closed = new CountDownLatch(1);
    Thread chained =
        new Thread(
            () ->
                switcher
                    .termination()
                    .whenComplete(
                        (done, failure) -> {
                          switcher.close();
                          closed.countDown();
                        }));
    chained.start();
    chained.join();
    switcher.close();
    closed.await();
    assertThat(switcher.termination()).isCompleted();
  }

  @Test
  void an_end_that_nobody_asked_for_is_a_line_of_the_log() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(RouteSwitcher.class);
    log.addAppender(lines);
    try {
      RouteSwitcher switcher = start(null);
      host.awaitDeed("probe eth1");
      host.report(new WatchFailed(new IOException("ENOMEM")));
      host.awaitDeed("release lock");
      switcher.close();
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.ERROR)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "ended by a failure; the routes stay as they are: lost the kernel's link and"
                + " route events: ENOMEM; remedy=\"start it again\"");
  }

  @Test
  void a_broken_watch_ends_it_exceptionally_and_leaves_the_routes() throws Exception {
    RouteSwitcher switcher = start(null);
    host.awaitDeed("probe eth1");
    List<String> routes = host.routes();
    host.report(new WatchFailed(new IOException("on purpose")));
    assertThatThrownBy(() -> switcher.termination().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("on purpose");
    switcher.close();
    assertThat(host.routes()).isEqualTo(routes).hasSize(2);
    assertThat(host.deeds()).endsWith("release lock");
  }

  @Test
  void an_interrupted_thread_does_not_wait_but_the_switcher_stops() throws Exception {
    RouteSwitcher switcher = start(null);
    Thread.currentThread().interrupt();
    switcher.close();
    assertThat(Thread.interrupted()).isTrue();
    switcher.termination().get(20, TimeUnit.SECONDS);
    assertThat(host.routes()).isEmpty();
  }

  @Test
  void nobody_can_end_it_by_cancelling_the_termination() throws Exception {
    RouteSwitcher switcher = start(null);
    assertThat(switcher.termination().cancel(true)).isTrue();
    assertThat(switcher.termination()).isNotDone();
  }
}
