package dev.routeswitcher.operations.host;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the switcher's unit as systemd does: systemd.unit(5), "Unit File Load Path". */
final class UnitFiles {

  private static final String NAME = "route-switcher.service";

  /** The first that has the unit counts, and the first that has a drop-in of a name. */
  private static final ImmutableList<String> FOLDERS =
      ImmutableList.of(
          "etc/systemd/system",
          "run/systemd/system",
          "usr/local/lib/systemd/system",
          "usr/lib/systemd/system",
          "lib/systemd/system");

  private UnitFiles() {}

  /** The unit, or empty if there is none. */
  static Optional<UnitFile> find(Path root) throws IOException {
    for (String folder : FOLDERS) {
      Path file = root.resolve(folder).resolve(NAME);
      if (Files.exists(file)) {
        ImmutableListMultimap.Builder<String, String> service = ImmutableListMultimap.builder();
        add(service, SystemFiles.text(file));
        for (Path dropIn : dropIns(root)) {
          add(service, SystemFiles.text(dropIn));
        }
        return Optional.of(new UnitFile(file, service.build()));
      }
    }
    return Optional.empty();
  }

  private static List<Path> dropIns(Path root) throws IOException {
    Map<String, Path> byName = new TreeMap<>();
    for (String folder : FOLDERS) {
      Path dropIns = root.resolve(folder).resolve(NAME + ".d");
      if (!Files.isDirectory(dropIns)) {
        continue;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(dropIns, "*.conf")) {
        for (Path file : files) {
          byName.putIfAbsent(String.valueOf(file.getFileName()), file);
        }
      } catch (DirectoryIteratorException e) {
        throw new IOException(dropIns + " cannot be listed: " + e.getMessage(), e);
      }
    }
    return List.copyOf(byName.values());
  }

  private static void add(ImmutableListMultimap.Builder<String, String> service, String text) {
    String section = "";
    for (String line : joined(text)) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        section = line;
      } else if (section.equals("[Service]") && equals > 0) {
        service.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
  }

  /** Lines that end in a backslash go on in the next one; comments begin with # or ;. */
  private static List<String> joined(String text) {
    List<String> lines = new ArrayList<>();
    String begun = "";
    for (String each : text.lines().toList()) {
      String line = each.strip();
      if (!CharMatcher.anyOf("#;").matchesAnyOf(line.isEmpty() ? "" : line.substring(0, 1))) {
        begun +=
            line.endsWith("\\") ? line.substring(0, line.length() - 1).stripTrailing() + " " : line;
        if (!line.endsWith("\\")) {
          lines.add(begun);
          begun = "";
        }
      }
    }
    lines.add(begun);
    return lines;
  }
}
