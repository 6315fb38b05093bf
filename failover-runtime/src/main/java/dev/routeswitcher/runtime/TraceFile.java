package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineConfig;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceLine;
import dev.routeswitcher.runtime.loop.DeliveryQueue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file a run is recorded to, by a thread of its own: whoever steps the engine never waits for a
 * disk. Steps that come faster than they can be written are left out, and the trace says how many.
 */
final class TraceFile {

  private static final Logger log = LoggerFactory.getLogger(TraceFile.class);

  /** Longer than any line of a trace. */
  private static final int LONGEST_LINE = 1 << 20;

  private final TraceFormat format = new TraceFormat();
  private final Path file;
  private final DeliveryQueue queue =
      new DeliveryQueue("route-switcher-trace", this::writeMissing, this::end);

  /** Steps written; as {@code failed}, the thread's own. */
  private long steps;

  private boolean failed;

  private Writer out = Writer.nullWriter();

  /** A recording to a file that is not open yet. */
  TraceFile(Path file, EngineConfig config) {
    this.file = file;
    queue.offer(() -> write(new TraceLine.Header(TraceFormat.VERSION, program(), config)));
  }

  /**
   * Opens the file, creates it if need be, and goes on behind what it holds; a last line that was
   * not written to its end is cut off.
   */
  void open() throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      channel.position(endOfLastLine(channel));
      channel.truncate(channel.position());
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
    out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
  }

  private static long endOfLastLine(FileChannel channel) throws IOException {
    long size = channel.size();
    int length = (int) Math.min(size, LONGEST_LINE);
    ByteBuffer tail = ByteBuffer.allocate(length);
    while (tail.hasRemaining() && channel.read(tail, size - length + tail.position()) > 0) {
      // Reads on until the tail is whole.
    }
    for (int i = tail.position() - 1; i >= 0; i--) {
      if (tail.get(i) == '\n') {
        return size - length + i + 1;
      }
    }
    if (size > 0 && (length < size || tail.get(0) != '{')) {
      throw new IOException(channel.size() + " bytes are there already that are no trace");
    }
    return 0;
  }

  private static String program() {
    return "route-switcher "
        + Optional.ofNullable(TraceFile.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
  }

  /** Begins to write. */
  void start() {
    queue.start();
  }

  void started(long nowNanos) {
    String time = Instant.now().toString();
    queue.offer(() -> write(new TraceLine.Started(nowNanos, time)));
  }

  void stepped(long nowNanos, List<EngineEvent> events, List<Decision> decisions) {
    List<EngineEvent> told = ImmutableList.copyOf(events);
    queue.offer(() -> writeStep(nowNanos, told, decisions));
  }

  /**
   * Writes what waits and the end. Waits for that at most so long; a disk that is slower is written
   * to all the same.
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

  private void writeStep(long nowNanos, List<EngineEvent> events, List<Decision> decisions) {
    steps++;
    write(new TraceLine.Stepped(nowNanos));
    events.forEach(event -> write(new TraceLine.Told(event)));
    decisions.forEach(decision -> write(new TraceLine.Decided(decision)));
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
    if (failed) {
      return;
    }
    try {
      out.write(format.write(line));
      out.write('\n');
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The switcher goes on without. */
  private void fail(IOException e) {
    if (!failed) {
      failed = true;
      log.warn("the trace ends here, it cannot be written: file={} error=\"{}\"", file, e);
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
