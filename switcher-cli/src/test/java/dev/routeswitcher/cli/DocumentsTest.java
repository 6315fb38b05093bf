package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents lead somewhere: every link between them, and every program they name, is there. */
class DocumentsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
  private static final Pattern PROGRAM =
      Pattern.compile("(?m)^(?:sudo )?((?:bin|lab|\\.ci)/[\\w-]+)");

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher matcher = LINK.matcher(Files.readString(document));
      while (matcher.find()) {
        links++;
        Path to = document.resolveSibling(matcher.group(1));
        if (!matcher.group(1).startsWith("https://") && !Files.exists(to)) {
          broken.add(Lab.ROOT.relativize(document) + " -> " + matcher.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(20);
  }

  @Test
  void everyProgramNamedIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    int programs = 0;
    for (Path document : documents()) {
      Matcher matcher = PROGRAM.matcher(Files.readString(document));
      while (matcher.find()) {
        programs++;
        if (!Files.isExecutable(Lab.ROOT.resolve(matcher.group(1)))) {
          missing.add(Lab.ROOT.relativize(document) + ": " + matcher.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(programs).isGreaterThan(10);
  }

  @Test
  void theCoordinatesAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(Lab.ROOT.resolve("pom.xml"));
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    assertThat(version.find()).isTrue();
    assertThat(Files.readString(Lab.ROOT.resolve("README.md")))
        .contains("<groupId>dev.routeswitcher</groupId>")
        .contains("<version>" + version.group(1) + "</version>");
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(Lab.ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }
}
