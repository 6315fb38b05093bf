package dev.routeswitcher.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.routeswitcher.operations.control.Controls.Reloaded;
import dev.routeswitcher.runtime.ReloadResult;
import dev.routeswitcher.runtime.words.SettingFault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
  private final LogSetup logSetup;
  private @Nullable Follower follower;
  private Program.@Nullable Running switcher;

  /** What was asked for and is not begun yet; guarded by this. */
  private @Nullable CompletableFuture<Reloaded> waiting;

  /**
   * One for what was typed.
   *
   * @param logSetup what follows it first
   * @param worker the thread that does it, once it has {@link #attach attached} the switcher
   */
  ConfigurationReload(
      Arguments words,
      Function<String, @Nullable String> environment,
      LogSetup logSetup,
      Executor worker) {
    this.words = words;
    this.environment = environment;
    this.logSetup = logSetup;
    this.worker = worker;
  }

  /** What follows it besides the switcher; told by the worker. */
  interface Follower {
    /** It begins, or is over, whatever came of it. */
    void isUnderWay(boolean now);

    /** What came of a file that was read, with the faults in that. */
    void came(Given given, Reloaded what);

    /** Likewise, and whoever asked for it has the answer. */
    void answered(Given given, Reloaded what);
  }

  /** What follows it from now on. */
  void follow(Follower next) {
    follower = next;
  }

  private void tell(Consumer<Follower> news) {
    Follower told = follower;
    if (told != null) {
      news.accept(told);
    }
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
    tell(it -> it.isUnderWay(true));
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
        .thenAcceptAsync(result -> done(given, said(given, result), asked), worker)
        .exceptionally(failure -> brokenOff(failure, asked));
  }

  private @Nullable Void brokenOff(Throwable failure, CompletableFuture<Reloaded> asked) {
    log.warn("the reload was broken off: {}", failure.getMessage(), failure);
    tell(it -> it.isUnderWay(false));
    asked.completeExceptionally(failure);
    return null;
  }

  private void done(Given given, Reloaded what, CompletableFuture<Reloaded> asked) {
    tell(it -> it.came(given, what));
    complete(asked, what);
    tell(it -> it.answered(given, what));
  }

  private void complete(CompletableFuture<Reloaded> asked, Reloaded what) {
    tell(it -> it.isUnderWay(false));
    asked.complete(what);
  }

  private Reloaded said(Given given, ReloadResult result) {
    if (result.isRefused()) {
      return refused(result.faults().stream().map(SettingFault::sentence).toList());
    } else if (result.isUnchanged()) {
      log.info("reloaded: unchanged");
      return new Reloaded("unchanged", List.of());
    }
    String changes = String.join(" ", result.changes());
    log.info("reloaded {}", changes);
    logSetup.change(given.configuration().common(), environment);
    return new Reloaded(changes, List.of());
  }

  private static Reloaded refused(List<String> faults) {
    faults.forEach(fault -> log.warn("not reloaded: {}", fault));
    return new Reloaded("not reloaded", faults);
  }
}
