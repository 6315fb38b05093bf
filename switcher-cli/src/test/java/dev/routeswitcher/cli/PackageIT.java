package dev.routeswitcher.cli;

import static dev.routeswitcher.cli.BuiltPackage.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package and the tarball that are made of this build, and the program in them. */
class PackageIT {

  @TempDir static Path directory;

  /** What is in the package, unpacked. */
  private static Path tree = Path.of("");

  private static Map<String, String> built = Map.of();

  @BeforeAll
  static void build() throws Exception {
    built = BuiltPackage.first();
    String deb = BuiltPackage.deb().toString();
    tree = directory.resolve("tree");
    run("dpkg-deb", "--extract", deb, tree.toString());
    run("dpkg-deb", "--control", deb, directory + "/control");
  }

  private static String read(String file) throws IOException {
    return Files.readString(tree.resolve(file));
  }

  @Test
  void another_build_has_the_same_bytes() throws Exception {
    assertThat(built.keySet()).hasSize(2);
    assertThat(BuiltPackage.build()).isEqualTo(built);
  }

  @Test
  void every_page_and_completion_is_in_it() {
    for (String page : new Manual("1", "2026-11-01").pages().keySet()) {
      String section = page.substring(page.length() - 1);
      assertThat(tree.resolve("usr/share/man/man" + section).resolve(page + ".gz")).exists();
    }
    assertThat(tree.resolve("usr/share/bash-completion/completions/route-switcher")).exists();
    assertThat(tree.resolve("usr/share/zsh/vendor-completions/_route-switcher")).exists();
    assertThat(tree.resolve("usr/share/fish/vendor_completions.d/route-switcher.fish")).exists();
    assertThat(tree.resolve("etc/route-switcher/hooks.d")).isEmptyDirectory();
  }

  @Test
  void no_placeholder_is_left_and_the_settings_stay_at_an_upgrade() throws Exception {
    assertThat(Files.readString(directory.resolve("control/control")))
        .doesNotContain("@VERSION@", "@SIZE@", "@ARCHITECTURE@", "@MAINTAINER@")
        .contains("\nDepends: default-jre-headless (>= 2:1.17) | java17-runtime-headless");
    assertThat(Files.readAllLines(directory.resolve("control/conffiles")))
        .containsExactly("/etc/route-switcher/route-switcher.toml");
  }

  @Test
  void an_instance_has_its_own_network_namespace_settings_and_directories() throws Exception {
    List<String> one = read("usr/lib/systemd/system/route-switcher.service").lines().toList();
    List<String> template = read("usr/lib/systemd/system/route-switcher@.service").lines().toList();
    assertThat(template)
        .filteredOn(line -> !one.contains(line))
        .containsExactly(
            "Description=Uplink failover in the network namespace %i",
            "NetworkNamespacePath=/run/netns/%i",
            "ExecStart=/usr/bin/route-switcher run --config /etc/route-switcher/%i.toml --control"
                + " /run/route-switcher-%i/control --state-directory /var/lib/route-switcher/%i"
                + " --on-exit keep",
            "ExecReload=/usr/bin/route-switcher reload --control /run/route-switcher-%i/control",
            "RuntimeDirectory=route-switcher-%i",
            "StateDirectory=route-switcher/%i");
    assertThat(template).hasSize(one.size() + 1);
  }

  /** Where the program is told that it is installed is the place that it was unpacked to. */
  @Test
  void the_program_runs_with_an_archive_of_its_classes_and_says_nothing_of_one_that_is_no_good()
      throws Exception {
    String command = tree + "/usr/bin/route-switcher";
    String archiver = tree + "/usr/lib/route-switcher/archive-classes";
    run("sed", "-i", "s#=/\\(usr\\|var\\)/#=" + tree + "/\\1/#", command, archiver);
    String version = run(command, "--version");
    assertThat(version).matches("route-switcher \\S+\n");
    assertThat(run(archiver)).isEmpty();
    Path archive = tree.resolve("var/cache/route-switcher/classes.jsa");
    assertThat(archive).isNotEmptyFile();
    assertThat(archive.resolveSibling(".")).isDirectoryNotContaining("glob:**training*");
    Path loud = directory.resolve("loud");
    Files.writeString(
        loud, Files.readString(Path.of(command)).replace("-Xlog:disable", "-Xlog:class+load"));
    assertThat(run("sh", loud.toString(), "--version"))
        .contains("dev.routeswitcher.cli.Program source: shared objects file (top)")
        // A class of Java 5 until it is packaged.
        .contains("picocli.CommandLine$Model$CommandSpec source: shared objects file (top)");
    run("touch", tree + "/usr/share/route-switcher/switcher-cli.jar");
    assertThat(run(command, "--version")).isEqualTo(version);
  }
}
