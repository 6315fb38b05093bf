package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.route.RouteMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ClientTourIT {
  private final TestNamespace namespace = TestNamespace.create();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private RtnetlinkClient client;

  @BeforeEach
  void open() {
    namespace.run(
        "ip link add eth0 index 3 type veth peer name far index 21", "ip link set far up");
    client = namespace.call(() -> RtnetlinkClient.open());
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  private List<String> printed() {
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    bytes.reset();
    return lines;
  }

  @Test
  void the_default_is_pointed_elsewhere_and_returned_as_it_was() throws Exception {
    ClientTour.objects(client, out);
    assertThat(printed()).isNotEmpty();
    ClientTour.pointDefault(client, 3, out);
    ClientTour.pointDefault(client, 3, out);
    assertThat(printed())
        .containsExactly("Optional.empty", "Optional[default via 192.0.2.254 dev if3]");
  }

  @Test
  void the_tour_does_what_it_says() throws Exception {
    ClientTour.objects(client, out);
    ClientTour.objects(client, out);
    assertThat(printed())
        .contains("0: from all lookup local", "100: from all fwmark 0x7 lookup 99", "true");
    assertThat(client.links().get(3).mtu()).hasValue(1400);

    ClientTour.batch(client, 3, out);
    assertThat(printed()).containsExactly("256 routes added");
    ClientTour.batch(client, 3, out);
    assertThat(printed())
        .hasSize(257)
        .contains("7: add route 203.0.113.7 via 192.0.2.1 dev if3: EEXIST");

    ClientTour.visit(client, out);
    assertThat(printed()).containsExactly("256 host routes");

    namespace.call(
        () -> {
          ClientTour.watch(out);
          return 0;
        });
    assertThat(printed())
        .anyMatch(line -> line.matches("SNAPSHOT \\(start\\) of 2[67][0-9] objects"))
        .contains("203.0.113.7 via 192.0.2.1 dev if3");

    namespace.call(
        () -> {
          ClientTour.connections(out);
          return 0;
        });
    assertThat(printed()).singleElement().asString().startsWith("0 of ");

    assertThatThrownBy(() -> ClientTour.namespace(out))
        .hasMessage("open network namespace blue: ENOENT: there is no /var/run/netns/blue");
    ClientTour.test(RouteMessage.builder(AddressFamily.INET).outputInterface(3).build());
  }

  @Test
  void the_readme_has_the_tour_word_for_word() throws Exception {
    String source =
        Files.readString(Path.of("src/test/java/dev/routeswitcher/netlink/client/ClientTour.java"));
    List<String> pieces = new ArrayList<>();
    Matcher piece =
        Pattern.compile("// begin (\\w+)\\n(.*?)\\n *// end \\1", Pattern.DOTALL).matcher(source);
    while (piece.find()) {
      pieces.add(piece.group(2).stripTrailing().stripIndent());
    }

    assertThat(pieces).hasSize(9);
    assertThat(Files.readString(Path.of("README.md"))).contains(pieces);
  }
}
