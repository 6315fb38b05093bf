package dev.routeswitcher.libc;

import com.kenai.jffi.Version;
import com.kenai.jffi.internal.StubLoader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * The native library of jffi, by which jnr-ffi calls.
 *
 * <p>jffi looks for it in the folders of {@code jffi.boot.library.path}, then in those of {@code
 * java.library.path}; then it unpacks it, into {@code jffi.extract.dir} or else into {@code
 * java.io.tmpdir} or the current folder. It is never let come to that: either a {@code
 * jffi.boot.library.path} was given, which is trusted as the class path beside it is, or the
 * library is unpacked here into a {@link PrivateFolder}, and is gone again when it is loaded. At
 * most a start that is killed leaves one behind.
 */
final class JffiLibrary {

  private static final String SEARCHED = "jffi.boot.library.path";
  private static final String UNPACKED = "jffi.extract.dir";

  /** Where nothing can be unpacked. */
  private static final String NOWHERE = "/dev/null";

  /**
   * In a folder of its platform or without one. No other class of jffi may be asked: each loads.
   */
  static final Path NAME =
      Path.of(
          System.getProperty("os.arch", "").replace("amd64", "x86_64") + "-Linux",
          System.mapLibraryName("jffi-" + Version.MAJOR + "." + Version.MINOR));

  /** What is wrong, and the remedy; null if it is loaded. */
  private static final @Nullable String FAULT = load();

  private JffiLibrary() {}

  /** Throws if it could not be loaded, each time the same. */
  static void require() {
    if (FAULT != null) {
      throw new UnsatisfiedLinkError("native code cannot be loaded: " + FAULT);
    }
  }

  private static @Nullable String load() {
    String given = System.getProperty(SEARCHED);
    if (given != null) {
      return loadFrom(given)
          ? null
          : faultsIn(given)
              + "; let -D"
              + SEARCHED
              + " name a folder with "
              + NAME
              + " of jffi's native jar, on a"
              + " file system that is not mounted noexec, or leave it out";
    }
    List<String> refused = new ArrayList<>();
    for (String parent : List.of(System.getProperty("java.io.tmpdir", "/tmp"), "/dev/shm")) {
      try (PrivateFolder folder = PrivateFolder.in(Path.of(parent))) {
        unpackInto(folder);
        return loadFrom(folder.path().toString()) ? null : faultsIn(folder.path().toString());
      } catch (IOException e) {
        refused.add(e.getMessage());
      }
    }
    return String.join(", ", refused)
        + "; let -Djava.io.tmpdir name a folder that only root and this user can write to, or a sticky"
        + " one, on a file system that is not mounted noexec";
  }

  private static void unpackInto(PrivateFolder folder) throws IOException {
    String resource = "jni/" + NAME;
    try (InputStream library = StubLoader.class.getClassLoader().getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("no jar has " + resource);
      }
      folder.add(NAME.getFileName(), library);
    }
  }

  /** Lets jffi load it, once and for all: what failed it does not try again. */
  private static boolean loadFrom(String folders) {
    String searched = System.setProperty(SEARCHED, folders);
    String unpacked = System.setProperty(UNPACKED, NOWHERE);
    try {
      Runtime.getSystemRuntime();
      return StubLoader.isLoaded();
    } finally {
      restore(SEARCHED, searched);
      restore(UNPACKED, unpacked);
    }
  }

  private static void restore(String property, @Nullable String before) {
    if (before == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, before);
    }
  }

  /** What the linker says of each folder, which jffi keeps to itself. */
  private static String faultsIn(String folders) {
    List<String> faults = new ArrayList<>();
    for (StringTokenizer all = new StringTokenizer(folders, File.pathSeparator);
        all.hasMoreTokens(); ) {
      Path folder = Path.of(all.nextToken()).toAbsolutePath();
      Path file = folder.resolve(NAME);
      if (!Files.exists(file)) {
        file = folder.resolve(NAME.getFileName());
      }
      try {
        System.load(file.toString());
      } catch (UnsatisfiedLinkError e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    return String.join(", ", faults);
  }
}
