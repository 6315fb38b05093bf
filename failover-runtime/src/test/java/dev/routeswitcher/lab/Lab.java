package dev.routeswitcher.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host with two uplinks, two providers and targets beyond them, in network namespaces: see {@code
 * lab/README.md}. Gone with the test, whatever happens.
 */
public final class Lab implements AutoCloseable {

  public static final Path ROOT = root();
  public static final String TARGET = "203.0.113.8";
  public static final String OTHER_TARGET = "203.0.113.9";

  /** Destination of the route that {@link #markRouteEvents} makes. */
  public static final String MARK = "203.0.113.200";

  /** A target of a lab that was made with {@code --ipv6}. */
  public static final String TARGET6 = "2001:db8:ff::8";

  /** The gateway of IPv6 on every link of such a lab. */
  public static final String LINK_GATEWAY6 = "fe80::1";

  public static final String PRIMARY_GATEWAY = "192.0.2.1";
  public static final String SECONDARY_GATEWAY = "198.51.100.1";

  public static final String PRIMARY_BASE = "default via 192.0.2.1 dev eth0 proto 157 metric 10";
  public static final String SECONDARY_BASE =
      "default via 198.51.100.1 dev eth1 proto 157 metric 20";
  public static final String FAILOVER_ROUTE =
      "default via 198.51.100.1 dev eth1 proto 157 metric 5";

  /** A pace at which a test need not wait long. */
  public static final List<String> PACE =
      List.of(
          "--interval",
          "200ms",
          "--timeout",
          "200ms",
          "--failback-delay",
          "2s",
          "--boot-window",
          "5s");

  /** Uplinks of the lab, at that pace. */
  public static final List<String> FAST =
      ImmutableList.<String>builder()
          .add("--primary-gateway", PRIMARY_GATEWAY)
          .add("--secondary-gateway", SECONDARY_GATEWAY)
          .add("--ping-target", TARGET)
          .addAll(PACE)
          .build();

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final List<Background> started = new ArrayList<>();

  private Lab(String name) {
    this.name = name;
  }

