package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where native code is loaded from, and that no other user can put his own there: in a mount
 * namespace of its own with the worst umask, by system calls.
 */
class NativeCodeIT {

  private static final Path TARGET = Lab.ROOT.resolve("switcher-cli/target");

  private static final String COMMAND = "bin/route-switcher";

  /** As a program runs that embeds the libraries: nobody says where native code is. */
  private static final String EMBEDDED =
      "\"${JAVA_HOME:+$JAVA_HOME/bin/}java\" -XX:-UsePerfData -Djava.io.tmpdir=/mnt -jar " + jar();

  private static final String LIKE_TMP = "-o mode=1777 tmpfs";

  /** A start that fails when all native code has been loaded: its target is its own address. */
  private static final String FAILS = " --ping-target 192.0.2.2";

  /** A file or folder that was made: its path, and its mode before the umask. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?:openat\\(AT_FDCWD, \"((?!/dev/null\")[^\"]+)\", [A-Z_|]*O_CREAT[A-Z_|]*|mkdir\\(\"([^\"]+)\"),"
              + " (0[0-7]+)\\) += \\d");

  private static final Pattern LOADED =
      Pattern.compile(
          "openat\\(AT_FDCWD, \"([^\"]*jffi[^\"]*\\.so)\", O_RDONLY\\|O_CLOEXEC\\) += \\d");

  private static final Pattern REMOVED = Pattern.compile("(?:unlink|rmdir)\\(\"([^\"]+)\"\\) += 0");

  @TempDir Path calls;

  private static Path jar() {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.toString().matches(".*/switcher-cli-[0-9.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError("not built", e);
    }
  }

  private static Background start(Lab lab, String tmp, String shm, String program) {
    String script =
        "set -e; umask 000; mount -t tmpfs %s /mnt; mount -t tmpfs %s /dev/shm; exec %s %s"
            .formatted(tmp, shm, program, String.join(" ", Lab.FAST));
    return lab.startOnHost(List.of("unshare", "-m", "bash", "-c", script));
  }

  /** With a file for each thread, so that no line is cut by another's. */
  private String traced(String program) {
    return "strace -ff -qq -e signal=none -e trace=openat,creat,mkdir,mkdirat,unlink,rmdir -o "
        + calls.resolve("of")
        + " "
        + program;
  }

  /** Those calls that match. */
  private List<MatchResult> called(Pattern pattern) throws IOException {
    List<MatchResult> found = new ArrayList<>();
    try (Stream<Path> threads = Files.list(calls)) {
      for (Path thread : threads.toList()) {
        pattern.matcher(Files.readString(thread)).results().forEach(found::add);
      }
    }
    return found;
  }

  private List<String> named(Pattern pattern) throws IOException {
    return called(pattern).stream()
        .map(call -> call.group(1) == null ? call.group(2) : call.group(1))
        .toList();
  }

  @Test
  void the_command_makes_no_file_and_loads_what_it_was_shipped_with() throws IOException {
    try (Lab lab = Lab.up()) {
      Background switcher = start(lab, LIKE_TMP, LIKE_TMP, traced(COMMAND) + FAILS);
      assertThat(switcher.exitStatus()).as("%s", switcher.lines()).isEqualTo(1);
    }
    assertThat(named(MADE)).isEmpty();
    assertThat(named(LOADED))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).startsWith(TARGET.resolve("lib/jni").toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "-o mode=1777, /mnt/libc-",
    "'-o mode=1777,noexec', /dev/shm/libc-",
    "-o mode=777, /dev/shm/libc-"
  })
  void an_embedding_program_has_it_in_a_folder_of_its_own_that_is_gone_when_it_is_loaded(
      String tmp, String folder) throws IOException {
    try (Lab lab = Lab.up()) {
      Background switcher = start(lab, tmp + " tmpfs", LIKE_TMP, traced(EMBEDDED) + FAILS);
      assertThat(switcher.exitStatus()).as("%s", switcher.lines()).isEqualTo(1);
    }
    List<String> made = named(MADE);
    assertThat(named(LOADED))
        .singleElement()
        .satisfies(file -> assertThat(file).startsWith(folder))
        .satisfies(file -> assertThat(made).contains(file));
    assertThat(made).allSatisfy(file -> assertThat(file).matches("/(mnt|dev/shm)/libc-.*"));
    assertThat(named(REMOVED)).containsAll(made);
    assertThat(called(MADE)).allSatisfy(call -> assertThat(call.group(3)).isEqualTo("0700"));
  }

  @Test
  void the_command_runs_where_nothing_can_be_written_or_run_from_a_temporary_folder() {
    try (Lab lab = Lab.up()) {
      String readOnly = "-o ro,noexec tmpfs";
      String readOnlyRoot =
          "mount -o remount,bind,ro /; mount --bind /tmp /tmp; mount -o remount,bind,ro /tmp;"
              + " export JDK_JAVA_OPTIONS=-Djava.io.tmpdir=/mnt; ";
      Background switcher =
          start(lab, readOnly, readOnly, "sh -ec '" + readOnlyRoot + "exec \"$@\"' sh " + COMMAND);
      switcher.await(" start family=ipv4 to=primary");
      assertThat(switcher.terminate()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-o mode=1777,noexec | /mnt is mounted noexec",
        "-o ro               | /mnt: Read-only file system",
        "-o mode=777         | /mnt can be written to by other users",
      })
  void where_there_is_no_place_for_it_an_embedding_program_is_told_which_and_why_and_what_to_do(
      String tmp, String fault) {
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      Background switcher = start(lab, tmp + " tmpfs", "-o ro tmpfs", EMBEDDED);
      assertThat(switcher.exitStatus()).isEqualTo(1);
      assertThat(switcher.lines())
          .containsExactly(
              "route-switcher: cannot start: native code cannot be loaded: "
                  + fault
                  + ", /dev/shm: Read-only file system; let -Djava.io.tmpdir name a folder that only"
                  + " root and this user can write to, or a sticky one, on a file system that is not"
                  + " mounted noexec");
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }

  @Test
  void a_folder_that_was_named_and_does_not_serve_is_told_with_the_linkers_words() {
    try (Lab lab = Lab.up()) {
      Background switcher =
          start(
              lab,
              LIKE_TMP,
              LIKE_TMP,
              EMBEDDED.replace("-jar", "-Djffi.boot.library.path=/nowhere -jar"));
      assertThat(switcher.exitStatus()).isEqualTo(1);
      assertThat(switcher.lines())
          .singleElement()
          .asString()
          .startsWith(
              "route-switcher: cannot start: native code cannot be loaded: Can't load library: /nowhere/")
          .contains("; let -Djffi.boot.library.path name a folder with ");
    }
  }
}
