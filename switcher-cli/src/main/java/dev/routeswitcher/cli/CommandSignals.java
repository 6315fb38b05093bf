package dev.routeswitcher.cli;

import dev.routeswitcher.libc.SignalDescriptor;
import java.io.IOException;
import javax.inject.Inject;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals of the command: the first TERM or INT ends it cleanly, a second one at once; HUP has
 * the configuration read again.
 *
 * <p>The JVM starts a thread for each signal, and loses it if none can be had. So
 * bin/route-switcher has the three blocked, and a thread that is there takes them. Started without
 * it, by {@code java -jar}, they are the JVM's.
 */
final class CommandSignals {

  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;
  private static final int SIGNALLED = 128;

  private boolean stopping;

  @Inject
  CommandSignals() {}

  /**
   * Waits for them from now on; neither of the two may take its time.
   *
   * @param stop runs once
   * @param reload runs with each HUP
   * @throws IOException if they cannot be waited for
   */
  Program.Hearing install(Runnable stop, Runnable reload) throws IOException {
    SignalHandler handler = signal -> received(signal.getNumber(), stop, reload);
    // Of no effect on those that the JVM was started to ignore.
    Signal.handle(new Signal("TERM"), handler);
    Signal.handle(new Signal("INT"), handler);
    Signal.handle(new Signal("HUP"), handler);
    SignalDescriptor blocked = blocked();
    Thread thread = new Thread(() -> hear(blocked, stop, reload), "route-switcher-signals");
    thread.setDaemon(true);
    thread.start();
    return blocked::close;
  }

  private static SignalDescriptor blocked() throws IOException {
    try {
      return SignalDescriptor.ofBlocked(SIGTERM, SIGINT, SIGHUP);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void hear(SignalDescriptor blocked, Runnable stop, Runnable reload) {
    for (int number = blocked.next(); number != 0; number = blocked.next()) {
      received(number, stop, reload);
    }
  }

  private synchronized void received(int number, Runnable stop, Runnable reload) {
    if (number == SIGHUP) {
      reload.run();
      return;
    }
    if (stopping) {
      Runtime.getRuntime().halt(SIGNALLED + number);
    }
    stopping = true;
    stop.run();
  }
}
