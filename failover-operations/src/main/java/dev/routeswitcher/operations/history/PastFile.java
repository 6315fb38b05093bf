package dev.routeswitcher.operations.history;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.routeswitcher.engine.EngineEvent.PastRecalled;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceFormatException;
import dev.routeswitcher.engine.trace.TraceLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a switcher knows of its switches for the one that is started after it within the same
 * boot of the host: {@code past.jsonl} in a state directory.
 *
 * <p>The first line says when it was written, by the clock that {@link Uptime} is of; the others
 * are {@link PastRecalled} events as a trace has them, with instants relative to that moment. It is
 * replaced as a whole, so that an end at any moment leaves the one before. A crash of the host
 * makes it worthless, whence it need not be on the disk.
 */
public final class PastFile {

  private static final Logger log = LoggerFactory.getLogger(PastFile.class);

  private static final String NAME = "past.jsonl";

  /** Of two families with 64 uplinks each it is a tenth of that. */
  private static final int MOST_BYTES = 1 << 18;

  private static final Set<OpenOption> TO_WRITE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final Supplier<Optional<Uptime>> uptime;

  /** That of a state directory. */
  public PastFile(Path directory) {
    this(directory, Uptime::now);
  }

  PastFile(Path directory, Supplier<Optional<Uptime>> uptime) {
    this.file = directory.resolve(NAME);
    this.uptime = uptime;
  }

  /**
   * What is known of the switches of this boot, with instants relative to now; empty if nothing is,
   * for whatever reason: without it a start is one after a boot.
   */
  public ImmutableList<Past> read() {
    try {
      return read(uptime.get());
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    } catch (IOException | JsonParseException | IllegalStateException | TraceFormatException e) {
      log.info("{} cannot be read: {}; holds and counts begin anew", file, e.getMessage());
      return ImmutableList.of();
    }
  }

  private ImmutableList<Past> read(Optional<Uptime> now) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("it is larger than " + MOST_BYTES + " bytes");
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.isEmpty() || now.isEmpty()) {
      return ImmutableList.of();
    }
    Uptime written = Uptime.in(JsonParser.parseString(lines.get(0)).getAsJsonObject());
    double age = now.get().seconds() - written.seconds();
    if (!written.bootId().equals(now.get().bootId()) || age < 0) {
      return ImmutableList.of();
    }
    long ageNanos = Math.round(age * TimeUnit.SECONDS.toNanos(1));
    ImmutableList.Builder<Past> known = ImmutableList.builder();
    for (String line : lines.subList(1, lines.size())) {
      if (TraceFormat.read(line) instanceof TraceLine.Learned learned
          && learned.event() instanceof PastRecalled recalled) {
        known.add(recalled.past().shifted(-ageNanos));
      }
    }
    return known.build();
  }

  /**
   * Keeps what was to be seen of a switcher just now.
   *
   * @throws IOException if it cannot be written; what was kept before stays
   */
  public void write(Snapshot seen) throws IOException {
    Optional<Uptime> now = uptime.get();
    if (now.isEmpty()) {
      return; // nobody could tell its age
    }
    JsonObject head = new JsonObject();
    now.get().addTo(head);
    StringBuilder text = new StringBuilder(head.toString()).append('\n');
    for (Snapshot.Family family : seen.families()) {
      Past past = family.past().shifted(-seen.atNanos());
      text.append(TraceFormat.write(new TraceLine.Learned(new PastRecalled(past)))).append('\n');
    }
    Path next = file.resolveSibling(NAME + ".next");
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
    try (FileChannel channel = FileChannel.open(next, TO_WRITE, JournalFiles.OF_A_FILE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
