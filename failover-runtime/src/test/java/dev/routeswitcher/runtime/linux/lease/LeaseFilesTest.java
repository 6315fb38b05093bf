package dev.routeswitcher.runtime.linux.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import com.google.common.io.BaseEncoding;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which gateway the files of DHCP clients name; the texts are what the programs wrote. */
class LeaseFilesTest {

  private static final int INDEX = 1020;
  private static final Instant WRITTEN = Instant.parse("2026-11-30T01:39:10Z");
  private static final InetAddress OWN = InetAddresses.forString("192.0.2.163");

  static final String DHCLIENT =
      """
      lease {
        interface "eth0";
        fixed-address 192.0.2.163;
        option subnet-mask 255.255.255.0;
        option routers 192.0.2.1,192.0.2.5;
        option dhcp-lease-time 120;
        option host-name "vm";
        renew 1 2026/11/30 01:40:02;
        rebind 1 2026/11/30 01:40:55;
        expire 1 2026/11/30 01:41:10;
      }
      """;

  static final String NETWORKD =
      """
      # This is private data. Do not parse.
      ADDRESS=192.0.2.163
      NETMASK=255.255.255.0
      ROUTER=192.0.2.1 192.0.2.5
      SERVER_ADDRESS=192.0.2.1
      T1=60
      T2=105
      LIFETIME=120
      HOSTNAME=vm
      CLASSLESS_ROUTES=10.0.0.0/8,192.0.2.9 0.0.0.0/0,192.0.2.7
      """;

  static final String NETWORK_MANAGER =
      """
      [device]
      managed=true
      connection-uuid=5918f06d-91be-49eb-b34f-e26c0162c40d
      route-metric-default-effective=100

      [dhcp4]
      dhcp4.dhcp_lease_time=120
      dhcp4.expiry=1796002870
      dhcp4.ip_address=192.0.2.163
      dhcp4.routers=192.0.2.1 192.0.2.5
      dhcp4.subnet_mask=255.255.255.0
      """;

  private static final String NETWORK_MANAGER_ROUTES =
      "dhcp4.rfc3442_classless_static_routes=10.0.0.0/8 192.0.2.9 0.0.0.0/0 192.0.2.7\n";

  private static final String DHCPCD_OPTIONS =
      "3501053604c0000201330400000078" + "3a040000003c3b04000000690104ffffff001c04c00002ff";
  private static final String DHCPCD_ROUTERS = "0308c0000201c0000205";
  private static final String DHCPCD_ROUTES = "790b080ac000020900c0000207";

  @TempDir private Path root;
  private Instant now = WRITTEN;
  private LeaseFiles files;

