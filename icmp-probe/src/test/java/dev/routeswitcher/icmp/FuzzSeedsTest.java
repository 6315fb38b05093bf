package dev.routeswitcher.icmp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.io.BaseEncoding;
import dev.routeswitcher.icmp.loop.ReplyMatcherFuzz;
import dev.routeswitcher.icmp.loop.SentFrameFuzz;
import dev.routeswitcher.icmp.packet.Icmpv4Fuzz;
import dev.routeswitcher.icmp.packet.Icmpv6Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every fuzz target on every seed, so that what fuzzing once found stays found. */
class FuzzSeedsTest {
  private static final Path SEEDS = Path.of("src/test/resources/dev/routeswitcher/icmp");

  private record Target(Path seeds, Consumer<byte[]> run) {}

  private static final List<Target> TARGETS =
      List.of(
          new Target(SEEDS.resolve("packet/Icmpv4Fuzz"), Icmpv4Fuzz::fuzzerTestOneInput),
          new Target(SEEDS.resolve("packet/Icmpv6Fuzz"), Icmpv6Fuzz::fuzzerTestOneInput),
          new Target(SEEDS.resolve("loop/SentFrameFuzz"), SentFrameFuzz::fuzzerTestOneInput),
          new Target(SEEDS.resolve("loop/ReplyMatcherFuzz"), ReplyMatcherFuzz::fuzzerTestOneInput));

  @TestFactory
  Stream<DynamicTest> the_targets_hold_for_the_seeds_and_all_their_prefixes() {
    return TARGETS.stream().flatMap(FuzzSeedsTest::testsOf);
  }

  private static Stream<DynamicTest> testsOf(Target target) {
    try (Stream<Path> files = Files.list(target.seeds)) {
      return files
          .sorted()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      SEEDS.relativize(file).toString(), () -> run(target, file)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Target target, Path file) throws IOException {
    String text = Files.readString(file, US_ASCII).replaceAll("#.*", "").replaceAll("\\s", "");
    byte[] seed = BaseEncoding.base16().lowerCase().decode(text);
    for (int length = 0; length <= seed.length; length++) {
      target.run.accept(Arrays.copyOf(seed, length));
    }
  }
}
