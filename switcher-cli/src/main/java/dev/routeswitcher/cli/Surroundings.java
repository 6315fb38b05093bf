package dev.routeswitcher.cli;

import dev.routeswitcher.operations.Operations;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.service.ServiceManager;
import dev.routeswitcher.operations.status.Status;
import dev.routeswitcher.operations.status.StatusBook;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import dev.routeswitcher.runtime.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that an operator touches of a run, as configured: who is told of it, and by what it is asked.
 * Where nothing is configured there is nothing.
 */
final class Surroundings implements AutoCloseable {

  private final Given given;
  private final Receivers receivers;
  private final ConfigurationReload reload;
  private final Function<String, @Nullable String> environment;
  private final String version;
  private final @Nullable Operations operations;

  Surroundings(
      Given given,
      ConfigurationReload reload,
      Function<String, @Nullable String> environment,
      String version) {
    this.given = given;
    this.reload = reload;
    this.environment = environment;
    this.version = version;
    this.receivers = new Receivers(given.configuration().common(), given.names());
    boolean isQuiet =
        given.configuration().common().get(Settings.CONTROL).isEmpty()
            && receivers.all().isEmpty()
            && !ServiceManager.isNamedIn(environment);
    this.operations = isQuiet ? null : operations();
  }

  private Operations operations() {
    InstantSource clock = InstantSource.system();
    Instant start = clock.instant();
    AtomicReference<Status.Configuration> inForce =
        new AtomicReference<>(configuration(given, start));
    StatusBook book =
        new StatusBook(
            given.names(),
            clock,
            () -> Status.Program.running(version, start, clock.instant()),
            inForce::get);
    Operations made = new Operations(book, new Events(given.names(), clock), version);
    receivers.all().forEach(made::tell);
    reload.tell(
        made::reloading,
        (next, what) -> {
          if (what.faults().isEmpty()) {
            inForce.set(configuration(next, clock.instant()));
          }
          made.reloaded(what);
        });
    return made;
  }

  private static Status.Configuration configuration(Given given, Instant loaded) {
    return new Status.Configuration(
        given.file().orElse(null), loaded, given.configuration().toString());
  }

  /** The switcher is to be heard, if anybody wants to hear it. */
  RouteSwitcherBuilder listenedTo(RouteSwitcherBuilder builder) {
    return operations == null ? builder : builder.listener(operations);
  }

  /** The switcher is at work. */
  void atWork(Optional<RouteSwitcher> switcher) {
    receivers.tellMissing();
    if (operations != null) {
      operations.started();
      switcher.ifPresent(handle -> open(operations, handle));
    }
  }

  private void open(Operations opened, RouteSwitcher switcher) {
    given
        .configuration()
        .common()
        .get(Settings.CONTROL)
        .ifPresent(
            path ->
                opened.openControl(
                    path, opened.controls(switcher, reload::request, LogSetup::setLevel)));
    Duration bootWindow = given.configuration().engine().timing().bootWindow();
    ServiceManager.of(environment).ifPresent(manager -> opened.tell(manager, switcher, bootWindow));
  }

  /** The switcher is to end. */
  void ending() {
    if (operations != null) {
      operations.stopping();
    }
  }

  /** The switcher has ended. */
  @Override
  public void close() {
    if (operations != null) {
      operations.close();
    }
  }
}
