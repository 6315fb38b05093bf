package dev.routeswitcher.lab;

import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process that runs beside a test; its lines can be waited for. Ended with the test. */
public final class Background implements AutoCloseable {

  /** Only a hang takes this long. */
  private static final long HUNG_SECONDS = 180;

  private final Process process;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private Background(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "lines of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  public static Background start(Path directory, List<String> command) {
    try {
      return new Background(
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start());
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command, e);
    }
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(output broke off: " + e + ")");
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The lines that match. */
  public List<String> lines(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return lines().stream().filter(line -> pattern.matcher(line).find()).toList();
  }

  /** Waits for the first line that matches. */
  public String await(String regex) {
    return await(regex, 1);
  }

  /** Waits for the {@code count}th line that matches. */
  public synchronized String await(String regex, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HUNG_SECONDS);
    while (true) {
      List<String> found = lines(regex);
      if (found.size() >= count) {
        return found.get(count - 1);
      }
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        return fail("no line %s (no. %s) in:%n%s", regex, count, String.join("\n", lines));
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting for " + regex, e);
      }
    }
  }

  public long pid() {
    return process.pid();
  }

  /** SIGTERM; returns the exit status. */
  public int terminate() {
    // By the handle: Process.destroy() would throw the last lines away.
    process.toHandle().destroy();
    return exitStatus();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.toHandle().destroyForcibly();
    exitStatus();
  }

  /** Waits for the end of the process and of its output. */
  public int exitStatus() {
    try {
      if (!process.waitFor(HUNG_SECONDS, TimeUnit.SECONDS)) {
        return fail("process does not end; it said:%n%s", String.join("\n", lines()));
      }
      reader.join(TimeUnit.SECONDS.toMillis(HUNG_SECONDS));
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the end", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
