package dev.routeswitcher.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README lists the public types outside the internal packages, no more and no fewer. */
class PublicApiTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)`: .*\\| (`\\w+`.*) \\|$");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final Set<String> INTERNAL =
      Set.of("dev.routeswitcher.icmp.loop", "dev.routeswitcher.icmp.linux");

  @Test
  void the_readme_lists_the_public_types() throws IOException {
    assertThat(listedTypes()).hasSizeGreaterThan(20).isEqualTo(publicTypes());
  }

  private static Set<String> listedTypes() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Set<String> listed = new TreeSet<>();
    for (MatchResult row : ROW.matcher(readme).results().toList()) {
      NAME.matcher(row.group(2))
          .results()
          .forEach(n -> listed.add(row.group(1) + "." + n.group(1)));
    }
    return listed;
  }

  private static Set<String> publicTypes() {
    Set<String> types = new TreeSet<>();
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.routeswitcher.icmp")
            .stream()
            .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(c -> !INTERNAL.contains(c.getPackageName()))
            .map(JavaClass::getName)
            .forEach(types::add);
    // The testkit is what the test-jar holds.
    new ClassFileImporter()
        .importPackages("dev.routeswitcher.icmp.testkit").stream()
            .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getName)
            .forEach(types::add);
    return types;
  }
}
