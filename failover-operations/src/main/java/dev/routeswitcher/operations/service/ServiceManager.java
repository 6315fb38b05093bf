package dev.routeswitcher.operations.service;

import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Events;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process how it is (sd_notify(3), {@code
 * Type=notify}). It is READY when the first decision is in force, or after the boot window; STATUS
 * is one line and follows every event.
 */
public final class ServiceManager implements Events.Receiver, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

  /** After the boot window there is a decision, and this is for it to come into force. */
  private static final Duration IN_FORCE = Duration.ofSeconds(2);

  private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";
  private static final int LONGEST_STATUS = 500;

  private final NotifySocket socket;
  private final @Nullable Duration watchdog;
  private final AtomicBoolean ready = new AtomicBoolean();
  private volatile @Nullable Supplier<String> status;

  private ServiceManager(NotifySocket socket, @Nullable Duration watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** Whether the environment names a service manager. */
  public static boolean isNamedIn(Function<String, @Nullable String> environment) {
    String name = environment.apply(NOTIFY_SOCKET);
    return name != null && !name.isEmpty();
  }

  /**
   * The service manager that the environment names; empty if there is none, or it cannot be
   * reached, which a line of the log says.
   */
  public static Optional<ServiceManager> of(Function<String, @Nullable String> environment) {
    String name = environment.apply(NOTIFY_SOCKET);
    if (name == null || name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ServiceManager(new NotifySocket(name), watchdog(environment)));
    } catch (IOException e) {
      log.warn("the service manager cannot be told: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** How often it wants a sign of life, if of this process (sd_watchdog_enabled(3)). */
  private static @Nullable Duration watchdog(Function<String, @Nullable String> environment) {
    String micros = environment.apply("WATCHDOG_USEC");
    String pid = environment.apply("WATCHDOG_PID");
    boolean ours = pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
    if (micros == null || !ours || !micros.matches("[1-9]\\d{0,15}")) {
      return null;
    }
    return Duration.of(Long.parseLong(micros), java.time.temporal.ChronoUnit.MICROS);
  }

  /** How long it waits for a sign of life before it takes the process for stuck; empty for ever. */
  public Optional<Duration> watchdog() {
    return Optional.ofNullable(watchdog);
  }

  /** A sign of life, to be given by the switcher's own thread; does not wait. */
  public void beat() {
    socket.send("WATCHDOG=1");
  }

  /**
   * The switcher has begun.
   *
   * @param newStatus how it is, in one line
   * @param bootWindow when the first decision is made at the latest
   */
  public void starting(Supplier<String> newStatus, Duration bootWindow) {
    status = newStatus;
    tellStatus();
    long latest = bootWindow.plus(IN_FORCE).toMillis();
    CompletableFuture.delayedExecutor(latest, TimeUnit.MILLISECONDS).execute(this::ready);
  }

  /** The first decision is in force. It is told once, whoever says so. */
  public void ready() {
    if (ready.compareAndSet(false, true)) {
      socket.send("READY=1\nSTATUS=" + line());
    }
  }

  @Override
  public void onEvent(Event event) {
    if (event.kind() == Event.Kind.SWITCH) {
      ready();
    }
    tellStatus();
  }

  private void tellStatus() {
    socket.send("STATUS=" + line());
  }

  /** Whatever is in it, it ends no line. */
  private String line() {
    Supplier<String> known = status;
    String line = known == null ? "starting" : known.get().replace('\n', ' ');
    return line.length() <= LONGEST_STATUS ? line : line.substring(0, LONGEST_STATUS - 3) + "...";
  }

  /** The configuration is read again; {@link #reloaded} follows. */
  public void reloading() {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime()); // CLOCK_MONOTONIC
    socket.send("RELOADING=1\nMONOTONIC_USEC=" + micros);
  }

  /** It is in force, or was refused. */
  public void reloaded() {
    socket.send("READY=1\nSTATUS=" + line());
  }

  /** The switcher ends. */
  public void stopping() {
    socket.send("STOPPING=1");
  }

  @Override
  public void close() {
    socket.close();
  }
}
