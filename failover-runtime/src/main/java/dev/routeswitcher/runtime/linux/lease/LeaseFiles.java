package dev.routeswitcher.runtime.linux.lease;

import com.google.common.annotations.VisibleForTesting;
import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.port.LeasedGateways;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.inject.Inject;

/**
 * The files in which dhclient, dhcpcd, NetworkManager and systemd-networkd keep their leases, where
 * they keep them by default. For one thread.
 */
public final class LeaseFiles implements LeasedGateways {

  /** Of a larger file, which no client writes, its end is read. */
  @VisibleForTesting static final int LARGEST_BYTES = 64 * 1024;

  /** More files of one interface are not looked at. */
  private static final int MOST_FILES = 64;

  private final Path root;
  private final Clock clock;
  private final LeaseFormat networkd = new NetworkdLease();
  private final LeaseFormat networkManager = new NetworkManagerDevice();
  private final LeaseFormat dhclient = new DhclientLeases();
  private final LeaseFormat dhcpcd = new DhcpcdLease();

  /** What was read, by file. */
  private final Map<Path, Content> known = new HashMap<>();

  /** A file's leases, and by which it shows that they are still those. */
  private record Content(Instant modified, long size, ImmutableList<Lease> leases) {}

  @Inject
  public LeaseFiles() {
    this(Path.of("/"), Clock.systemUTC());
  }

  /**
   * With a clock, and the folders of the clients below another root.
   *
   * @param clock tells which leases have expired
   */
  LeaseFiles(Path root, Clock clock) {
    this.root = root;
    this.clock = clock;
  }

  @Override
  public Optional<InetAddress> gateway(
      String interfaceName, int index, Set<InetAddress> addresses) {
    List<Content> contents = new ArrayList<>();
    add(contents, root.resolve("run/systemd/netif/leases/" + index), networkd);
    add(contents, root.resolve("run/NetworkManager/devices/" + index), networkManager);
    Predicate<String> ofDhclient = name -> name.matches("dhclient.*\\.leases?");
    addAll(contents, "var/lib/dhcp", ofDhclient, dhclient);
    addAll(contents, "var/lib/dhclient", ofDhclient, dhclient);
    addAll(contents, "var/lib/NetworkManager", ofDhclient, dhclient);
    add(contents, root.resolve("var/lib/dhcpcd/" + interfaceName + ".lease"), dhcpcd);
    // Of a wireless interface, with the network's name.
    addAll(contents, "var/lib/dhcpcd", name -> name.startsWith(interfaceName + "-"), dhcpcd);
    add(contents, root.resolve("var/lib/dhcpcd5/dhcpcd-" + interfaceName + ".lease"), dhcpcd);
    Instant now = clock.instant();
    return contents.stream()
        .sorted(Comparator.comparing(Content::modified))
        .flatMap(content -> content.leases().stream())
        .filter(lease -> lease.isOf(interfaceName))
        .filter(lease -> addresses.contains(lease.address()) && now.isBefore(lease.expiry()))
        .reduce((older, newer) -> newer)
        .flatMap(Lease::gateway)
        .map(InetAddress.class::cast);
  }

  private void addAll(
      List<Content> contents, String folder, Predicate<String> named, LeaseFormat format) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            root.resolve(folder), file -> named.test(String.valueOf(file.getFileName())))) {
      for (Path file : all) {
        if (files.size() < MOST_FILES) {
          files.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // that client is not on this host
    }
    files.forEach(file -> add(contents, file, format));
  }

  /** Looks at a file, and reads it if it is another than the last time. */
  private void add(List<Content> contents, Path file, LeaseFormat format) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        return; // opening a pipe would wait for its other end
      }
      Instant modified = found.lastModifiedTime().toInstant();
      Content content = known.get(file);
      if (content == null
          || !content.modified().equals(modified)
          || content.size() != found.size()) {
        content = new Content(modified, found.size(), format.leases(end(file), modified));
        known.put(file, content);
      }
      contents.add(content);
    } catch (IOException e) {
      known.remove(file);
    }
  }

  private static byte[] end(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - LARGEST_BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(LARGEST_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until its end
      }
      byte[] read = new byte[bytes.flip().remaining()];
      bytes.get(read);
      return read;
    }
  }
}
