package dev.routeswitcher.netlink.rtnetlink;

import com.google.common.base.Splitter;
import com.google.common.primitives.Bytes;
import dev.routeswitcher.netlink.Captures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The fuzz target on what fuzzing once found, on real messages, and on real messages made wrong.
 */
class DatagramFuzzTest {
  private static final Path SEEDS =
      Path.of("src/test/resources/dev/routeswitcher/netlink/rtnetlink/DatagramFuzz");

  @TestFactory
  Stream<DynamicTest> it_holds_on_every_seed_and_on_all_its_beginnings() throws IOException {
    try (Stream<Path> files = Files.list(SEEDS)) {
      return files
          .sorted()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)))
          .toList()
          .stream();
    }
  }

  private static void replay(Path file) throws IOException {
    StringBuilder hex = new StringBuilder();
    for (String line : Splitter.on('\n').split(Files.readString(file))) {
      hex.append(line.replaceAll("#.*|\\s", ""));
    }
    byte[] seed = HexFormat.of().parseHex(hex);
    for (int length = 0; length <= seed.length; length++) {
      DatagramFuzz.fuzzerTestOneInput(Arrays.copyOf(seed, length));
    }
  }

  /** A place, in thousandths of the message, and the byte to put there. */
  record Change(int place, byte value) {}

  @Property(tries = 2_000)
  void it_holds_on_real_messages_made_wrong(
      @ForAll("messages") byte[] message,
      @ForAll("messages") byte[] other,
      @ForAll("changes") List<Change> changes) {
    byte[] wrong = Bytes.concat(message, other);
    for (Change change : changes) {
      wrong[(int) ((long) change.place() * wrong.length / 1_000)] = change.value();
    }
    DatagramFuzz.fuzzerTestOneInput(wrong);
  }

  @Provide
  Arbitrary<byte[]> messages() {
    return Arbitraries.of(Captures.all().map(capture -> capture.bytes().toArray()).toList());
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 999),
            Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.bytes().between((byte) 0, (byte) 9)))
        .as(Change::new)
        .list()
        .ofMaxSize(6);
  }
}