  @BeforeEach
  void makeFiles() {
    files =
        new LeaseFiles(
            root,
            new Clock() {
              @Override
              public ZoneOffset getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return now;
              }
            });
  }

  static byte[] dhcpcd(String options) {
    String hex =
        "0201060021ec7f3f0000000000000000"
            + "c00002a3c0000201"
            + Strings.repeat("00", 212)
            + "63825363"
            + options
            + "ff";
    return BaseEncoding.base16().lowerCase().decode(hex);
  }

  private void write(String file, byte[] content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
    Files.setLastModifiedTime(path, FileTime.from(WRITTEN));
  }

  private void write(String file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> gateway(InetAddress... addresses) {
    return files.gateway("eth0", INDEX, Set.of(addresses)).map(InetAddresses::toAddrString);
  }

  @Test
  void a_host_without_dhcp_clients_has_no_leases() {
    assertThat(gateway(OWN)).isEmpty();
  }

  @Test
  void dhclient_names_the_first_router() throws IOException {
    write("var/lib/dhcp/dhclient.eth0.leases", DHCLIENT);
    assertThat(gateway(OWN)).hasValue("192.0.2.1");
  }

  @Test
  void a_default_among_classless_routes_counts_for_more_than_a_router() throws IOException {
    for (String option :
        new String[] {
          "rfc3442-classless-static-routes 8,10,192,0,2,9,0,192,0,2,7",
          "classless-static-routes 8.10 192.0.2.9, 0 192.0.2.7",
          "unknown-121 8:a:c0:0:2:9:0:c0:0:2:7"
        }) {
      write(
          "var/lib/dhcp/dhclient.leases",
          DHCLIENT.replace("  renew", "  option " + option + ";\n  renew"));
      assertThat(gateway(OWN)).as(option).hasValue("192.0.2.7");
    }
  }

  @Test
  void classless_routes_without_a_default_leave_no_router() throws IOException {
    write(
        "var/lib/dhcp/dhclient.leases",
        DHCLIENT.replace(
            "  renew", "  option rfc3442-classless-static-routes 8,10,192,0,2,9;\n  renew"));
    assertThat(gateway(OWN)).isEmpty();
    write("run/systemd/netif/leases/1020", NETWORKD.replace(" 0.0.0.0/0,192.0.2.7", ""));
    assertThat(gateway(OWN)).isEmpty();
  }

  @Test
  void the_last_lease_of_the_interface_counts_while_it_is_valid() throws IOException {
    String later = DHCLIENT.replace("192.0.2.1,192.0.2.5", "192.0.2.3");
    String other =
        DHCLIENT.replace("eth0", "eth1").replace("routers 192.0.2.1", "routers 192.0.2.9");
    String cutOff = "lease {\n  interface \"eth0\";\n  fixed-address 192.0.2.163;\n  option rou";
    write("var/lib/dhclient/dhclient--eth0.lease", DHCLIENT + later + other + cutOff);
    assertThat(gateway(OWN)).hasValue("192.0.2.3");
    now = Instant.parse("2026-11-30T01:41:10Z");
    assertThat(gateway(OWN)).isEmpty();
  }

  @Test
  void a_lease_of_another_address_is_of_the_past() throws IOException {
    write("var/lib/dhcp/dhclient.leases", DHCLIENT);
    assertThat(gateway(InetAddresses.forString("192.0.2.164"))).isEmpty();
    assertThat(gateway(InetAddresses.forString("192.0.2.164"), OWN)).isPresent();
  }

  @Test
  void times_of_dhclient_may_be_seconds_or_never() throws IOException {
    String expire = "expire 1 2026/11/30 01:41:10;";
    write(
        "var/lib/dhcp/dhclient.leases",
        DHCLIENT.replace(expire, "expire epoch 1796002870; # Mon Nov 30 02:41:10 2026"));
    assertThat(gateway(OWN)).isPresent();
    now = Instant.ofEpochSecond(1796002870);
    assertThat(gateway(OWN)).isEmpty();
    write("var/lib/dhcp/dhclient.leases", DHCLIENT.replace(expire, "expire never;"));
    assertThat(gateway(OWN)).isPresent();
  }

  @Test
  void networkd_names_it_by_index() throws IOException {
    write("run/systemd/netif/leases/1010", NETWORKD);
    assertThat(gateway(OWN)).isEmpty();
    write("run/systemd/netif/leases/1020", NETWORKD);
    assertThat(gateway(OWN)).hasValue("192.0.2.7");
    now = WRITTEN.plusSeconds(120);
    assertThat(gateway(OWN)).isEmpty();
    write(
        "run/systemd/netif/leases/1020",
        NETWORKD.replaceAll("CLASSLESS.*\n", "").replace("LIFETIME=120\n", ""));
    assertThat(gateway(OWN)).hasValue("192.0.2.1");
  }

  @Test
  void network_manager_names_it_by_index() throws IOException {
    write("run/NetworkManager/devices/1020", NETWORK_MANAGER);
    assertThat(gateway(OWN)).hasValue("192.0.2.1");
    write("run/NetworkManager/devices/1020", NETWORK_MANAGER + NETWORK_MANAGER_ROUTES);
    assertThat(gateway(OWN)).hasValue("192.0.2.7");
    now = Instant.ofEpochSecond(1796002870);
    assertThat(gateway(OWN)).isEmpty();
  }

  @Test
  void dhcpcd_keeps_the_message_itself() throws IOException {
    write("var/lib/dhcpcd/eth1.lease", dhcpcd(DHCPCD_OPTIONS + DHCPCD_ROUTERS));
    assertThat(gateway(OWN)).isEmpty();
    write("var/lib/dhcpcd/eth0.lease", dhcpcd(DHCPCD_OPTIONS + DHCPCD_ROUTERS));
    assertThat(gateway(OWN)).hasValue("192.0.2.1");
    write("var/lib/dhcpcd/eth0.lease", dhcpcd(DHCPCD_OPTIONS + DHCPCD_ROUTERS + DHCPCD_ROUTES));
    assertThat(gateway(OWN)).hasValue("192.0.2.7");
    now = WRITTEN.plusSeconds(120);
    assertThat(gateway(OWN)).isEmpty();
  }

  @Test
  void the_file_that_was_written_last_counts() throws IOException {
    write("var/lib/dhcp/dhclient.leases", DHCLIENT);
    write("run/NetworkManager/devices/1020", NETWORK_MANAGER + NETWORK_MANAGER_ROUTES);
    Files.setLastModifiedTime(
        root.resolve("var/lib/dhcp/dhclient.leases"), FileTime.from(WRITTEN.minusSeconds(60)));
    assertThat(gateway(OWN)).hasValue("192.0.2.7");
  }

  @Test
  void a_file_is_read_again_when_it_was_written_again() throws IOException {
    write("var/lib/dhcp/dhclient.leases", DHCLIENT);
    assertThat(gateway(OWN)).hasValue("192.0.2.1");
    Path file = root.resolve("var/lib/dhcp/dhclient.leases");
    Files.writeString(file, DHCLIENT.replace("192.0.2.1,", "192.0.2.3,"));
    Files.setLastModifiedTime(file, FileTime.from(WRITTEN.plusMillis(1)));
    assertThat(gateway(OWN)).hasValue("192.0.2.3");
    Files.delete(file);
    assertThat(gateway(OWN)).isEmpty();
  }

  @Test
  void of_a_large_file_the_end_is_read() throws IOException {
    String old = DHCLIENT.replace("192.0.2.1,", "192.0.2.3,");
    String many = Strings.repeat(old, 1 + LeaseFiles.LARGEST_BYTES / old.length());
    write("var/lib/dhcp/dhclient.leases", many + DHCLIENT);
    assertThat(gateway(OWN)).hasValue("192.0.2.1");
  }

  @Test
  void what_is_no_file_is_passed_over() throws Exception {
    Files.createDirectories(root.resolve("var/lib/dhcp/dhclient.eth0.leases"));
    Files.createDirectories(root.resolve("var/lib/dhcpcd"));
    Path pipe = root.resolve("var/lib/dhcpcd/eth0.lease");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(gateway(OWN)).isEmpty();
  }
}
