package dev.routeswitcher.cli;

import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.routeswitcher.runtime.ReloadResult;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.inject.Named;
import org.jspecify.annotations.Nullable;

/** The object graph of the command. */
@Component(modules = Command.Process.class)
interface Command {

  Program program();

  /** What the process gives the program. */
  @Module
  interface Process {
    @Provides
    @Named("out")
    static PrintStream out() {
      return System.out;
    }

    @Provides
    @Named("err")
    static PrintStream err() {
      return System.err;
    }

    @Provides
    static Function<String, @Nullable String> environment() {
      return System::getenv;
    }

    @Provides
    static Program.Signals signals(CommandSignals signals) {
      return signals::install;
    }

    @Provides
    static Program.Launcher launcher() {
      return builder -> running(builder.start());
    }

    private static Program.Running running(RouteSwitcher switcher) {
      return new Program.Running() {
        @Override
        public Optional<RouteSwitcher> handle() {
          return Optional.of(switcher);
        }

        @Override
        public CompletableFuture<Void> termination() {
          return switcher.termination();
        }

        @Override
        public CompletableFuture<ReloadResult> reload(Configuration next, FaultWords words) {
          return switcher.reload(next, words);
        }

        @Override
        public void close() {
          switcher.close();
        }
      };
    }
  }
}
