package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A Debian with a real systemd in the place of a lab's host ({@code lab boot}). It begins as its
 * packages left it, whatever another test wrote into it.
 */
final class SystemdHost implements AutoCloseable {

  /** Exit status of {@code lab boot --check} where no systemd can be started. */
  private static final int IMPOSSIBLE = 3;

  /** Only what never comes takes longer. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Where it sees the shared folder. */
  private static final String SHARED = "/mnt";

  private final Lab lab;
  private final Background systemd;
  private final Path folder;
  private final List<Background> started = new ArrayList<>();

  private SystemdHost(Lab lab, Background systemd, Path folder) {
    this.lab = lab;
    this.systemd = systemd;
    this.folder = folder;
  }

  /**
   * Boots it. Where that is impossible the test is aborted, with the reason.
   *
   * @param folder an empty one, through which files are copied into it
   */
  static SystemdHost boot(Lab lab, Path folder) {
    try (Background check = Background.start(Lab.ROOT, List.of("lab/lab", "boot", "--check"))) {
      int status = check.exitStatus();
      String said = String.join("\n", check.lines());
      if (status == IMPOSSIBLE) {
        Assumptions.abort("no systemd can be started here: " + said);
      }
      assertThat(status).as(said).isZero();
    }
    Background systemd = lab.start("boot", "--bind=" + folder + ":" + SHARED);
    systemd.await("Reached target .*Multi-User");
    return new SystemdHost(lab, systemd, folder);
  }

  /** Runs a command in it to its end, which is to be a good one; returns what it said. */
  List<String> run(String... words) {
    Background command = start(words);
    int status = command.exitStatus();
    assertThat(status).as("%s said %s", List.of(words), command.lines()).isZero();
    return command.lines();
  }

  /** Starts a command in it. */
  Background start(String... words) {
    List<String> arguments = new ArrayList<>(List.of("--"));
    arguments.addAll(List.of(words));
    Background command = lab.start("booted", arguments.toArray(String[]::new));
    started.add(command);
    return command;
  }

  /** Copies a file into it, and makes the folders above. */
  void copy(Path from, String to) throws IOException {
    Path shared = folder.resolve("copied");
    Files.copy(
        from, shared, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    String mode = Files.isExecutable(from) ? "755" : "644";
    run("install", "-D", "--mode", mode, SHARED + "/copied", to);
  }

  /** Writes a file in it. */
  void write(String to, String text) throws IOException {
    Path written = Files.writeString(folder.resolve("written"), text);
    copy(written, to);
  }

  /** Puts a unit file in its place and has systemd read it. */
  void install(String unit, String text) throws IOException {
    write("/etc/systemd/system/" + unit, text);
    run("systemctl", "daemon-reload");
  }

  /** Makes the build under test its /usr/bin/route-switcher. */
  void installBuild() {
    run("ln", "-s", "/opt/route-switcher/bin/route-switcher", "/usr/bin/route-switcher");
    run("ln", "-s", "/opt/java/bin/java", "/usr/bin/java");
  }

  /** A property of a unit, as {@code systemctl show} says it. */
  String property(String unit, String name) {
    return String.join("\n", run("systemctl", "show", unit, "--value", "--property", name));
  }

  /** Asks for a property again and again until it matches whole. */
  String awaitProperty(String unit, String name, String regex) {
    Pattern pattern = Pattern.compile(regex);
    long begin = System.nanoTime();
    while (true) {
      String value = property(unit, name);
      if (pattern.matcher(value).matches()) {
        return value;
      }
      if (System.nanoTime() - begin > LONGEST_NANOS) {
        return fail(
            "%s of %s is still %s:%n%s", name, unit, value, String.join("\n", journal(unit)));
      }
    }
  }

  /** What a unit, and systemd of it, have logged: the messages alone. */
  List<String> journal(String unit, String... options) {
    List<String> words =
        new ArrayList<>(List.of("journalctl", "--no-pager", "--output", "cat", "--unit", unit));
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new));
  }

  /** The same with all that comes, from the beginning. */
  Background startJournal(String unit) {
    return start("journalctl", "--follow", "--lines", "all", "--output", "cat", "--unit", unit);
  }

  /** Ends what was started in it, which the shutdown would wait for, and shuts it down. */
  @Override
  public void close() {
    for (Background command : started) {
      // Not nsenter, which waits for it: a child without a parent may stay a zombie for seconds.
      ProcessHandle.of(command.pid()).stream()
          .flatMap(ProcessHandle::children)
          .forEach(ProcessHandle::destroy);
      command.exitStatus();
    }
    systemd.terminate();
  }
}
