package dev.routeswitcher.libc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A new folder that no other user can enter, nor put another in its place, and from which native
 * code can be loaded. Gone with all that is in it when it is closed.
 *
 * <p>mkdir(2) makes it under a name that nobody can foresee, or fails: what somebody has put there
 * before is never used. Its mode is 0700 from the first moment, whatever the umask.
 */
final class PrivateFolder implements AutoCloseable {

  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  // Of st_mode, inode(7).
  private static final int PERMISSIONS = 0777;
  private static final int OWNER_ALL = 0700;
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  private final Path path;

  private PrivateFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes one.
   *
   * @param parent where, such as {@code /tmp}
   * @throws IOException if what is made there is not safe, or native code cannot be loaded from it;
   *     the message names the folder at fault and says why
   */
  static PrivateFolder in(Path parent) throws IOException {
    try {
      Path made = Files.createTempDirectory(parent.toRealPath(), "libc-", OURS_ALONE);
      PrivateFolder folder = new PrivateFolder(made);
      try {
        folder.check(ownUid());
        return folder;
      } catch (IOException e) {
        folder.close();
        throw e;
      }
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new IOException(parent + ": " + reason, e);
    }
  }

  Path path() {
    return path;
  }

  /** Puts a file into it, for its owner alone as well. */
  void add(Path name, InputStream content) throws IOException {
    Path file = Files.createFile(path.resolve(name), OURS_ALONE);
    try (OutputStream bytes = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      content.transferTo(bytes);
    }
  }

  private void check(int own) throws IOException {
    Path parent = path.getParent();
    if (uid(path) != own || (mode(path) & PERMISSIONS) != OWNER_ALL) {
      throw new IOException(parent + " keeps no owner or mode of files");
    }
    // Where a user namespace hides who is root, the folder above all tells.
    int root = uid(path.getRoot());
    for (Path above = parent; above != null; above = above.getParent()) {
      int owner = uid(above);
      if (owner != own && owner != root) {
        throw new IOException(above + " belongs to another user");
      }
      // In a sticky folder nobody renames or removes what is another's.
      if ((mode(above) & WRITABLE_BY_OTHERS) != 0 && (mode(above) & STICKY) == 0) {
        throw new IOException(above + " can be written to by other users");
      }
    }
    // access(2) says no to any program on a file system that is mounted noexec.
    Path program = Files.createFile(path.resolve("program"), OURS_ALONE);
    boolean runs = Files.isExecutable(program);
    Files.delete(program);
    if (!runs) {
      throw new IOException(parent + " is mounted noexec");
    }
  }

  private static int uid(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  /** Whose new files are: the last of the four of proc(5). */
  private static int ownUid() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Uid:")) {
        return Integer.parseUnsignedInt(line.substring(line.lastIndexOf('\t') + 1));
      }
    }
    throw new IOException("/proc/self/status has no line Uid:");
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
