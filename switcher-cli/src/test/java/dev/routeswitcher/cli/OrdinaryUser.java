package dev.routeswitcher.cli;

import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A user who is not root and has the two capabilities, and a copy of the build that he may read,
 * wherever the working tree lies. In a user namespace that knows one user only it is that one.
 */
final class OrdinaryUser implements AutoCloseable {

  private final Path build;

  OrdinaryUser() throws IOException {
    build = Files.createTempDirectory("route-switcher-it");
    for (String part : List.of("bin", "switcher-cli/target")) {
      try (Stream<Path> files = Files.walk(Lab.ROOT.resolve(part))) {
        for (Path file : files.toList()) {
          boolean wanted = part.equals("bin") || file.toString().matches(".*\\.(jar|so)");
          if (Files.isRegularFile(file) && wanted) {
            Path to = build.resolve(Lab.ROOT.relativize(file));
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
          }
        }
      }
    }
    new ProcessBuilder("chmod", "-R", "a+rX", build.toString()).inheritIO().start().onExit().join();
  }

  /** The switcher at the fast pace, to be started by him on the host. */
  List<String> switcher(String... options) throws IOException {
    List<String> words = new ArrayList<>(runs());
    words.add(build.resolve("bin/route-switcher").toString());
    words.addAll(Lab.FAST);
    words.addAll(List.of(options));
    return words;
  }

  /** A command of the program, to be run by him. */
  List<String> command(String... words) throws IOException {
    List<String> command = new ArrayList<>(runs());
    command.add(build.resolve("bin/route-switcher").toString());
    command.addAll(List.of(words));
    return command;
  }

  /** Whether he is root after all, because there is no other user. */
  boolean isRoot() throws IOException {
    return !runs().contains("--reuid");
  }

  /** The words before a command that he runs. */
  List<String> runs() throws IOException {
    String two = "-all,+net_admin,+net_raw";
    List<String> words =
        new ArrayList<>(
            List.of("setpriv", "--inh-caps", two, "--ambient-caps", two, "--bounding-set", two));
    if (Files.readString(Path.of("/proc/self/uid_map")).strip().endsWith("4294967295")) {
      words.addAll(List.of("--reuid", "65534", "--regid", "65534", "--clear-groups"));
    }
    return words;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(build)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
