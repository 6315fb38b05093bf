package dev.routeswitcher.operations.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.runtime.words.DurationText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a hook: what it is given, how long it may take, and the end of all that it started.
 */
final class HookRun {

  private static final Logger log = LoggerFactory.getLogger(HookRun.class);

  /** Of the output, in bytes; the rest is read and forgotten. */
  private static final int MOST_OUTPUT = 4096;

  private static final int LONGEST_LAST_LINE = 200;
  private static final int END_OF_OUTPUT_MILLIS = 1000;

  /**
   * What a hook is started by. The switcher's own command ignores and blocks the signals that end
   * it, which a child would inherit; and no key of a terminal should reach a hook.
   */
  private static final ImmutableList<String> LAUNCHER =
      ImmutableList.of("env", "--default-signal=HUP,INT,TERM", "setsid");

  private final Path file;
  private final Event event;
  private final Duration deadline;
  private final ProcessMark mark = new ProcessMark(UUID.randomUUID().toString());
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private long outputBytes;

  HookRun(Path file, Event event, Duration deadline) {
    this.file = file;
    this.event = event;
    this.deadline = deadline;
  }

  /**
   * Runs it to its end; nothing that it started is left behind.
   *
   * @return what went wrong, for people; empty if nothing did
   */
  Optional<String> run() throws InterruptedException {
    Process process;
    try {
      process = start();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("it cannot be started: " + e.getMessage());
    }
    Thread talk = new Thread(() -> talk(process), "route-switcher-hook-output");
    talk.setDaemon(true);
    boolean ended;
    boolean allKilled;
    try {
      talk.start();
      ended = process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      allKilled = mark.killAll();
    }
    talk.join(END_OF_OUTPUT_MILLIS);
    boolean isTalking = talk.isAlive();
    tellOutput(isTalking);
    if (!ended) {
      return Optional.of("it did not end within " + DurationText.of(deadline) + " and was killed");
    } else if (!allKilled || isTalking) {
      return Optional.of("it left processes behind that cannot be killed");
    }
    int status = process.waitFor();
    return status == 0 ? Optional.empty() : Optional.of("exit status " + status + lastLine());
  }

  private Process start() throws IOException {
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .addAll(launcher())
            .add(file.toAbsolutePath().toString())
            .build();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Path.of("/").toFile());
    builder.environment().putAll(event.environment());
    mark.putInto(builder.environment());
    return builder.start();
  }

  /** None where these programs are not there or know no such option. */
  private static ImmutableList<String> launcher() {
    return Launcher.KNOWN ? LAUNCHER : ImmutableList.of();
  }

  /** Loaded with the first run. */
  private static final class Launcher {
    static final boolean KNOWN = isKnown();

    private static boolean isKnown() {
      try {
        return new ProcessBuilder(
                    ImmutableList.<String>builder().addAll(LAUNCHER).add("true").build())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** On a thread of its own: the event, then all that the hook says, however much. */
  private void talk(Process process) {
    try (OutputStream in = process.getOutputStream()) {
      in.write((event.toLine() + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      log.debug("hook {} does not read its input", file);
    }
    byte[] buffer = new byte[MOST_OUTPUT];
    try (InputStream out = process.getInputStream()) {
      int length = out.read(buffer);
      while (length >= 0) {
        add(buffer, length);
        length = out.read(buffer);
      }
    } catch (IOException e) {
      log.debug("hook {}: its output broke off", file, e);
    }
  }

  private synchronized void add(byte[] buffer, int length) {
    outputBytes += length;
    output.write(buffer, 0, Math.min(length, MOST_OUTPUT - output.size()));
  }

  private synchronized List<String> outputLines() {
    return output.toString(UTF_8).lines().filter(line -> !line.isBlank()).toList();
  }

  private synchronized void tellOutput(boolean goesOn) {
    outputLines().forEach(line -> log.debug("hook {}: {}", file.getFileName(), line));
    if (outputBytes > output.size() || goesOn) {
      log.debug("hook {}: output_bytes={}", file.getFileName(), outputBytes);
    }
  }

  private String lastLine() {
    List<String> lines = outputLines();
    return lines.isEmpty()
        ? ""
        : ": " + Ascii.truncate(lines.get(lines.size() - 1), LONGEST_LAST_LINE, "...");
  }
}
