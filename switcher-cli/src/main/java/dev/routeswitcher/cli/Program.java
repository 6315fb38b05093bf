package dev.routeswitcher.cli;

import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import dev.routeswitcher.runtime.StartException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import javax.inject.Inject;
import javax.inject.Named;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** One run of the command, from its arguments to its exit status. */
final class Program {

  static final int CLEAN = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private static final String NAME = "route-switcher";

  private final PrintStream out;
  private final PrintStream err;
  private final Environment environment;
  private final LogSetup logSetup;
  private final StopSignals signals;
  private final Launcher launcher;

  /** Starts a switcher; what tests replace. */
  interface Launcher {
    RouteSwitcher start(RouteSwitcherBuilder builder) throws StartException;
  }

  @Inject
  Program(
      @Named("out") PrintStream out,
      @Named("err") PrintStream err,
      Environment environment,
      LogSetup logSetup,
      StopSignals signals,
      Launcher launcher) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.logSetup = logSetup;
    this.signals = signals;
    this.launcher = launcher;
  }

  /** Runs until the switcher has ended; returns the exit status. */
  int run(String... arguments) {
    Options options = new Options();
    CommandLine commandLine = new CommandLine(options);
    commandLine.getCommandSpec().parser().collectErrors(true);
    ParseResult parsed = commandLine.parseArgs(arguments);
    if (options.help) {
      commandLine.usage(out);
      return CLEAN;
    } else if (options.version) {
      out.println(NAME + " " + version());
      return CLEAN;
    }
    OptionReader.Reading reading = OptionReader.read(options, environment);
    if (!parsed.errors().isEmpty() || !reading.faults().isEmpty()) {
      parsed.errors().forEach(error -> complain(firstLine(error)));
      reading.faults().forEach(fault -> complain("--" + fault));
      err.println("Try '" + NAME + " --help'.");
      return USAGE;
    }
    logSetup.apply(reading.logLevel());
    return serve(reading.builder());
  }

  private int serve(RouteSwitcherBuilder builder) {
    Logger log = LoggerFactory.getLogger(Program.class);
    CountDownLatch stopRequested = new CountDownLatch(1);
    signals.install(stopRequested::countDown);
    try (RouteSwitcher switcher = launcher.start(builder)) {
      log.info("started version={} {}", version(), builder);
      switcher.termination().whenComplete((done, failure) -> stopRequested.countDown());
      stopRequested.await();
      log.info("stopping");
      switcher.close();
      switcher.termination().get();
      log.info("stopped");
      return CLEAN;
    } catch (StartException e) {
      complain("cannot start: " + e.getMessage());
      return FAILED;
    } catch (ExecutionException e) {
      log.error("ended by a failure; the routes stay as they are", e.getCause());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private void complain(String line) {
    err.println(NAME + ": " + line);
  }

  private static String firstLine(Exception error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  private static String version() {
    return Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
