package dev.routeswitcher.operations.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of files below a root. */
class SystemFilesTest {

  @TempDir Path root;
  private SystemFiles files;

  @BeforeEach
  void begin() {
    files = new SystemFiles(root);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void capabilities_groups_and_the_range_of_ping_groups() throws IOException {
    write(
        "proc/thread-self/status",
        "Name:\tjava\nGid:\t1000\t1000\t1000\t1000\nGroups:\t4 27 \nCapEff:\t0000000000003000\n");
    write("proc/sys/net/ipv4/ping_group_range", "27\t27\n");
    Privileges privileges = files.privileges();
    assertThat(privileges.netAdmin()).isTrue();
    assertThat(privileges.netRaw()).isTrue();
    assertThat(privileges.groups()).containsExactlyInAnyOrder(1000L, 4L, 27L);
    assertThat(privileges.mayPing()).isTrue();
    write("proc/sys/net/ipv4/ping_group_range", "1\t0\n");
    write("proc/thread-self/status", "Gid:\t0\nCapEff:\t0000000000001000\n");
    assertThat(files.privileges().mayPing()).isFalse();
    assertThat(files.privileges().netAdmin()).isTrue();
    assertThat(files.privileges().netRaw()).isFalse();
  }

  @Test
  void a_range_that_is_none_is_said_with_its_file() throws IOException {
    write("proc/sys/net/ipv4/ping_group_range", "x\n");
    assertThat(files.privileges().pingGroups().fault())
        .isEqualTo(root + "/proc/sys/net/ipv4/ping_group_range holds no range: 'x'");
    assertThat(files.privileges().mayPing()).isFalse();
  }

  @Test
  void what_is_not_there_is_a_reading_that_says_so() {
    assertThat(Reading.tried(files::resolvers).fault())
        .isEqualTo(root + "/etc/resolv.conf: there is no such file");
    assertThat(files.limits(1).openFiles().found()).isEmpty();
    assertThat(files.limits(1).tasks().found()).isEmpty();
    assertThat(files.switcherRuns()).isFalse();
    assertThat(files.kernel()).isEmpty();
  }

  @Test
  void settings_of_interfaces_have_the_names_that_sysctl_takes() throws IOException {
    write("proc/sys/net/ipv4/conf/eth0.7/rp_filter", "2\n");
    write("proc/sys/net/ipv6/conf/eth0.7/accept_ra", "1\n");
    write("proc/sys/net/ipv4/conf/all/rp_filter", "0\n");
    write("proc/sys/net/ipv4/conf/eth9/rp_filter", "1\n");
    assertThat(files.sysctls(Set.of("eth0.7")))
        .containsEntry("net.ipv4.conf.eth0/7.rp_filter", "2")
        .containsEntry("net.ipv6.conf.eth0/7.accept_ra", "1")
        .containsEntry("net.ipv4.conf.all.rp_filter", "0")
        .hasSize(3);
  }

  @Test
  void limits_are_the_least_of_all_groups_above() throws IOException {
    write("proc/self/limits", "Limit     Soft Hard Units\nMax open files   1024  4096 files\n");
    write("proc/self/cgroup", "5:cpu,pids:/a/b\n0::/service\n");
    write("sys/fs/cgroup/pids/a/b/pids.max", "max\n");
    write("sys/fs/cgroup/pids/a/pids.max", "64\n");
    write("sys/fs/cgroup/service/pids.max", "300\n");
    Limits limits = files.limits(77);
    assertThat(limits.openFiles().found()).contains(1024L);
    assertThat(limits.tasks().found()).contains(64L);
    assertThat(limits.memoryBytes()).isEqualTo(77);
    assertThat(limits.javaFeature()).isGreaterThanOrEqualTo(17);
  }

  @Test
  void a_switcher_is_known_by_its_name_among_the_sockets() throws IOException {
    write("proc/net/unix", "Num RefCount\n0: 2 0 0 2 1 7 @route-switcher-not\n");
    assertThat(files.switcherRuns()).isFalse();
    write("proc/net/unix", "Num RefCount\n0: 2 0 0 2 1 7 @route-switcher\n");
    assertThat(files.switcherRuns()).isTrue();
  }

  @Test
  void resolvers_behind_systemd_resolved_are_those_that_it_asks() throws IOException {
    write("etc/resolv.conf", "# a comment\nsearch example\nnameserver 127.0.0.53\n");
    assertThat(files.resolvers().addresses()).isEmpty();
    write(
        "run/systemd/resolve/resolv.conf",
        "nameserver 192.0.2.53\nnameserver fe80::1%eth0\nnameserver 192.0.2.53\nnameserver x\n");
    assertThat(files.resolvers().addresses())
        .isEqualTo(
            List.of(InetAddresses.forString("192.0.2.53"), InetAddresses.forString("fe80::1")));
    write("etc/resolv.conf", "nameserver 203.0.113.53\n");
    assertThat(files.resolvers().file()).isEqualTo(root.resolve("etc/resolv.conf"));
  }

  @Test
  void managers_are_found_by_what_they_keep_and_by_their_clients() throws IOException {
    write("run/systemd/netif/links/2", "ADMIN_STATE=configured\n");
    write("run/systemd/netif/links/3", "ADMIN_STATE=unmanaged\n");
    write("run/NetworkManager/devices/3", "[device]\nmanaged=true\n");
    write("run/NetworkManager/devices/4", "[device]\nmanaged=false\n");
    write("run/network/ifstate", "lo=lo\neth2=eth2\n");
    write("run/network/ifstate.eth3", "eth3\n");
    client(100, "dhclient", "dhclient\0-v\0eth2\0", "net:[1]");
    client(101, "busybox", "busybox\0udhcpc\0-i\0eth3\0", "net:[1]");
    client(102, "busybox", "busybox\0sh\0eth2\0", "net:[1]");
    client(103, "dhcpcd", "dhcpcd: eth2 [ip4]", "net:[2]");
    client(104, "pppd", "pppd\0call\0eth2\0", "net:[1]");
    namespace("proc/thread-self", "net:[1]");
    List<HostInterface> links =
        List.of(named(2, "eth0"), named(3, "eth1"), named(4, "eth2"), named(5, "eth3"));
    assertThat(new ManagerFiles(root).of(links).asMap().toString())
        .isEqualTo(
            "{eth0=[systemd-networkd], eth1=[NetworkManager], eth2=[ifupdown, dhclient, pppd],"
                + " eth3=[ifupdown, udhcpc]}");
  }

  private void client(int id, String name, String arguments, String namespace) throws IOException {
    write("proc/" + id + "/comm", name + "\n");
    write("proc/" + id + "/cmdline", arguments);
    namespace("proc/" + id, namespace);
  }

  private void namespace(String process, String namespace) throws IOException {
    Path folder = root.resolve(process).resolve("ns");
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("net"), Path.of(namespace));
  }

