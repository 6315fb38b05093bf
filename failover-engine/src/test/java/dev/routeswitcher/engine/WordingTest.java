package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The engine decides in codes and figures: it knows neither options of a command nor other
 * programs, so that whatever embeds it can put its decisions into words of its own.
 */
class WordingTest {

  private static final Path SOURCES = Path.of("src/main/java");

  /** An option of a command. A decrement and a line of dashes have no letter behind them. */
  private static final Pattern OPTION = Pattern.compile("(?<![\\w)\\]])--\\w");

  /**
   * Commands and other programs. The kernel's headers and the RFCs are what the engine is written
   * after, and are named; so is ICMP's echo, which no program is meant by.
   */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "\\b(ip[ -](-[46] )?(route|rule|addr|address|link|monitor)|iproute2|sysctl|ping|traceroute"
              + "|systemd|systemctl|systemd-\\w+|networkd|networkmanager|nmcli|netplan|ifupdown"
              + "|dhclient|dhcpcd|udhcpc|odhcp6c|keepalived|frr|bird|quagga|zebra|babeld"
              + "|iptables|nftables|nft|conntrack|wireguard|wg-quick|openvpn|strongswan"
              + "|docker|podman)\\b",
          Pattern.CASE_INSENSITIVE);

  private static List<String> lines() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> lines =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(WordingTest::numbered)
              .toList();
      assertThat(lines).hasSizeGreaterThan(5000);
      return lines;
    }
  }

  private static Stream<String> numbered(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
          .map(i -> file + ":" + (i + 1) + ": " + lines.get(i));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void no_option_of_a_command_is_named() throws IOException {
    assertThat(lines()).noneMatch(line -> OPTION.matcher(line).find());
  }

  @Test
  void no_command_and_no_other_program_is_named() throws IOException {
    assertThat(lines()).noneMatch(line -> PROGRAM.matcher(line).find());
  }

  @Test
  void both_would_be_found() {
    assertThat(OPTION.matcher("choose others with --probe-table").find()).isTrue();
    assertThat(OPTION.matcher("for (int i = n; i-- > 0; left--) {").find()).isFalse();
    assertThat(PROGRAM.matcher("as {@code ip route} writes it").find()).isTrue();
    assertThat(PROGRAM.matcher("NetworkManager keeps it").find()).isTrue();
    assertThat(PROGRAM.matcher("a damping, and what is probing").find()).isFalse();
  }
}
