package dev.routeswitcher.operations.hook;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks in a directory: executable regular files, in order of name, that nobody can have
 * changed but root and the user of this process. Of each other file it is said once why it is left
 * out.
 */
final class HookFiles {

  private static final Logger log = LoggerFactory.getLogger(HookFiles.class);

  /** Those that editors and package managers leave behind are none. */
  private static final Pattern NAME =
      Pattern.compile("(?!.*(\\.dpkg-|\\.rpm|\\.bak$|\\.swp$))[A-Za-z0-9_][A-Za-z0-9._-]*");

  private final Path directory;
  private final int ownUser;

  /** Why files were left out when that was last said. */
  private final Map<Path, String> said = new HashMap<>();

  HookFiles(Path directory) throws IOException {
    this.directory = directory;
    this.ownUser = user(Path.of("/proc/self"));
  }

  private static int user(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** Those that are there now. */
  List<Path> list() {
    List<Path> hooks = new ArrayList<>();
    Optional<String> fault = faultOfDirectory();
    if (fault.isPresent()) {
      leaveOut(directory, fault.get());
      return hooks;
    }
    said.remove(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Optional<String> itsFault = fault(file);
        if (itsFault.isPresent()) {
          leaveOut(file, itsFault.get());
        } else {
          hooks.add(file);
          said.remove(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      leaveOut(directory, "it cannot be read: " + e.getMessage() + "; give the right to");
    }
    hooks.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return hooks;
  }

  private void leaveOut(Path file, String why) {
    if (!why.equals(said.put(file, why))) {
      log.warn("no hook is run from {}: {}", file, why);
    }
  }

  private Optional<String> faultOfDirectory() {
    try {
      PosixFileAttributes facts = Files.readAttributes(directory, PosixFileAttributes.class);
      return facts.isDirectory()
          ? faultOfOwner(directory, facts)
          : Optional.of("it is no directory; name one");
    } catch (IOException e) {
      return Optional.of("it cannot be read; make it, or name another directory");
    }
  }

  private Optional<String> fault(Path file) throws IOException {
    PosixFileAttributes facts;
    try {
      facts = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.of("it has gone");
    }
    if (!NAME.matcher(file.getFileName().toString()).matches()) {
      return Optional.of("its name is that of a leftover; use letters, digits, '-', '_' and '.'");
    } else if (!facts.isRegularFile()) {
      return Optional.of("it is not a regular file; put the file itself there");
    } else if (!facts.permissions().contains(PosixFilePermission.OWNER_EXECUTE)) {
      return Optional.of("it is not executable; chmod u+x it, or take it away");
    }
    return faultOfOwner(file, facts);
  }

  private Optional<String> faultOfOwner(Path file, PosixFileAttributes facts) throws IOException {
    if (facts.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || facts.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      return Optional.of("others than its owner may write to it; chmod go-w it");
    }
    int owner = user(file);
    return owner == 0 || owner == ownUser
        ? Optional.empty()
        : Optional.of("it belongs to another user; chown it to root");
  }
}
