package dev.routeswitcher.cli;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * What the main thread does while the switcher runs: what other threads ask it to do, one after the
 * other, until they ask it to stop.
 */
final class Requests implements Executor {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean stop;

  /** Asks for something to be done; does not wait for it. */
  @Override
  public synchronized void execute(Runnable task) {
    waiting.add(task);
    notifyAll();
  }

  /** Asks to stop; what waits is not done any more. */
  synchronized void stop() {
    stop = true;
    notifyAll();
  }

  /** Does what is asked for, on this thread, until it is to stop. */
  void serve() throws InterruptedException {
    for (Runnable task = next(); task != STOP; task = next()) {
      task.run();
    }
  }

  private static final Runnable STOP = () -> {};

  private synchronized Runnable next() throws InterruptedException {
    while (waiting.isEmpty() && !stop) {
      wait();
    }
    return stop ? STOP : waiting.remove();
  }
}
