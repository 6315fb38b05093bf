package dev.routeswitcher.operations.history;

import com.google.common.primitives.Bytes;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a journal: {@code events.jsonl}, to which lines are appended, and those that were
 * full before it, {@code events.1.jsonl} being the newest. Their sizes are bounded, and so is their
 * number. Only one program at a time writes them, which a lock on {@code lock} says.
 */
final class JournalFiles implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(JournalFiles.class);

  /** With the one that is written. */
  static final int MOST_FILES = 4;

  private static final int MOST_READINGS = 5;

  /** More than the longest line that is written here. */
  private static final int TAIL = 1 << 16;

  private static final FileAttribute<?> OF_THE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));

  static final FileAttribute<?> OF_A_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private static final Set<OpenOption> TO_WRITE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private final Path directory;
  private final long mostBytes;
  private final FileChannel lock;
  private FileChannel current;

  private JournalFiles(Path directory, long mostBytes, FileChannel lock) throws IOException {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.lock = lock;
    this.current = openCurrent();
  }

  /**
   * Opens the journal of a directory, which is made if it is not there and the one above it is. A
   * last line that was not written to its end is cut off.
   *
   * @param mostBytes how large a file may become, in bytes
   * @throws IOException if it cannot be written, or another program writes it
   */
  static JournalFiles open(Path directory, long mostBytes) throws IOException {
    if (!Files.isDirectory(directory)) {
      makeDirectory(directory);
    }
    FileChannel lock = FileChannel.open(directory.resolve("lock"), TO_WRITE, OF_A_FILE);
    try {
      requireLock(lock);
      return new JournalFiles(directory, mostBytes, lock);
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, OF_THE_DIRECTORY);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("it is not a directory", e);
    } catch (NoSuchFileException e) {
      throw new IOException("the directory above it does not exist", e);
    }
  }

  private static void requireLock(FileChannel channel) throws IOException {
    FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null;
    }
    if (held == null) {
      throw new IOException("another switcher keeps its history there");
    }
  }

  private static Path file(Path directory, int age) {
    return directory.resolve(age == 0 ? "events.jsonl" : "events." + age + ".jsonl");
  }

  private FileChannel openCurrent() throws IOException {
    Path file = file(directory, 0);
    FileChannel channel = FileChannel.open(file, TO_WRITE, OF_A_FILE);
    try {
      long size = channel.size();
      long from = Math.max(0, size - TAIL);
      byte[] tail = Channels.newInputStream(channel.position(from)).readAllBytes();
      long end = from + Bytes.lastIndexOf(tail, (byte) '\n') + 1;
      if (end < size) {
        log.info(
            "the last entry of {} was not written to its end and is dropped: bytes={}",
            file,
            size - end);
        channel.truncate(end);
      }
      channel.position(end);
      return channel;
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Appends a line.
   *
   * @param durable whether it is to be on the disk when this returns (fdatasync(2)), and not only
   *     in the kernel's memory, where it survives this program
   * @throws IOException if it cannot be written; then nothing of it is in the file, if that could
   *     be helped
   */
  void append(String line, boolean durable) throws IOException {
    if (!Files.exists(file(directory, 0))) {
      current.close();
      current = openCurrent(); // someone has taken it away
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    if (current.position() > 0 && current.position() + bytes.remaining() > mostBytes) {
      rotate();
    }
    long before = current.position();
    try {
      while (bytes.hasRemaining()) {
        current.write(bytes);
      }
      if (durable) {
        current.force(false);
      }
    } catch (IOException e) {
      cutOff(before, e);
      throw e;
    }
  }

  private void cutOff(long end, IOException why) {
    try {
      current.truncate(end);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Each becomes the next older; wherever this is broken off, nothing but the oldest is lost. */
  private void rotate() throws IOException {
    current.force(false);
    current.close();
    for (int age = MOST_FILES - 1; age > 0; age--) {
      Path younger = file(directory, age - 1);
      if (Files.exists(younger)) {
        Files.move(younger, file(directory, age), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    current = openCurrent();
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      current.close();
    }
  }

  /**
   * Reads all lines, the oldest first, while another program may write them. Those that a change of
   * files passes by are read anew: the reader is told to forget what it got.
   *
   * @param forget is called before lines come, possibly again
   * @throws IOException if the directory or a file of it cannot be read
   */
  static void read(Path directory, Runnable forget, Consumer<String> reader) throws IOException {
    try (var readable = Files.newDirectoryStream(directory)) {
      // That it can be listed is all that is asked here.
      boolean ignored = readable.iterator().hasNext();
    }
    Object before;
    int readings = 0;
    do {
      before = newest(directory);
      forget.run();
      for (int age = MOST_FILES - 1; age >= 0; age--) {
        readFile(file(directory, age), reader);
      }
    } while (!before.equals(newest(directory)) && ++readings < MOST_READINGS);
  }

  private static Object newest(Path directory) throws IOException {
    try {
      return Files.getAttribute(file(directory, 0), "unix:ino");
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  private static void readFile(Path file, Consumer<String> reader) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            Channels.newReader(
                FileChannel.open(file, StandardOpenOption.READ), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        reader.accept(line);
        line = lines.readLine();
      }
    } catch (NoSuchFileException e) {
      // There need not be as many.
      return;
    }
  }
}
