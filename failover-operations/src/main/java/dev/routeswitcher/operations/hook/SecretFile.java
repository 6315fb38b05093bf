package dev.routeswitcher.operations.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** A file with secrets. No message quotes what is in it. */
final class SecretFile {

  private static final int MOST_BYTES = 1 << 16;

  private SecretFile() {}

  /**
   * Its lines, without empty ones and those that begin with {@code #}.
   *
   * @throws IOException if it cannot be read, or others can read or write it; the message says what
   *     to do
   */
  static List<String> lines(Path file) throws IOException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)
          || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
        throw new IOException(file + " is open to others; chmod go-w,o= it");
      } else if (Files.size(file) > MOST_BYTES) {
        throw new IOException(file + " is larger than 64 KiB; name the right file");
      }
      // One character for each byte, so that none is malformed.
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist; make it", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " may not be read; chown it to the switcher's user", e);
    }
  }
}
