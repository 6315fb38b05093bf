package dev.routeswitcher.cli;

import dev.routeswitcher.libc.SignalDescriptor;
import java.io.IOException;
import javax.inject.Inject;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals that end the program: the first TERM or INT cleanly, a second one at once.
 *
 * <p>The JVM starts a thread for each signal, and loses it if none can be had. So
 * bin/route-switcher has the two blocked, and a thread that is there takes them. Started without
 * it, by {@code java -jar}, they are the JVM's.
 */
final class StopSignals {

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;
  private static final int SIGNALLED = 128;

  private boolean stopping;

  @Inject
  StopSignals() {}

  /**
   * Waits for them from now on; {@code stop} runs once.
   *
   * @throws IOException if they cannot be waited for
   */
  Program.Hearing install(Runnable stop) throws IOException {
    SignalHandler handler = signal -> received(signal.getNumber(), stop);
    // Of no effect on those that the JVM was started to ignore.
    Signal.handle(new Signal("TERM"), handler);
    Signal.handle(new Signal("INT"), handler);
    // Kept for reloading the configuration; until then it must not end the program.
    Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
    SignalDescriptor blocked = blocked();
    Thread thread = new Thread(() -> hear(blocked, stop), "route-switcher-signals");
    thread.setDaemon(true);
    thread.start();
    return blocked::close;
  }

  private static SignalDescriptor blocked() throws IOException {
    try {
      return SignalDescriptor.ofBlocked(SIGTERM, SIGINT);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void hear(SignalDescriptor blocked, Runnable stop) {
    for (int number = blocked.next(); number != 0; number = blocked.next()) {
      received(number, stop);
    }
  }

  private synchronized void received(int number, Runnable stop) {
    if (stopping) {
      Runtime.getRuntime().halt(SIGNALLED + number);
    }
    stopping = true;
    stop.run();
  }
}
