package dev.routeswitcher.operations.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.libc.Libc;
import dev.routeswitcher.operations.event.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real socket, with a service manager that writes down what it is told. */
@Timeout(60)
class ServiceManagerTest {

  private static final Event SWITCH =
      new Event(Instant.EPOCH, Event.Kind.SWITCH, ImmutableMap.of());
  private static final Event UPLINK =
      new Event(Instant.EPOCH, Event.Kind.UPLINK, ImmutableMap.of());

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private Listener listener = new Listener("@route-switcher-test-" + System.nanoTime());
  private int asked;

  /** The other end; public because jnr-ffi implements it from outside. */
  public interface Calls {
    int socket(int domain, int type, int protocol);

    int bind(int socket, @In ByteBuffer address, int length);

    @ssize_t
    long recv(int socket, @Out ByteBuffer bytes, @size_t long length, int flags);

    int close(int descriptor);
  }

  private static final class Listener {
    static final int MSG_DONTWAIT = 0x40;
    final Calls calls = Libc.load(Calls.class);
    final String name;
    final int socket = calls.socket(1, 2, 0);

    Listener(String name) {
      this.name = name;
      byte[] path = name.replace('@', '\0').getBytes(StandardCharsets.UTF_8);
      ByteBuffer address = direct(2 + path.length).putShort((short) 1).put(path).flip();
      assertThat(calls.bind(socket, address, address.remaining())).isZero();
    }

    private static ByteBuffer direct(int capacity) {
      return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    /** The next message, which is waited for. */
    String next() {
      return next(0);
    }

    /** The next message, or "" if there is none. */
    String nextIfAny() {
      return next(MSG_DONTWAIT);
    }

    private String next(int flags) {
      ByteBuffer bytes = direct(4096);
      long length = calls.recv(socket, bytes, 4096, flags);
      byte[] message = new byte[(int) Math.max(0, length)];
      bytes.get(message);
      return new String(message, StandardCharsets.UTF_8);
    }
  }

  @AfterEach
  void close() {
    listener.calls.close(listener.socket);
  }

  private ServiceManager manager() {
    environment.put("NOTIFY_SOCKET", listener.name);
    return ServiceManager.of(environment::get).orElseThrow();
  }

  @Test
  void is_ready_at_once_if_a_decision_was_in_force_before_it_could_hear_of_it() {
    try (ServiceManager manager = manager()) {
      manager.starting(() -> "adopted", Duration.ofHours(1));
      assertThat(listener.next()).isEqualTo("STATUS=adopted");
      manager.ready();
      assertThat(listener.next()).isEqualTo("READY=1\nSTATUS=adopted");
      manager.onEvent(SWITCH);
      assertThat(listener.next()).isEqualTo("STATUS=adopted");
    }
  }

  @Test
  void is_ready_when_the_first_switch_is_in_force_and_once() {
    try (ServiceManager manager = manager()) {
      manager.starting(() -> "as it is\n" + asked++, Duration.ofHours(1));
      assertThat(listener.next()).isEqualTo("STATUS=as it is 0");
      manager.onEvent(UPLINK);
      assertThat(listener.next()).isEqualTo("STATUS=as it is 1");
      manager.onEvent(SWITCH);
      assertThat(listener.next()).isEqualTo("READY=1\nSTATUS=as it is 2");
      assertThat(listener.next()).isEqualTo("STATUS=as it is 3");
      manager.onEvent(SWITCH);
      assertThat(listener.next()).isEqualTo("STATUS=as it is 4");
    }
  }

  @Test
  void is_ready_after_the_boot_window_though_nothing_happens() {
    try (ServiceManager manager = manager()) {
      manager.starting(() -> "as it is\n" + asked++, Duration.ofMillis(-1900));
      assertThat(listener.next()).startsWith("STATUS=");
      assertThat(listener.next()).startsWith("READY=1\n");
    }
  }

  @Test
  void tells_of_a_reload_of_its_life_and_of_its_end() {
    try (ServiceManager manager = manager()) {
      long before = System.nanoTime() / 1000;
      manager.reloading();
      String[] lines = listener.next().split("\n");
      assertThat(lines[0]).isEqualTo("RELOADING=1");
      assertThat(Long.parseLong(lines[1].replace("MONOTONIC_USEC=", "")))
          .isBetween(before, System.nanoTime() / 1000);
      manager.reloaded();
      assertThat(listener.next()).startsWith("READY=1\n");
      manager.beat();
      assertThat(listener.next()).isEqualTo("WATCHDOG=1");
      manager.stopping();
      assertThat(listener.next()).isEqualTo("STOPPING=1");
    }
  }

  @Test
  void a_service_manager_that_does_not_read_keeps_nobody_waiting() {
    try (ServiceManager manager = manager()) {
      for (int i = 0; i < 10_000; i++) {
        manager.beat();
      }
      assertThat(listener.next()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void after_the_end_nothing_is_told() {
    ServiceManager manager = manager();
    manager.close();
    manager.close();
    manager.beat();
    assertThat(listener.nextIfAny()).isEmpty();
  }

  @Test
  void a_path_will_do_and_none_is_no_service_manager() {
    close();
    listener = new Listener(folder.resolve("notify").toString());
    try (ServiceManager manager = manager()) {
      manager.stopping();
      assertThat(listener.next()).isEqualTo("STOPPING=1");
    }
    for (String name : new String[] {"", "relative", folder.resolve("none").toString(), "@"}) {
      environment.put("NOTIFY_SOCKET", name);
      assertThat(ServiceManager.of(environment::get)).as(name).isEmpty();
    }
    assertThat(ServiceManager.of(name -> null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "x", ""})
  void a_watchdog_without_a_time_is_none(String micros) {
    environment.put("WATCHDOG_USEC", micros);
    try (ServiceManager manager = manager()) {
      assertThat(manager.watchdog()).isEmpty();
    }
  }

  @Test
  void a_watchdog_is_for_the_process_that_it_names() {
    environment.put("WATCHDOG_USEC", "2500000");
    try (ServiceManager manager = manager()) {
      assertThat(manager.watchdog()).hasValue(Duration.ofMillis(2500));
    }
    environment.put("WATCHDOG_PID", "1");
    try (ServiceManager manager = manager()) {
      assertThat(manager.watchdog()).isEmpty();
    }
  }
}
