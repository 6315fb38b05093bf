package dev.routeswitcher.cli;

import ch.qos.logback.classic.Level;
import dev.routeswitcher.operations.host.LinuxHost;
import dev.routeswitcher.runtime.Cleanup;
import dev.routeswitcher.runtime.ReloadResult;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntSupplier;
import javax.inject.Inject;
import javax.inject.Named;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the command, from its arguments to its exit status. */
final class Program {

  static final int CLEAN = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** How often a stop that takes its time says so. */
  private static final int STOP_LINE_SECONDS = 3;

  private static final String NAME = "route-switcher";

  /** The command that is meant if none is named. */
  static final String RUN = "run";

  private final PrintStream out;
  private final PrintStream err;
  private final Function<String, @Nullable String> environment;
  private final LogSetup logSetup;
  private final Signals signals;
  private final Launcher launcher;

  /** Starts a switcher. */
  interface Launcher {
    Running start(RouteSwitcherBuilder builder) throws IOException;
  }

  /** What the program needs of a running switcher. */
  interface Running extends AutoCloseable {
    CompletableFuture<Void> termination();

    /** The switcher itself; none in a test. */
    default Optional<RouteSwitcher> handle() {
      return Optional.empty();
    }

    /** Goes on by another configuration, if nothing is wrong with it. */
    CompletableFuture<ReloadResult> reload(Configuration next, FaultWords words);

    @Override
    void close();
  }

  /** Where requests come from. */
  interface Signals {
    /** Waits for them until what is returned is closed. */
    Hearing install(Runnable stop, Runnable reload) throws IOException;
  }

  /** That requests are waited for. */
  interface Hearing extends AutoCloseable {
    @Override
    void close();
  }

  @Inject
  Program(
      @Named("out") PrintStream out,
      @Named("err") PrintStream err,
      Function<String, @Nullable String> environment,
      LogSetup logSetup,
      Signals signals,
      Launcher launcher) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.logSetup = logSetup;
    this.signals = signals;
    this.launcher = launcher;
  }

  /** Runs until the switcher has ended, or the replay; returns the exit status. */
  int run(String... arguments) {
    String command = arguments.length > 0 ? arguments[0] : "";
    String[] rest = Arrays.stream(arguments).skip(1).toArray(String[]::new);
    return switch (command) {
      case ReplayCommand.NAME -> new ReplayCommand(out, err).run(rest);
      case NftablesCommand.NAME -> new NftablesCommand(out, err, environment).run(rest);
      case CheckCommand.NAME -> new CheckCommand(out, err).run(rest);
      case ControlCommand.STATUS,
          ControlCommand.EVENTS,
          ControlCommand.USE,
          ControlCommand.NEVER_USE,
          ControlCommand.MAY_USE,
          ControlCommand.RELOAD,
          ControlCommand.LOG_LEVEL ->
          new ControlCommand(command, out, err, environment).run(rest);
      case RUN -> runSwitcher(rest);
      case HistoryCommand.NAME -> new HistoryCommand(out, err).run(rest);
      case ShowConfigCommand.NAME -> new ShowConfigCommand(out, err, environment).run(rest);
      case CleanupCommand.NAME ->
          quietly(() -> new CleanupCommand(out, err, Cleanup::run).run(rest));
      case InitCommand.NAME -> quietly(() -> new InitCommand(out, err, new LinuxHost()).run(rest));
      case DoctorCommand.NAME ->
          quietly(() -> new DoctorCommand(out, err, environment, new LinuxHost()).run(rest));
      default -> runSwitcher(arguments);
    };
  }

  /** What the libraries log is for a run. */
  private int quietly(IntSupplier command) {
    logSetup.apply(Level.WARN, LogForm.TEXT);
    try {
      return command.getAsInt();
    } finally {
      logSetup.finish();
    }
  }

  private int runSwitcher(String... arguments) {
    Arguments words = Arguments.ofRun(arguments);
    if (words.has(Commands.HELP) || (arguments.length > 0 && arguments[0].equals("help"))) {
      out.print(words.help());
      return CLEAN;
    } else if (words.has(Commands.VERSION)) {
      out.println(NAME + " " + version());
      return CLEAN;
    }
    Given given = Given.by(words, environment);
    if (!given.faults().isEmpty()) {
      given.faults().forEach(this::complain);
      err.println("Try '" + NAME + " --help'.");
      return USAGE;
    }
    Configuration configuration = given.configuration();
    logSetup.apply(configuration.common(), environment);
    try {
      return serve(words, given);
    } finally {
      logSetup.finish();
    }
  }

  private int serve(Arguments words, Given given) {
    RouteSwitcherBuilder builder =
        RouteSwitcherBuilder.of(given.configuration()).settingNames(given.names());
    Requests requests = new Requests();
    ConfigurationReload reload = new ConfigurationReload(words, environment, logSetup, requests);
    try (Hearing hearing = signals.install(requests::stop, reload::request);
        Surroundings around = new Surroundings(given, reload, environment, version())) {
      Running switcher = launcher.start(around.around(builder));
      return untilItEnds(switcher, requests, reload, builder, around);
    } catch (IOException e) {
      complain("cannot start: " + e.getMessage());
      return FAILED;
    }
  }

  private static int untilItEnds(
      Running switcher,
      Requests requests,
      ConfigurationReload reload,
      RouteSwitcherBuilder builder,
      Surroundings around) {
    Logger log = LoggerFactory.getLogger(Program.class);
    try (switcher) {
      log.info("started version={} {}", version(), builder);
      around.atWork(switcher.handle());
      switcher.termination().whenComplete((done, failure) -> requests.stop());
      reload.attach(switcher);
      requests.serve();
      log.info("stopping");
      around.ending();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
    return ending(switcher, log);
  }

  /** The exit status, once the switcher has ended; a second signal ends the program before. */
  private static int ending(Running switcher, Logger log) {
    while (true) {
      try {
        switcher.termination().get(STOP_LINE_SECONDS, TimeUnit.SECONDS);
        log.info("stopped");
        return CLEAN;
      } catch (TimeoutException e) {
        log.warn("still stopping; a second signal ends it, with what is left then");
      } catch (ExecutionException e) {
        return FAILED; // the switcher has logged why
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return FAILED;
      }
    }
  }

  private void complain(String line) {
    err.println(NAME + ": " + Printable.of(line));
  }

  private static String version() {
    return Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
