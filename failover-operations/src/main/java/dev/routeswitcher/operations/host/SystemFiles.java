package dev.routeswitcher.operations.host;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.runtime.words.Remedies;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What /proc, /sys and /etc say, below a root. */
final class SystemFiles {

  private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  /** What is longer is cut off; no file that is read here is. */
  private static final int LARGEST_BYTES = 1 << 20;

  /** The bits of capabilities (linux/capability.h). */
  private static final int CAP_NET_ADMIN = 12;

  private static final int CAP_NET_RAW = 13;

  private static final String SWITCHER = "@route-switcher";

  private static final ImmutableList<String> OF_IPV4 =
      ImmutableList.of("rp_filter", "src_valid_mark");
  private static final ImmutableList<String> OF_IPV6 =
      ImmutableList.of("accept_ra", "forwarding", "disable_ipv6");

  private final Path root;

  SystemFiles(Path root) {
    this.root = root;
  }

  Path at(String path) {
    return root.resolve(path);
  }

  /**
   * A file's text.
   *
   * @throws IOException saying which file, and why it cannot be read
   */
  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST_BYTES), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  String kernel() {
    return Reading.tried(() -> text(at("proc/sys/kernel/osrelease")).strip()).orElse("");
  }

  /** By the name that the one switcher of a network namespace takes. */
  boolean switcherRuns() {
    return Reading.tried(() -> text(at("proc/net/unix")).lines().anyMatch(SystemFiles::isSwitcher))
        .orElse(false);
  }

  private static boolean isSwitcher(String line) {
    return line.endsWith(" " + SWITCHER);
  }

  Privileges privileges() {
    Map<String, String> status =
        Reading.tried(() -> status(text(at("proc/thread-self/status")))).orElse(Map.of());
    long effective = Long.parseUnsignedLong(status.getOrDefault("CapEff", "0"), 16);
    ImmutableSet.Builder<Long> groups = ImmutableSet.builder();
    WORDS.splitToStream(status.getOrDefault("Gid", "")).map(Long::valueOf).forEach(groups::add);
    WORDS.splitToStream(status.getOrDefault("Groups", "")).map(Long::valueOf).forEach(groups::add);
    return new Privileges(
        (effective >> CAP_NET_ADMIN & 1) != 0,
        (effective >> CAP_NET_RAW & 1) != 0,
        groups.build(),
        Reading.tried(this::pingGroups));
  }

  private static Map<String, String> status(String text) {
    return text.lines()
        .filter(line -> line.contains(":"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> line.substring(line.indexOf(':') + 1).strip(),
                (first, second) -> second));
  }

  private Privileges.PingGroups pingGroups() throws IOException {
    Path file = at("proc/sys/net/ipv4/ping_group_range");
    String text = text(file);
    try {
      List<String> words = WORDS.splitToList(text);
      return new Privileges.PingGroups(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(file + " holds no range: '" + text.strip() + "'", e);
    }
  }

  /** The settings that bear on these interfaces. */
  ImmutableSortedMap<String, String> sysctls(Set<String> interfaces) {
    Map<String, String> values = new TreeMap<>();
    List<String> scopes = new ArrayList<>(interfaces);
    scopes.add("all");
    for (String scope : scopes) {
      OF_IPV4.forEach(name -> add(values, IpFamily.IPV4, scope, name));
      OF_IPV6.forEach(name -> add(values, IpFamily.IPV6, scope, name));
    }
    return ImmutableSortedMap.copyOf(values);
  }

  /** One that is missing belongs to an interface that is gone, or to a family that is not there. */
  private void add(Map<String, String> values, IpFamily family, String scope, String setting) {
    String directory = family == IpFamily.IPV4 ? "ipv4" : "ipv6";
    Path file =
        at("proc/sys/net").resolve(directory).resolve("conf").resolve(scope).resolve(setting);
    Reading.tried(() -> text(file).strip())
        .found()
        .ifPresent(value -> values.put(Remedies.sysctlName(family, scope, setting), value));
  }

  Limits limits(long memoryBytes) {
    return new Limits(
        Runtime.version().feature(),
        Runtime.version().toString(),
        Runtime.getRuntime().maxMemory(),
        memoryBytes,
        Reading.tried(this::openFiles),
        Reading.tried(this::tasks));
  }

  /** The soft limit in proc_pid_limits(5). */
  private long openFiles() throws IOException {
    Path file = at("proc/self/limits");
    String title = "Max open files";
    String line =
        text(file)
            .lines()
            .filter(each -> each.startsWith(title))
            .findFirst()
            .orElseThrow(() -> new IOException(file + " says nothing of open files"));
    return limit(WORDS.splitToList(line.substring(title.length())).get(0), "unlimited");
  }

  /** The least of {@code pids.max} of the control groups that this process is in. */
  private long tasks() throws IOException {
    long least = Long.MAX_VALUE;
    for (String line : text(at("proc/self/cgroup")).lines().toList()) {
      List<String> parts = Splitter.on(':').limit(3).splitToList(line);
      boolean unified = parts.size() == 3 && parts.get(1).isEmpty();
      boolean ofPids = parts.size() == 3 && Arrays.asList(parts.get(1).split(",")).contains("pids");
      if (unified || ofPids) {
        Path group = at("sys/fs/cgroup" + (ofPids ? "/pids" : "") + parts.get(2));
        least = Math.min(least, least(group, "pids.max"));
      }
    }
    return least;
  }

  private long least(Path group, String setting) {
    long least = Long.MAX_VALUE;
    Path top = at("sys/fs/cgroup");
    for (Path at = group; at != null && at.startsWith(top); at = at.getParent()) {
      Path file = at.resolve(setting);
      least = Math.min(least, Reading.tried(() -> limit(text(file).strip(), "max")).orElse(least));
    }
    return least;
  }

  private static long limit(String text, String none) throws IOException {
    try {
      return text.equals(none) ? Long.MAX_VALUE : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("'" + text + "' is no limit", e);
    }
  }

  /** Where systemd-resolved answers on this host, those that it asks. */
  Resolvers resolvers() throws IOException {
    Path usual = at("etc/resolv.conf");
    List<InetAddress> named = nameservers(text(usual));
    Path behind = at("run/systemd/resolve/resolv.conf");
    boolean asksResolved =
        !named.isEmpty()
            && named.stream().allMatch(InetAddress::isLoopbackAddress)
            && Files.exists(behind);
    Path file = asksResolved ? behind : usual;
    List<InetAddress> all = asksResolved ? nameservers(text(behind)) : named;
    return new Resolvers(
        file,
        all.stream()
            .filter(address -> !address.isLoopbackAddress())
            .distinct()
            .collect(ImmutableList.toImmutableList()));
  }

  private static List<InetAddress> nameservers(String text) {
    return text.lines()
        .map(WORDS::splitToList)
        .filter(words -> words.size() > 1 && words.get(0).equals("nameserver"))
        .map(words -> words.get(1).replaceFirst("%.*", ""))
        .filter(InetAddresses::isInetAddress)
        .map(InetAddresses::forString)
        .toList();
  }

  boolean systemdRuns() {
    return Files.isDirectory(at("run/systemd/system"));
  }
}
