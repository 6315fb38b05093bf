package dev.routeswitcher.operations;

import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.operations.control.ControlServer;
import dev.routeswitcher.operations.control.Controls;
import dev.routeswitcher.operations.control.SwitcherControls;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.history.HistoryReader;
import dev.routeswitcher.operations.service.ServiceManager;
import dev.routeswitcher.operations.status.Status;
import dev.routeswitcher.operations.status.StatusBook;
import dev.routeswitcher.operations.status.StatusCheck;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.SwitcherListener;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that an operator touches of one switcher, put together: its one listener, which keeps the
 * status and tells of events, and the control socket.
 */
public final class Operations implements SwitcherListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Operations.class);

  private static final int NEWS_MILLIS = 5000;

  private final StatusBook book;
  private final Events events;
  private final String version;
  private final List<Events.Receiver> told = new CopyOnWriteArrayList<>();
  private @Nullable ControlServer control;
  private @Nullable ServiceManager service;
  private volatile boolean startTold;
  private volatile boolean decisionInForce;

  /**
   * The operations of a switcher that is not started yet.
   *
   * @param version that of the program, for who asks
   */
  public Operations(StatusBook book, Events events, String version) {
    this.book = book;
    this.events = events;
    this.version = version;
  }

  /**
   * The operations of a switcher that a program embeds.
   *
   * @param version that of the program
   */
  public static Operations embedded(String version) {
    InstantSource clock = InstantSource.system();
    Instant start = clock.instant();
    Status.Configuration configuration = new Status.Configuration(null, start, "embedded");
    StatusBook book =
        new StatusBook(
            SettingNames.PLAIN,
            clock,
            () -> Status.Program.running(version, start, clock.instant()),
            () -> configuration);
    return new Operations(book, new Events(SettingNames.PLAIN, clock), version);
  }

  /** How a switcher that has this for its listener is. */
  public Status status(RouteSwitcher switcher) {
    return book.of(switcher.snapshot());
  }

  /**
   * What can be asked of it, for {@link #openControl}; its configuration and its history are not
   * read.
   */
  public Controls controls(RouteSwitcher switcher) {
    return new SwitcherControls(switcher, book);
  }

  /**
   * The same where the configuration is read again, the log has a level, and a history is kept.
   *
   * @param reload reads the configuration again
   * @param logLevel sets the level of the log, or throws IllegalArgumentException
   * @param history reads what is kept of what has happened
   */
  public Controls controls(
      RouteSwitcher switcher,
      Supplier<CompletableFuture<Controls.Reloaded>> reload,
      Consumer<String> logLevel,
      HistoryReader history) {
    return new SwitcherControls(switcher, book, reload, logLevel, history);
  }

  /** One more who is told of events; it is closed at the end if it can be. */
  public void tell(Events.Receiver receiver) {
    told.add(receiver);
    events.add(receiver);
  }

  /**
   * Others are told from now on in place of some. Those that are not told any more are closed, if
   * they can be; all of that has 5 s.
   *
   * @param before who was added by {@link #tell(Events.Receiver)} or by this
   */
  public void tellInstead(
      List<? extends Events.Receiver> before, List<? extends Events.Receiver> after) {
    told.removeAll(before);
    told.addAll(0, after);
    tellInTime(
        () -> {
          events.replace(before, after);
          before.stream().filter(receiver -> !after.contains(receiver)).forEach(Operations::close);
        });
  }

  // Listening

  @Override
  public void onNotice(Notice notice) {
    book.onNotice(notice);
    decisionInForce |= notice instanceof Notice.SwitchInForce;
    tellTheStart();
    events.onNotice(notice);
  }

  @Override
  public boolean wantsProbes() {
    return book.wantsProbes();
  }

  @Override
  public void onProbe(ProbeFinished probe) {
    book.onProbe(probe);
  }

  @Override
  public void onNoticesDropped(long count) {
    tellTheStart();
    events.onNoticesDropped(count);
  }

  // Beginning and ending

  /** The switcher is at work. That is told before its first notice, which may come before this. */
  public void started() {
    tellInTime(this::tellTheStart);
  }

  private synchronized void tellTheStart() {
    if (!startTold) {
      startTold = true;
      events.publish(
          Kind.STARTED,
          ImmutableMap.of(
              "version", version, "pid", ProcessHandle.current().pid(), "text", "started"));
    }
  }

  /** The configuration was read again. */
  public void reloaded(Controls.Reloaded what) {
    boolean inForce = what.faults().isEmpty();
    if (inForce) {
      book.onReload();
    }
    String text = inForce ? what.text() : String.join("\n", what.faults());
    tellInTime(
        () -> events.publish(Kind.RELOAD, ImmutableMap.of("in_force", inForce, "text", text)));
  }

  /**
   * Opens the control socket, in place of the one that is open. Without it the switcher does all
   * the same; why it is not to be had is a line of the log, and then the other one stays open.
   *
   * @return whether it is open
   */
  @CanIgnoreReturnValue
  public boolean openControl(Path path, Controls controls) {
    try {
      ControlServer opened = ControlServer.open(path, controls, version, events);
      log.debug("control: listening at {}", path);
      closeControl();
      control = opened;
      return true;
    } catch (IOException e) {
      log.warn(
          "no control socket {}: {}; remedy=\"give --control another FILE, or none\"",
          path,
          reason(e));
      return false;
    }
  }

  /** Closes the control socket, if it is open; answers that are there are given. */
  public void closeControl() {
    ControlServer open = control;
    control = null;
    if (open != null) {
      open.close();
    }
  }

  /**
   * Tells the service manager how the switcher is, from now on, and gives it the signs of life that
   * it wants.
   *
   * @param bootWindow when the first decision is made at the latest
   */
  public void tell(ServiceManager manager, RouteSwitcher switcher, Duration bootWindow) {
    service = manager;
    tell(manager);
    manager.starting(() -> StatusCheck.of(status(switcher)).line(), bootWindow);
    if (decisionInForce) { // before it could hear of it
      manager.ready();
    }
    manager
        .watchdog()
        .ifPresent(allowed -> switcher.giveSignsOfLife(allowed.dividedBy(2), manager::beat));
  }

  /** The configuration is read again from now on, or no longer. */
  public void reloading(boolean now) {
    if (service != null && now) {
      service.reloading();
    } else if (service != null) {
      service.reloaded();
    }
  }

  /** The switcher is to end. */
  public void stopping() {
    if (service != null) {
      service.stopping();
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no such folder"
        : e instanceof AccessDeniedException
            ? "it may not be made there"
            : String.valueOf(e.getMessage());
  }

  /** The switcher has ended, if it was started. Whoever is told has 5 s for the last news. */
  @Override
  public void close() {
    if (startTold) {
      tellInTime(this::tellTheEnd);
    }
    closeControl();
  }

  /** Whoever is told may take its time, as a disk that hangs: neither start nor end wait for it. */
  private void tellInTime(Runnable news) {
    if (told.isEmpty()) {
      news.run();
      return;
    }
    Thread teller = new Thread(news, "route-switcher-news");
    teller.setDaemon(true);
    try {
      teller.start();
    } catch (OutOfMemoryError e) {
      log.debug("no thread for the news", e); // at the limit of a user's processes
      news.run();
    }
    try {
      teller.join(NEWS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellTheEnd() {
    events.publish(Kind.STOPPED, ImmutableMap.of("text", "stopped"));
    told.forEach(Operations::close);
  }

  private static void close(Events.Receiver receiver) {
    try {
      if (receiver instanceof AutoCloseable closeable) {
        closeable.close();
      }
    } catch (Exception e) {
      log.debug("{} cannot be closed", receiver, e);
    }
  }
}