  private static HostInterface named(int index, String name) {
    return new HostInterface(
        index, name, ImmutableSet.of(), "", null, true, true, 1500, ImmutableList.of());
  }

  @Test
  void a_unit_is_read_with_its_drop_ins_in_the_order_of_systemd() throws IOException {
    assertThat(UnitFiles.find(root)).isEmpty();
    write("usr/lib/systemd/system/route-switcher.service", "[Service]\nRestart=no\n");
    write(
        "etc/systemd/system/route-switcher.service",
        """
        [Unit]
        Restart=ignored
        # Restart=always
        [Service]
        ExecStart=/usr/bin/route-switcher \\
          --on-exit keep
        Restart = on-failure
        MemoryMax=64M
        """);
    write("run/systemd/system/route-switcher.service.d/50-a.conf", "[Service]\nMemoryMax=32M\n");
    write(
        "etc/systemd/system/route-switcher.service.d/50-a.conf",
        "[Service]\nMemoryMax=\nMemoryMax=128M\n");
    UnitFile unit = UnitFiles.find(root).orElseThrow();
    assertThat(unit.file()).isEqualTo(root.resolve("etc/systemd/system/route-switcher.service"));
    assertThat(unit.value("Restart")).contains("on-failure");
    assertThat(unit.value("ExecStart")).contains("/usr/bin/route-switcher --on-exit keep");
    assertThat(unit.values("MemoryMax")).containsExactly("128M");
    assertThat(unit.value("PrivateNetwork")).isEmpty();
  }
}
