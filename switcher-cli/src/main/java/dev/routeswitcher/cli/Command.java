package dev.routeswitcher.cli;

import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import java.io.PrintStream;
import javax.inject.Named;

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
    static Environment environment() {
      return System::getenv;
    }

    @Provides
    static Program.Launcher launcher() {
      return RouteSwitcherBuilder::start;
    }
  }
}
