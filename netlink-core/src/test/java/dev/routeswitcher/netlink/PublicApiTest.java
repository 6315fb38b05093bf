package dev.routeswitcher.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is public, by the classes, is what the README lists as public. */
class PublicApiTest {
  private static final String ROOT = "dev.routeswitcher.netlink.";

  @Test
  void the_readme_lists_every_public_class_and_no_other() throws IOException {
    Map<String, TreeSet<String>> byPackage = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.routeswitcher.netlink")) {
      if (type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass()) {
        byPackage
            .computeIfAbsent(type.getPackageName().substring(ROOT.length()), p -> new TreeSet<>())
            .add(type.getSimpleName());
      }
    }
    String table =
        byPackage.entrySet().stream()
            .map(e -> "| `" + e.getKey() + "` | " + String.join(", ", e.getValue()) + " |\n")
            .collect(joining());

    assertThat(Files.readString(Path.of("README.md"), UTF_8))
        .contains("| package | public classes |\n|---|---|\n" + table + "\n");
  }
}
