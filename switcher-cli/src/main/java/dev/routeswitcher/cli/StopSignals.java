package dev.routeswitcher.cli;

import javax.inject.Inject;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The signals that end the program: the first TERM or INT cleanly, a second one at once. */
final class StopSignals {

  private static final int SIGNALLED = 128;

  private boolean stopping;

  @Inject
  StopSignals() {}

  /** Installs the handlers; {@code stop} runs once, on a thread of the JVM's. */
  void install(Runnable stop) {
    SignalHandler handler = signal -> received(signal, stop);
    Signal.handle(new Signal("TERM"), handler);
    Signal.handle(new Signal("INT"), handler);
    // Kept for reloading the configuration; until then it must not end the program.
    Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
  }

  private synchronized void received(Signal signal, Runnable stop) {
    if (stopping) {
      Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
    }
    stopping = true;
    stop.run();
  }
}
