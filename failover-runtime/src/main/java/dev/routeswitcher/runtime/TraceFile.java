package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Bytes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceFormatException;
import dev.routeswitcher.engine.trace.TraceLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file a run is recorded to, by a thread of its own: whoever steps the engine never waits for a
 * disk. Steps that come faster than they can be written are left out, and the trace says how many.
 */
final class TraceFile {

  /** No link is followed: it may be somebody else's, and lead to any file of ours. */
  private static final ImmutableSet<OpenOption> HOW =
      ImmutableSet.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private static final ImmutableSet<PosixFilePermission> FOR_ITS_OWNER_ONLY =
      ImmutableSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Logger log = LoggerFactory.getLogger(TraceFile.class);

  private static final String PROGRAM = "route-switcher ";

  /** How every file begins that this class has written to. */
  private static final String BEGINNING =
      "{\"trace\":" + TraceFormat.VERSION + ",\"program\":\"" + PROGRAM;

  private final Path file;
  final DeliveryQueue queue =
      new DeliveryQueue("route-switcher-trace", this::writeMissing, this::end);

  /** Steps written. This, {@code failed} and {@code out} belong to the queue's thread. */
  private long steps;

  private boolean failed;

  private Writer out = Writer.nullWriter();

  TraceFile(Path file, EngineConfig config) {
    this.file = file;
    queue.offer(() -> write(new TraceLine.Header(TraceFormat.VERSION, program(), config)));
  }

  /**
   * Opens the file, creates it for its owner alone if need be, and goes on behind the traces it
   * holds; a last line that was not written to its end is cut off.
   *
   * @throws IOException if it cannot be written, or holds anything else: then it is as it was. The
   *     message says what is wrong and what to do
   */
  void open() throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(file, HOW, PosixFilePermissions.asFileAttribute(FOR_ITS_OWNER_ONLY));
    } catch (IOException e) {
      throw new IOException(whyNotOpened(e), e);
    }
    try {
      channel.truncate(endOfTraces(channel));
      channel.position(channel.size());
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
    out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
  }

  private String whyNotOpened(IOException e) {
    if (Files.isDirectory(file)) {
      return "that is a directory; name a file";
    } else if (Files.isSymbolicLink(file)) {
      return "that is a symbolic link; name the file itself";
    } else if (e instanceof NoSuchFileException) {
      return "its directory is not there; make it, or name another file";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied; name a file that may be read and written";
    }
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return "it cannot be opened: " + reason + "; name another file";
  }

  /** The end of the last whole line, 0 in a file without one that is ours. */
  private long endOfTraces(FileChannel channel) throws IOException {
    String head = new String(read(channel, 0), StandardCharsets.UTF_8);
    int firstLine = head.indexOf('\n');
    if (firstLine < 0 && (head.startsWith(BEGINNING) || BEGINNING.startsWith(head))) {
      return 0;
    }
    requireHeader(firstLine < 0 ? "" : head.substring(0, firstLine));
    long from = Math.max(0, channel.size() - TraceFormat.LONGEST);
    int lastLine = Bytes.lastIndexOf(read(channel, from), (byte) '\n');
    if (lastLine < 0) {
      throw new IOException("its last line is not one of a trace; name another file");
    }
    return from + lastLine + 1;
  }

  /** What is there from a position on, as far as the longest line goes. */
  private static byte[] read(FileChannel channel, long from) throws IOException {
    int length = (int) Math.min(channel.size() - from, TraceFormat.LONGEST);
    return Channels.newInputStream(channel.position(from)).readNBytes(length);
  }

  private void requireHeader(String line) throws IOException {
    if (!TraceFormat.isHeader(line)) {
      throw new IOException("that file is there already and holds no trace; name another file");
    }
    try {
      TraceFormat.read(line);
    } catch (TraceFormatException e) {
      throw new IOException(
          "the trace that is there already cannot be continued: "
              + e.getMessage()
              + "; name another file",
          e);
    }
  }

  private static String program() {
    return PROGRAM
        + Optional.ofNullable(TraceFile.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
  }

  void start() {
    queue.start();
  }

  void started(long nowNanos) {
    String time = Instant.now().toString();
    queue.offer(() -> write(new TraceLine.Started(nowNanos, time)));
  }

  void stepped(long nowNanos, List<EngineEvent> events, Step step) {
    List<EngineEvent> learned = ImmutableList.copyOf(events);
    queue.offer(() -> writeStep(nowNanos, learned, step));
  }

  /**
   * Writes what waits, and the end. Waits for that at most {@code millis}; on a slower disk the
   * writing goes on in the background.
   */
  void close(long millis) {
    queue.close(millis);
    if (!queue.isStarted()) {
      closeQuietly();
    }
  }

  // On the thread of the queue

  private void end() {
    write(new TraceLine.Ended(steps));
    closeQuietly();
  }

  private void writeStep(long nowNanos, List<EngineEvent> events, Step step) {
    List<TraceLine> lines = new ArrayList<>();
    lines.add(new TraceLine.Stepped(nowNanos));
    events.forEach(event -> lines.add(new TraceLine.Learned(event)));
    step.decisions().forEach(decision -> lines.add(new TraceLine.Decided(decision)));
    step.notices().forEach(notice -> lines.add(new TraceLine.Noted(notice)));
    String text = lines.stream().map(TraceFormat::write).collect(Collectors.joining("\n"));
    if (text.length() > TraceFormat.LONGEST) {
      log.warn("a step is too long for the trace: missing_steps=1 file={}", file);
      write(new TraceLine.Missing(1));
      return;
    }
    steps++;
    write(text);
    try {
      out.flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void writeMissing(long dropped) {
    log.warn("the trace is written too slowly: missing_steps={} file={}", dropped, file);
    write(new TraceLine.Missing(dropped));
  }

  private void write(TraceLine line) {
    write(TraceFormat.write(line));
  }

  private void write(String lines) {
    if (failed) {
      return;
    }
    try {
      out.write(lines);
      out.write('\n');
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The switcher goes on without. */
  private void fail(IOException e) {
    if (!failed) {
      failed = true;
      log.warn(
          "the trace ends here, it cannot be written: file={} error=\"{}\"", file, e.getMessage());
    }
  }

  private void closeQuietly() {
    try {
      out.close();
    } catch (IOException e) {
      fail(e);
    }
  }
}
