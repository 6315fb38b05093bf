package dev.routeswitcher.cli;

import dev.routeswitcher.operations.Operations;
import dev.routeswitcher.operations.control.Controls;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.history.HistoryReader;
import dev.routeswitcher.operations.service.ServiceManager;
import dev.routeswitcher.operations.status.Status;
import dev.routeswitcher.operations.status.StatusBook;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import dev.routeswitcher.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that an operator touches of a run, as configured: who is told of it, and by what it is asked.
 * Where nothing is configured there is nothing, until a reload configures something.
 */
final class Surroundings implements ConfigurationReload.Follower, AutoCloseable {

  private final InstantSource clock = InstantSource.system();
  private final Instant start = clock.instant();
  private final ConfigurationReload reload;
  private final Function<String, @Nullable String> environment;
  private final String version;
  private final Receivers receivers;
  private final Given first;
  private final HistoryReader history;

  private volatile Status.Configuration inForce;
  private volatile @Nullable RouteSwitcher switcher;

  /** Null as long as nobody is told and nobody asks. */
  private volatile @Nullable Operations operations;

  /** The socket that is open; empty if none is. */
  private Optional<Path> control = Optional.empty();

  Surroundings(
      Given given,
      ConfigurationReload reload,
      Function<String, @Nullable String> environment,
      String version) {
    this.first = given;
    this.reload = reload;
    this.environment = environment;
    this.version = version;
    this.inForce = configuration(given);
    this.receivers =
        new Receivers(() -> Optional.ofNullable(switcher).map(RouteSwitcher::snapshot));
    this.history = new HistoryReader(receivers::stateDirectory);
    reload.follow(this);
    receivers.configure(given.configuration().common(), given.names());
    if (ServiceManager.isNamedIn(environment) || isWanted(given)) {
      operations = operations(given);
      operations.tellInstead(List.of(), receivers.all());
    }
  }

  private boolean isWanted(Given given) {
    return control(given).isPresent() || !receivers.all().isEmpty();
  }

  private static Optional<Path> control(Given given) {
    return given.configuration().common().get(Settings.CONTROL);
  }

  private Operations operations(Given given) {
    StatusBook book =
        new StatusBook(
            given.names(),
            clock,
            () -> Status.Program.running(version, start, clock.instant()),
            () -> inForce);
    return new Operations(book, new Events(given.names(), clock), version);
  }

  private Status.Configuration configuration(Given given) {
    return new Status.Configuration(
        given.file().orElse(null), clock.instant(), given.configuration().toString());
  }

  /** The switcher is to be heard, and to know what the one before it knew. */
  RouteSwitcherBuilder around(RouteSwitcherBuilder builder) {
    builder.recall(receivers.past());
    Operations told = operations;
    return told == null ? builder : builder.listener(told);
  }

  /** The switcher is at work. */
  void atWork(Optional<RouteSwitcher> handle) {
    receivers.tellMissing();
    switcher = handle.orElse(null);
    Operations begun = operations;
    if (begun == null) {
      return;
    }
    begun.started();
    openControl(begun, control(first));
    Duration bootWindow = first.configuration().engine().timing().bootWindow();
    handle.ifPresent(
        it ->
            ServiceManager.of(environment)
                .ifPresent(manager -> begun.tell(manager, it, bootWindow)));
  }

  private void openControl(Operations begun, Optional<Path> next) {
    RouteSwitcher handle = switcher;
    if (next.equals(control) || handle == null) {
      return;
    }
    Controls controls = begun.controls(handle, reload::request, LogSetup::setLevel, history);
    if (next.isEmpty()) {
      begun.closeControl();
      control = next;
    } else if (begun.openControl(next.get(), controls)) {
      control = next;
    }
  }

  // Following a reload

  @Override
  public void isUnderWay(boolean now) {
    Operations told = operations;
    if (told != null) {
      told.reloading(now);
    }
  }

  @Override
  public void came(Given given, Controls.Reloaded what) {
    if (what.faults().isEmpty()) {
      inForce = configuration(given);
      List<Events.Receiver> before = receivers.all();
      receivers.configure(given.configuration().common(), given.names());
      if (operations == null && isWanted(given)) {
        begin(operations(given));
      } else if (operations != null && !before.equals(receivers.all())) {
        operations.tellInstead(before, receivers.all());
      }
    }
    Operations told = operations;
    if (told != null) {
      told.reloaded(what);
    }
  }

  /** The first is told, or asks. */
  private void begin(Operations begun) {
    operations = begun;
    begun.tellInstead(List.of(), receivers.all());
    RouteSwitcher handle = switcher;
    if (handle != null) {
      handle.listen(begun);
    }
    begun.started();
  }

  @Override
  public void answered(Given given, Controls.Reloaded what) {
    Operations told = operations;
    if (told != null && what.faults().isEmpty()) {
      openControl(told, control(given));
    }
  }

  // Ending

  /** The switcher is to end. */
  void ending() {
    Operations told = operations;
    if (told != null) {
      told.stopping();
    }
  }

  /** The switcher has ended. */
  @Override
  public void close() {
    Operations told = operations;
    if (told != null) {
      told.close();
    }
  }
}
