package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.InterfaceAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example of README.md: it compiles, it runs, and it is the one that is printed there. */
class ReadmeExampleTest {

  private static final String BEGIN = "    // README begins";
  private static final String END = "    // README ends";

  @Test
  void the_example_decides_what_the_readme_says() {
    // README begins
    UplinkConfig eth0 = new UplinkConfig("eth0", InetAddresses.forString("192.0.2.1"), 10);
    UplinkConfig eth1 = new UplinkConfig("eth1", InetAddresses.forString("198.51.100.1"), 20);
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4,
            ImmutableList.of(eth0, eth1),
            ImmutableList.of(InetAddresses.forString("203.0.113.8")),
            5);
    FailoverEngine engine =
        new FailoverEngine(new EngineConfig(ImmutableList.of(family), Timing.defaults()));

    UplinkKey primary = new UplinkKey(IpFamily.IPV4, "eth0");
    LinkStatus up = LinkStatus.up(InterfaceAddress.of(InetAddresses.forString("192.0.2.2"), 24));
    long now = 0;
    Step first =
        engine.step(
            engine.start(now),
            List.of(
                new LinkChanged(primary, up),
                new RoutesObserved(IpFamily.IPV4, ImmutableList.of(), ImmutableList.of())),
            now);
    // first.decisions(): add the base route of eth0, start round 1 on eth0, ...

    now += 20_000_000;
    Step second =
        engine.step(
            first.state(),
            List.of(new ProbeFinished(primary, 1, 0, Verdict.REPLIED, 20_000_000, "")),
            now);
    // second.notices(): START on eth0, because eth0 answered at start
    // second.wakeAtNanos(): one second after round 1 was started, for round 2
    // README ends

    assertThat(first.decisions())
        .hasAtLeastOneElementOfType(Decision.ChangeRoutes.class)
        .contains(new Decision.StartRound(primary, 1, ImmutableLongArray.of(1_000_000_000)));
    assertThat(second.state().wanted(IpFamily.IPV4)).contains(primary);
    assertThat(second.notices())
        .filteredOn(Notice.SwitchDecided.class::isInstance)
        .singleElement()
        .extracting(decision -> ((Notice.SwitchDecided) decision).change().reason())
        .isEqualTo(new Reason.AnsweredAtStart(new UplinkKey(IpFamily.IPV4, "eth0")));
    assertThat(second.wakeAtNanos()).isEqualTo(1_000_000_000);
  }

  @Test
  void the_readme_prints_the_example_as_it_is_run() throws IOException {
    List<String> source =
        Files.readAllLines(
            Path.of("src/test/java/dev/routeswitcher/engine/ReadmeExampleTest.java"));
    String example =
        source.subList(source.indexOf(BEGIN) + 1, source.indexOf(END)).stream()
            .map(line -> line.isEmpty() ? line : line.substring(4))
            .collect(Collectors.joining("\n"));
    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "\n```");
  }
}