  public static Lab up(String... options) {
    long pid = ProcessHandle.current().pid();
    Lab lab = new Lab("it-" + pid + "-" + COUNT.incrementAndGet());
    List<String> arguments = new ArrayList<>(List.of("up", lab.name, "--owner", "" + pid));
    arguments.addAll(List.of(options));
    lab.command(arguments);
    return lab;
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("lab/lab"))) {
      directory =
          Objects.requireNonNull(directory.getParent(), "no lab/lab above the working directory");
    }
    return directory;
  }

  private List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("lab/lab"));
    command.addAll(arguments);
    try (Background lab = Background.start(ROOT, command)) {
      int status = lab.exitStatus();
      assertThat(status).as("%s said %s", command, lab.lines()).isZero();
      return lab.lines();
    }
  }

  public void inject(String fault, String... arguments) {
    faulty("inject", fault, arguments);
  }

  public void heal(String fault, String... arguments) {
    faulty("heal", fault, arguments);
  }

  public void healAll() {
    command(List.of("heal", name, "all"));
  }

  private void faulty(String verb, String fault, String... arguments) {
    List<String> words = new ArrayList<>(List.of(verb, name, fault));
    words.addAll(List.of(arguments));
    command(words);
  }

  /** Runs a command on the host to its end. */
  public List<String> host(String... words) {
    return on("host", words);
  }

  /** Runs a command on a node to its end. */
  public List<String> on(String node, String... words) {
    List<String> arguments = new ArrayList<>(List.of("exec", name, node, "--"));
    arguments.addAll(List.of(words));
    return command(arguments);
  }

  /** Runs {@code ip} on the host. */
  public void ip(String words) {
    List<String> arguments = new ArrayList<>(List.of("ip"));
    arguments.addAll(Splitter.on(' ').splitToList(words));
    host(arguments.toArray(String[]::new));
  }

  /** Runs one of the lab's own verbs to its end. */
  public List<String> run(String verb, String... arguments) {
    List<String> words = new ArrayList<>(List.of(verb, name));
    words.addAll(List.of(arguments));
    return command(words);
  }

  /** A link between the host and another node, both ends set up and without an address. */
  public void link(String ofHost, String node, String ofNode) {
    host(
        "ip",
        "link",
        "add",
        ofHost,
        "type",
        "veth",
        "peer",
        "name",
        ofNode,
        "netns",
        name + "-" + node);
    host("ip", "link", "set", ofHost, "up");
    on(node, "ip", "link", "set", ofNode, "up");
  }

  /** The default routes of the host's main table, the best first, as {@code ip route} says. */
  public List<String> defaults() {
    return host("ip", "-4", "route", "show", "default").stream().map(String::strip).toList();
  }

  /** Those of IPv6. */
  public List<String> defaults6() {
    return host("ip", "-6", "route", "show", "default").stream().map(String::strip).toList();
  }

  /** Runs a command on the host beside the test. */
  public Background startOnHost(List<String> words) {
    return startOn("host", words);
  }

  /**
   * A command with the programs of Debian packages at hand that are not installed: see {@code
   * lab/with}.
   *
   * @param packages their names, a space between them
   */
  public static List<String> with(String packages, List<String> command) {
    return ImmutableList.<String>builder()
        .add("lab/with")
        .addAll(Splitter.on(' ').split(packages))
        .add("--")
        .addAll(command)
        .build();
  }

  /** Runs a command on a node beside the test. */
  public Background startOn(String node, List<String> words) {
    List<String> command = new ArrayList<>(List.of("lab/lab", "exec", name, node, "--"));
    command.addAll(words);
    return remember(Background.start(ROOT, command));
  }

  /** Runs one of the lab's own verbs beside the test. */
  public Background start(String verb, String... arguments) {
    List<String> command = new ArrayList<>(List.of("lab/lab", verb, name));
    command.addAll(List.of(arguments));
    return remember(Background.start(ROOT, command));
  }

  /** A log of the host's IPv4 route events, seen to be listening. */
  public Background startRouteEvents() {
    Background events = startOnHost(List.of("ip", "-4", "monitor", "route"));
    for (int i = 0; i < 100 && events.lines(MARK).isEmpty(); i++) {
      markRouteEvents();
    }
    events.await(MARK);
    return events;
  }

  /** Makes a route come and go, so that what happened before it can be told from what comes. */
  public void markRouteEvents() {
    host("ip", "route", "add", MARK + "/32", "dev", "lo");
    host("ip", "route", "del", MARK + "/32", "dev", "lo");
  }

  private Background remember(Background process) {
    started.add(process);
    return process;
  }

  /** Starts the switcher on the host at the fast pace, and with no other options than these. */
  public Background startSwitcherWith(String... options) {
    List<String> words = new ArrayList<>(List.of("bin/route-switcher"));
    words.addAll(PACE);
    words.addAll(List.of(options));
    return startOnHost(words);
  }

  /** The same where it sees the files of the lab's DHCP clients. */
  public Background startSwitcherBesideDhcp(String... options) {
    List<String> words = new ArrayList<>(List.of("--", "bin/route-switcher"));
    words.addAll(PACE);
    words.addAll(List.of(options));
    return start("host", words.toArray(String[]::new));
  }

  /** A DHCP server at an uplink's provider, ready to answer. */
  public void startDhcpServer(String uplink, String... options) {
    List<String> words = new ArrayList<>(List.of(uplink));
    words.addAll(List.of(options));
    start("dhcp-server", words.toArray(String[]::new)).await("DHCP, IP range");
  }

  /** Starts the switcher on the host with the lab's uplinks at the fast pace. */
  public Background startSwitcher(String... options) {
    List<String> words = new ArrayList<>(List.of("bin/route-switcher"));
    words.addAll(FAST);
    words.addAll(List.of(options));
    return startOnHost(words);
  }

  /** The figures of the stream's or the lookups' closing line. */
  public static Map<String, String> figures(Background stream) {
    stream.exitStatus();
    Map<String, String> figures = new LinkedHashMap<>();
    Optional<String> last = stream.lines().stream().reduce((first, second) -> second);
    for (String word : Splitter.on(" ").split(last.orElse(""))) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        figures.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return figures;
  }

  @Override
  public void close() {
    started.forEach(Background::close);
    command(List.of("down", name));
  }
}
