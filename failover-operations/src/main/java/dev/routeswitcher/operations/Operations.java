package dev.routeswitcher.operations;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.operations.control.ControlServer;
import dev.routeswitcher.operations.control.Controls;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.status.StatusBook;
import dev.routeswitcher.runtime.SwitcherListener;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that an operator touches of one switcher, put together: its one listener, which keeps the
 * status and tells of events, and the control socket.
 */
public final class Operations implements SwitcherListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Operations.class);

  private final StatusBook book;
  private final Events events;
  private @Nullable ControlServer control;

  /** The operations of a switcher that is not started yet. */
  public Operations(StatusBook book, Events events) {
    this.book = book;
    this.events = events;
  }

  // Listening

  @Override
  public void onNotice(Notice notice) {
    book.onNotice(notice);
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
    events.onNoticesDropped(count);
  }

  // Beginning and ending

  /** The switcher is at work. */
  public void started(String version) {
    events.publish(Kind.STARTED, ImmutableMap.of("version", version, "text", "started"));
  }

  /**
   * Opens the control socket. Without it the switcher does all the same; why it is not to be had is
   * a line of the log.
   */
  public void openControl(Path path, Controls controls, String version) {
    try {
      ControlServer opened = ControlServer.open(path, controls, version);
      control = opened;
      events.add(opened);
      log.debug("control: listening at {}", path);
    } catch (IOException e) {
      log.warn(
          "no control socket {}: {}; remedy=\"give --control another FILE, or none\"",
          path,
          reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is no such folder"
        : e instanceof java.nio.file.AccessDeniedException
            ? "it may not be made there"
            : String.valueOf(e.getMessage());
  }

  /** The switcher has ended. */
  @Override
  public void close() {
    events.publish(Kind.STOPPED, ImmutableMap.of("text", "stopped"));
    if (control != null) {
      control.close();
    }
  }
}
