package dev.routeswitcher.netlink.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.watch.MulticastGroup;
import dev.routeswitcher.netlink.watch.RtnetlinkMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class NetworkNamespaceIT {
  private Process holder;
  private NetworkNamespace other;

  /** A namespace that a process holds, with a link that no other has. */
  @BeforeEach
  void make() throws IOException {
    holder =
        new ProcessBuilder(
                "unshare", "-n", "sh", "-c", "ip link add only-here type bridge; echo; exec cat")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(holder.getInputStream().read()).isEqualTo('\n');
    other = NetworkNamespace.at(Path.of("/proc/" + holder.pid() + "/ns/net"));
  }

  @AfterEach
  void end() throws Exception {
    holder.getOutputStream().close();
    holder.waitFor();
  }

  @Test
  void a_client_lives_in_the_namespace_it_is_opened_in_and_the_caller_stays_where_it_is()
      throws Exception {
    try (RtnetlinkClient there = RtnetlinkClient.open(SocketOptions.DEFAULT.in(other));
        RtnetlinkClient here = RtnetlinkClient.open()) {
      assertThat(there.links().get("only-here").kind()).hasValue("bridge");
      assertThat(there.links().list()).hasSize(2);
      there.links().setUp(there.links().get("only-here").index());
      assertThat(here.links().list()).noneMatch(link -> link.name().orElse("").equals("only-here"));
    }
  }

  @Test
  void a_monitor_reports_the_changes_of_the_namespace_it_is_opened_in() throws Exception {
    SocketOptions options = SocketOptions.DEFAULT.receiveBuffer(128 * 1024).in(other);
    try (RtnetlinkMonitor monitor = RtnetlinkMonitor.open(options, List.of(MulticastGroup.LINK));
        RtnetlinkClient there = RtnetlinkClient.open(options)) {
      assertThat(monitor.receiveBufferSize()).isEqualTo(256 * 1024);
      there.links().add(LinkMessage.builder().name("second").kind("bridge").build());

      assertThat(monitor.next(Duration.ofSeconds(30)).orElseThrow().toString()).contains("second");
    }
  }

  @Test
  void a_namespace_that_does_not_exist_is_named_in_the_error() {
    assertThatThrownBy(() -> open(NetworkNamespace.named("no-such")))
        .isInstanceOf(NetlinkSocketException.class)
        .hasMessage("open network namespace no-such: ENOENT: there is no /var/run/netns/no-such");
  }

  @Test
  void a_file_that_is_no_namespace_is_named_in_the_error(@TempDir Path directory)
      throws IOException {
    Path file = Files.createFile(directory.resolve("plain"));

    NetlinkSocketException e =
        catchThrowableOfType(NetlinkSocketException.class, () -> open(NetworkNamespace.at(file)));

    assertThat(e.errno()).isEqualTo(Errno.EINVAL);
    assertThat(e).hasMessageEndingWith(file + " is no network namespace");
  }

  @Test
  void names_are_file_names() {
    for (String name : List.of("", ".", "..", "a/b")) {
      assertThatThrownBy(() -> NetworkNamespace.named(name))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(NetworkNamespace.named("blue")).hasToString("blue");
  }

  @Test
  void without_the_privilege_the_error_names_it() {
    NetlinkSocketException e = failureWithoutCapabilities(Path.of("/proc/self/ns/net"));

    assertThat(e.errno()).isEqualTo(Errno.EPERM);
    assertThat(e)
        .hasMessage("enter network namespace /proc/self/ns/net: EPERM: CAP_SYS_ADMIN is needed");
  }

  @Test
  void a_file_that_may_not_be_opened_is_named_in_the_error() {
    NetlinkSocketException e =
        failureWithoutCapabilities(Path.of("/proc/" + holder.pid() + "/ns/net"));

    assertThat(e.errno()).isEqualTo(Errno.EACCES);
    assertThat(e).hasMessageEndingWith("/ns/net may not be opened");
  }

  private static NetlinkSocketException failureWithoutCapabilities(Path path) {
    TestNamespace weak = TestNamespace.create();
    try {
      weak.dropCapabilities();
      return weak.call(
          () ->
              catchThrowableOfType(
                  NetlinkSocketException.class, () -> open(NetworkNamespace.at(path))));
    } finally {
      weak.close();
    }
  }

  private static void open(NetworkNamespace namespace) throws NetlinkSocketException {
    NetlinkSocket.openRoute(SocketOptions.DEFAULT.in(namespace)).close();
  }
}
