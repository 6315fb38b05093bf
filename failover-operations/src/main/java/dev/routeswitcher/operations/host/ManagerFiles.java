package dev.routeswitcher.operations.host;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which programs configure an interface: by what systemd-networkd, NetworkManager and
 * ifupdown keep in /run, and by the clients of DHCP and PPP that run in this network namespace and
 * name the interface in their arguments.
 */
final class ManagerFiles {

  private static final ImmutableMap<String, Manager> CLIENTS =
      ImmutableMap.of(
          "dhclient", Manager.DHCLIENT,
          "dhcpcd", Manager.DHCPCD,
          "udhcpc", Manager.UDHCPC,
          "busybox", Manager.UDHCPC,
          "pppd", Manager.PPPD);

  private final Path root;

  /** A client that runs, and its arguments. */
  private record Client(Manager manager, List<String> arguments) {}

  ManagerFiles(Path root) {
    this.root = root;
  }

  ImmutableSetMultimap<String, Manager> of(Iterable<HostInterface> interfaces) {
    List<Client> clients = clients();
    ImmutableSetMultimap.Builder<String, Manager> managers = ImmutableSetMultimap.builder();
    for (HostInterface each : interfaces) {
      String name = each.name();
      if (isManagedByNetworkd(each.index())) {
        managers.put(name, Manager.SYSTEMD_NETWORKD);
      }
      if (isManagedByNetworkManager(each.index())) {
        managers.put(name, Manager.NETWORK_MANAGER);
      }
      if (isUpByIfupdown(name)) {
        managers.put(name, Manager.IFUPDOWN);
      }
      clients.stream()
          .filter(client -> client.arguments().contains(name))
          .forEach(client -> managers.put(name, client.manager()));
    }
    return managers.build();
  }

  /** It keeps a file of every link, and says there of most that it leaves them alone. */
  private boolean isManagedByNetworkd(int index) {
    return text("run/systemd/netif/links/" + index)
        .filter(text -> text.lines().anyMatch(line -> line.startsWith("ADMIN_STATE=configur")))
        .isPresent();
  }

  private boolean isManagedByNetworkManager(int index) {
    return text("run/NetworkManager/devices/" + index)
        .filter(text -> text.lines().noneMatch("managed=false"::equals))
        .isPresent();
  }

  /** The file of each interface has its stanza's name, since version 0.8; before there was one. */
  private boolean isUpByIfupdown(String name) {
    return text("run/network/ifstate." + name).filter(text -> !text.isBlank()).isPresent()
        || text("run/network/ifstate")
            .filter(text -> text.lines().anyMatch(line -> line.startsWith(name + "=")))
            .isPresent();
  }

  private Optional<String> text(String file) {
    return Reading.tried(() -> SystemFiles.text(root.resolve(file))).found();
  }

  /** Those of other namespaces, or whose namespace must not be known, are left out. */
  private List<Client> clients() {
    List<Client> clients = new ArrayList<>();
    Path proc = root.resolve("proc");
    Optional<Path> own = namespace(proc.resolve("thread-self"));
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        Manager manager = CLIENTS.get(text(process, "comm").strip());
        if (manager != null && namespace(process).equals(own)) {
          List<String> arguments = arguments(text(process, "cmdline"));
          if (!isAnotherPartOfBusybox(process, arguments)) {
            clients.add(new Client(manager, arguments));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return clients; // the files in /run say enough
    }
    return clients;
  }

  /** A process that has ended meanwhile says nothing. */
  private static String text(Path process, String file) {
    return Reading.tried(() -> SystemFiles.text(process.resolve(file))).orElse("");
  }

  private boolean isAnotherPartOfBusybox(Path process, List<String> arguments) {
    return text(process, "comm").strip().equals("busybox") && !arguments.contains("udhcpc");
  }

  /** Separated by zero bytes; by blanks where a program has put a title in their place. */
  private static List<String> arguments(String line) {
    return Splitter.onPattern("[\0 ,]").omitEmptyStrings().splitToList(line);
  }

  private static Optional<Path> namespace(Path process) {
    return Reading.tried(() -> Files.readSymbolicLink(process.resolve("ns/net"))).found();
  }
}
