package dev.routeswitcher.operations.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who is at the other end of a socket, as the kernel knows it (SO_PEERCRED, unix(7)): the user, and
 * the group that his process had when it connected.
 *
 * @param user his name, or his number if he has none
 * @param group that of the group, likewise
 */
record Peer(String user, String group) {

  private static final String ROOT = "root";
  private static final Path GROUPS = Path.of("/etc/group");

  static Peer of(SocketChannel channel) throws IOException {
    UnixDomainPrincipal principal = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    return new Peer(principal.user().getName(), principal.group().getName());
  }

  /**
   * Whether he may change what the owner of the socket runs: root, the owner himself, and members
   * of the socket's group. The kernel tells one group of a process only; further ones are looked
   * for in /etc/group.
   *
   * @param owner the user that the socket belongs to
   * @param ownerGroup the group that it belongs to
   */
  boolean mayChange(String owner, String ownerGroup) throws IOException {
    return user.equals(ROOT)
        || user.equals(owner)
        || group.equals(ownerGroup)
        || isListedIn(ownerGroup);
  }

  private boolean isListedIn(String ownerGroup) throws IOException {
    if (!Files.isReadable(GROUPS)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(GROUPS, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(entry -> entry.length == 4 && entry[0].equals(ownerGroup))
          .flatMap(entry -> Arrays.stream(entry[3].split(",", -1)))
          .anyMatch(user::equals);
    }
  }
}
