package dev.routeswitcher.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.routeswitcher.operations.control.Controls.Reloaded;
import dev.routeswitcher.runtime.ReloadResult;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.SettingFault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the file of {@code --config} again while the switcher runs; what was typed goes on to win
 * over it. What came of that is in the log: a line for what changed, or one for each fault.
 *
 * <p>Any thread may ask for it; one does it, which may wait for a disk.
 */
final class ConfigurationReload {

  private static final Logger log = LoggerFactory.getLogger(ConfigurationReload.class);

  private final Arguments words;
  private final Function<String, @Nullable String> environment;
  private final Executor worker;
  private Phases phases = now -> {};
  private BiConsumer<Given, Reloaded> hearer = (given, what) -> {};
  private Program.@Nullable Running switcher;

  /** What was asked for and is not begun yet; guarded by this. */
  private @Nullable CompletableFuture<Reloaded> waiting;

  /**
   * One for what was typed.
   *
   * @param worker the thread that does it, once it has {@link #attach attached} the switcher
   */
  ConfigurationReload(
      Arguments words, Function<String, @Nullable String> environment, Executor worker) {
    this.words = words;
    this.environment = environment;
    this.worker = worker;
  }

  /**
   * Who is told, by the worker, of each.
   *
   * @param newPhases told that it begins, and that it is over, whatever came of it
   * @param newHearer told what came of it, if there was a file to read; with the faults in that
   */
  void tell(Phases newPhases, BiConsumer<Given, Reloaded> newHearer) {
    phases = newPhases;
    hearer = newHearer;
  }

  /** When one begins and when it is over. */
  @FunctionalInterface
  interface Phases {
    void isUnderWay(boolean now);
  }

  /** The switcher whose configuration it is. */
  void attach(Program.Running started) {
    switcher = started;
  }

  /**
   * Asks for it. Several requests that wait are one.
   *
   * @return completes with what came of it
   */
  @CanIgnoreReturnValue
  synchronized CompletableFuture<Reloaded> request() {
    CompletableFuture<Reloaded> asked = waiting;
    if (asked == null) {
      asked = new CompletableFuture<>();
      waiting = asked;
      worker.execute(this::serve);
    }
    return asked;
  }

  private synchronized CompletableFuture<Reloaded> begun() {
    CompletableFuture<Reloaded> begun = waiting;
    waiting = null;
    if (begun == null) {
      throw new IllegalStateException("nothing was asked for");
    }
    return begun;
  }

  private void serve() {
    CompletableFuture<Reloaded> asked = begun();
    phases.isUnderWay(true);
    if (!words.has(Commands.CONFIG)) {
      String nothing = "no file was given; start with " + Commands.CONFIG + " FILE";
      log.warn("not reloaded: {}", nothing);
      complete(asked, new Reloaded("not reloaded", List.of(nothing)));
      return;
    }
    Given given = Given.by(words, environment);
    if (!given.isReadable()) {
      done(given, refused(given.faults()), asked);
      return;
    }
    Program.Running running = switcher;
    if (running == null) {
      throw new IllegalStateException("no switcher is attached");
    }
    running
        .reload(given.configuration(), given.words())
        .thenAcceptAsync(result -> done(given, said(given, result), asked), worker);
  }

  private void done(Given given, Reloaded what, CompletableFuture<Reloaded> asked) {
    hearer.accept(given, what);
    complete(asked, what);
  }

  private void complete(CompletableFuture<Reloaded> asked, Reloaded what) {
    phases.isUnderWay(false);
    asked.complete(what);
  }

  private static Reloaded said(Given given, ReloadResult result) {
    if (result.isRefused()) {
      return refused(result.faults().stream().map(SettingFault::sentence).toList());
    } else if (result.isUnchanged()) {
      log.info("reloaded: unchanged");
      return new Reloaded("unchanged", List.of());
    }
    String changes = String.join(" ", result.changes());
    log.info("reloaded {}", changes);
    LogSetup.setLevel(given.configuration().common().get(Settings.LOG_LEVEL));
    return new Reloaded(changes, List.of());
  }

  private static Reloaded refused(List<String> faults) {
    faults.forEach(fault -> log.warn("not reloaded: {}", fault));
    return new Reloaded("not reloaded", faults);
  }
}
