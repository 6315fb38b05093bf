package dev.routeswitcher.operations.hook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.primitives.Bytes;
import com.google.common.primitives.Longs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What marks a process and all that it starts: a variable of its environment, which children
 * inherit, and which the kernel shows in {@code /proc/PID/environ} (proc(5)) for as long as a
 * process lives. So those are found too that have left their parents, their process group and their
 * session behind (daemon(3), a double fork).
 *
 * <p>Not found is one that was started with an emptied environment ({@code env -i}), has written
 * over it, or belongs to another user ({@code sudo}) while this process is not root's; and whatever
 * another program starts on a hook's behalf ({@code systemd-run}, {@code at}), which is the way to
 * leave something running on purpose. A hook whose processes multiply faster than they can be
 * killed is given up after two seconds.
 */
final class ProcessMark {

  private static final String VARIABLE = "ROUTE_SWITCHER_HOOK_RUN";
  private static final Path PROCESSES = Path.of("/proc");
  private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * So many looks in a row have to find nobody: one that forks and ends while a list of processes
   * is read is in that list no more, and its child not yet.
   */
  private static final int CLEAN_LOOKS = 3;

  /** From one look to the next: the kernel tells nobody but a parent that a process has ended. */
  private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

  private final String value;
  private final byte[] marked;

  /** A mark; {@code value} is no other's. */
  ProcessMark(String value) {
    this.value = value;
    this.marked = (VARIABLE + "=" + value).getBytes(US_ASCII);
  }

  void putInto(Map<String, String> environment) {
    environment.put(VARIABLE, value);
  }

  /** Kills all that bear the mark; whether none is left. */
  boolean killAll() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    int clean = 0;
    while (clean < CLEAN_LOOKS && System.nanoTime() < end) {
      List<ProcessHandle> left = find();
      clean = left.isEmpty() ? clean + 1 : 0;
      left.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return clean == CLEAN_LOOKS;
  }

  /** Those that bear it now. A process that has ended, and only waits for its parent, does not. */
  List<ProcessHandle> find() {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[1-9]*")) {
      for (Path process : processes) {
        Long number = Longs.tryParse(process.getFileName().toString());
        // The handle first: it knows when the process began, and kills no later one of its number.
        Optional<ProcessHandle> handle =
            number == null ? Optional.empty() : ProcessHandle.of(number);
        if (handle.isPresent() && isMarked(process)) {
          found.add(handle.get());
        }
      }
    } catch (IOException e) {
      return found; // without /proc there is nothing to be found
    }
    return found;
  }

  private boolean isMarked(Path process) {
    try {
      return Bytes.indexOf(Files.readAllBytes(process.resolve("environ")), marked) >= 0;
    } catch (IOException e) {
      return false; // it has ended, or is another user's
    }
  }
}
