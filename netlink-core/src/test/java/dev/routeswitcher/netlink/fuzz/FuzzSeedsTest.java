package dev.routeswitcher.netlink.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.Resources;
import dev.routeswitcher.netlink.codec.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every seed of every fuzz target, and every find that was kept as one. */
class FuzzSeedsTest {
  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "RouteViewFuzz", RouteViewFuzz::fuzzerTestOneInput,
          "AcknowledgementFuzz", AcknowledgementFuzz::fuzzerTestOneInput,
          "CaptureFileFuzz", CaptureFileFuzz::fuzzerTestOneInput,
          "ConntrackFuzz", ConntrackFuzz::fuzzerTestOneInput);

  @ParameterizedTest
  @ValueSource(
      strings = {"RouteViewFuzz", "AcknowledgementFuzz", "CaptureFileFuzz", "ConntrackFuzz"})
  void seeds_are_read_without_a_fault(String target) throws Exception {
    Path directory =
        Path.of(Resources.getResource("dev/routeswitcher/netlink/fuzz/" + target).toURI());
    List<Path> seeds;
    try (Stream<Path> files = Files.list(directory)) {
      seeds = files.filter(file -> file.toString().endsWith(".hex")).sorted().toList();
    }

    assertThat(seeds).isNotEmpty();
    for (Path seed : seeds) {
      String digits = Files.readString(seed).replaceAll("#.*", "").replaceAll("\\s", "");
      TARGETS.get(target).accept(Bytes.parseHex(digits).toArray());
    }
  }
}
