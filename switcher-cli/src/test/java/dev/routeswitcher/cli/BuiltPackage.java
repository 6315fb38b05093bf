package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The package and the tarball that are made of this build. */
final class BuiltPackage {

  private static final Path TARGET = Lab.ROOT.resolve("switcher-cli/target");

  private static Map<String, String> built = Map.of();

  private BuiltPackage() {}

  /** Both, built if no test has done so yet; the names of their files, with a digest of each. */
  static synchronized Map<String, String> first() throws IOException, InterruptedException {
    if (built.isEmpty()) {
      built = build();
    }
    return built;
  }

  /** Builds both anew; the same. */
  static Map<String, String> build() throws IOException, InterruptedException {
    String version =
        Files.readString(Lab.ROOT.resolve("pom.xml"))
            .replaceFirst("(?s).*?<revision>([^<]+)</revision>.*", "$1");
    run(Lab.ROOT + "/switcher-cli/src/deb/build", version, "2026-11-01T00:00:00Z");
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.list(TARGET)) {
      for (Path file : files.filter(it -> it.toString().matches(".*\\.(deb|tar\\.gz)")).toList()) {
        digests.put(
            String.valueOf(file.getFileName()),
            MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString());
      }
    }
    return digests;
  }

  /** The package. */
  static Path deb() throws IOException, InterruptedException {
    return TARGET.resolve(
        first().keySet().stream().filter(name -> name.endsWith(".deb")).findFirst().orElseThrow());
  }

  /** Runs a command to its good end; what it said. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
    return said;
  }
}
