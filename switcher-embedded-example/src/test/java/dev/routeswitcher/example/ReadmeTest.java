package dev.routeswitcher.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled here. */
class ReadmeTest {

  @Test
  void theSnippetForEmbeddingIsTheOneThatCompiles() throws IOException {
    Path source =
        Path.of("src/test/java/dev/routeswitcher/example/ReadmeSnippet.java").toAbsolutePath();
    String text = Files.readString(source);
    String snippet =
        text.substring(text.indexOf("// snippet\n") + 11, text.indexOf("    // end"))
            .lines()
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"));
    assertThat(Files.readString(Lab.ROOT.resolve("README.md")))
        .contains("```java\n" + snippet + "\n```");
  }
}
