package dev.routeswitcher.cli;

import static dev.routeswitcher.cli.DoctorRun.TARGET;
import static dev.routeswitcher.cli.DoctorRun.doctorBesideFiles;
import static dev.routeswitcher.cli.DoctorRun.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real programs that configure the uplinks set a metric before ours, until the remedy of the doctor
 * is typed.
 */
class DoctorManagersIT {

  @Test
  void a_client_of_dhcp_that_sets_no_metric() {
    try (Lab lab = Lab.up()) {
      lab.startDhcpServer("primary", "--dhcp-option=3," + Lab.PRIMARY_GATEWAY);
      lab.startDhcpServer("secondary", "--dhcp-option=3," + Lab.SECONDARY_GATEWAY);
      lab.start("dhcp-client", "primary", "dhclient").await("bound to ");
      lab.start("dhcp-client", "secondary", "dhclient").await("bound to ");
      DoctorRun ill = doctorBesideFiles(lab, TARGET);
      assertThat(ill.troubles())
          .contains("ineffective eth0", "not-probeable 203.0.113.8 by eth1")
          .as("the gateway is in its lease")
          .doesNotContain("no-gateway eth1");
      String remedy = ill.remedy("manager", "eth0");
      assertThat(remedy).isEqualTo("start it with -e IF_METRIC=100");
      for (String uplink : List.of("primary", "secondary")) {
        String metric = uplink.equals("primary") ? remedy.replaceFirst(".*=", "") : "200";
        lab.start("dhcp-client", uplink, "dhclient", "-r").await("DHCPRELEASE");
        lab.start("dhcp-client", uplink, "dhclient", "--metric", metric).await("bound to ");
      }
      DoctorRun well = doctorBesideFiles(lab, TARGET);
      assertThat(well.troubles()).isEmpty();
      assertThat(well.all()).contains("\"dhclient configures it; its default routes do not win");
    }
  }

  /** Awaits a default of eth0 with this metric, by a program that makes it. */
  private static void awaitMetric(Background events, long metric) {
    events.await("^default via 192.0.2.1 dev eth0 .*metric " + metric);
  }

  /** The remedy for the metric of eth0, which begins so, and the metric in it. */
  private static long metricOf(String remedy, String before, String after) {
    assertThat(remedy).startsWith(before).endsWith(after);
    return Long.parseLong(
        remedy.substring(before.length(), remedy.length() - after.length()).strip());
  }

  @Test
  void ifupdown_with_a_gateway_and_no_metric() {
    try (Lab lab = Lab.up()) {
      lab.run(
          "host",
          "--",
          "sh",
          "-ec",
          "ip address flush dev eth0; mkdir -p /run/network; cd /etc; mkdir -p network; cd network;"
              + " mkdir -p if-up.d if-down.d if-pre-up.d if-post-down.d; printf 'iface eth0 inet"
              + " static\n address 192.0.2.2/24\n gateway 192.0.2.1\n' > interfaces");
      ifupdown(lab, "ifup eth0");
      DoctorRun ill = doctorBesideFiles(lab, TARGET);
      String remedy = ill.remedy("manager", "eth0");
      long metric =
          metricOf(remedy, "metric ", " in the stanza of eth0 in /etc/network/interfaces");
      ifupdown(
          lab,
          "ifdown eth0; sed -i 's/^iface eth0 .*/&\\n metric "
              + metric
              + "/' /etc/network/interfaces; ifup eth0");
      DoctorRun well = doctorBesideFiles(lab, TARGET);
      assertThat(well.troubles()).doesNotContain("manager eth0", "ineffective eth0");
      assertThat(well.all()).contains("\"ifupdown configures it; its default routes do not win");
    }
  }

  private static void ifupdown(Lab lab, String commands) {
    lab.run("host", "--", "lab/with", "ifupdown", "--", "sh", "-ec", commands);
  }

  @Test
  void dhcpcd_with_a_metric_before_ours() {
    try (Lab lab = Lab.up()) {
      lab.startDhcpServer("primary", "--dhcp-option=3," + Lab.PRIMARY_GATEWAY);
      Background events = lab.startRouteEvents();
      lab.ip("address flush dev eth0");
      lab.run("host", "--", "sh", "-ec", "printf 'interface eth0\nmetric 5\n' >/etc/dhcpcd.conf");
      Background client = dhcpcd(lab);
      awaitMetric(events, 5);
      String remedy = doctorBesideFiles(lab, TARGET).remedy("manager", "eth0");
      long metric = metricOf(remedy, "metric ", " below interface eth0 in /etc/dhcpcd.conf");
      client.terminate();
      lab.run("host", "--", "sed", "-i", "s/^metric .*/metric " + metric + "/", "/etc/dhcpcd.conf");
      dhcpcd(lab);
      awaitMetric(events, metric);
      DoctorRun well = doctorBesideFiles(lab, TARGET);
      assertThat(well.troubles()).doesNotContain("manager eth0", "ineffective eth0");
      assertThat(well.all()).contains("\"dhcpcd configures it; its default routes do not win");
    }
  }

  private static Background dhcpcd(Lab lab) {
    return lab.start(
        "host",
        "--",
        "lab/with",
        "dhcpcd-base",
        "--",
        "dhcpcd",
        "--nobackground",
        "--ipv4only",
        "--noarp",
        "--config",
        "/etc/dhcpcd.conf",
        "eth0");
  }

  @Test
  void udhcpc_whose_script_sets_no_metric() {
    try (Lab lab = Lab.up()) {
      lab.startDhcpServer("primary", "--dhcp-option=3," + Lab.PRIMARY_GATEWAY);
      Background events = lab.startRouteEvents();
      Background client = lab.start("dhcp-client", "primary", "udhcpc");
      events.await("^default via 192.0.2.1 dev eth0");
      String remedy = doctorBesideFiles(lab, TARGET).remedy("manager", "eth0");
      long metric = metricOf(remedy, "metric ", " in the ip route add of its script");
      client.terminate();
      lab.run(
          "host",
          "--",
          "sed",
          "-i",
          "s/ip -4 route add default .*/& metric " + metric + "/",
          "/etc/udhcpc/default.script");
      lab.start("dhcp-client", "primary", "udhcpc");
      awaitMetric(events, metric);
      DoctorRun well = doctorBesideFiles(lab, TARGET);
      assertThat(well.troubles()).doesNotContain("manager eth0", "ineffective eth0");
      assertThat(well.all()).contains("\"udhcpc configures it; it writes down no lease");
    }
  }

  @Test
  void networkd_with_a_metric_before_ours(@TempDir Path folder) throws IOException {
    try (Lab lab = Lab.up();
        SystemdHost host = SystemdHost.boot(lab, folder)) {
      host.installBuild();
      lab.startDhcpServer("primary", "--dhcp-option=3," + Lab.PRIMARY_GATEWAY);
      Background events = lab.startRouteEvents();
      String file = "/etc/systemd/network/10-eth0.network";
      String network = "[Match]\nName=eth0\n[Network]\nDHCP=ipv4\n[DHCPv4]\nRouteMetric=5\n";
      host.write(file, network);
      host.run("systemctl", "start", "systemd-networkd");
      awaitMetric(events, 5);
      String remedy = booted(host).remedy("manager", "eth0");
      long metric = metricOf(remedy, "RouteMetric=", " in [DHCPv4] of the .network file of eth0");
      host.write(file, network.replace("=5", "=" + metric));
      host.run("networkctl", "reload");
      awaitMetric(events, metric);
      host.run("/usr/lib/systemd/systemd-networkd-wait-online", "--interface=eth0");
      DoctorRun well = booted(host);
      assertThat(well.troubles()).doesNotContain("manager eth0", "ineffective eth0");
      assertThat(well.all()).contains("\"systemd-networkd configures it; its default routes do");
    }
  }

  private static DoctorRun booted(SystemdHost host) {
    List<String> words =
        new ArrayList<>(List.of("route-switcher", "doctor", "--json", "--timeout", "200ms"));
    words.addAll(List.of(TARGET));
    return seen(host.start(words.toArray(String[]::new)));
  }

  /**
   * A bus on which everybody may say everything; sysfs read only tells it that there is no udev.
   */
  private static final String NETWORK_MANAGER =
      """
      mount --bind /sys /sys
      mount -o remount,ro,bind /sys
      mkdir -p /run/dbus /var/lib/NetworkManager /etc/NetworkManager/system-connections
      cat >/run/bus.conf <<END
      <busconfig>
        <type>system</type>
        <listen>unix:path=/run/dbus/system_bus_socket</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow send_destination="*" eavesdrop="true"/>
          <allow receive_sender="*"/>
          <allow own="*"/>
          <allow user="*"/>
        </policy>
      </busconfig>
      END
      cat >/etc/NetworkManager/NetworkManager.conf <<END
      [main]
      plugins=keyfile
      dhcp=internal
      auth-polkit=false
      [keyfile]
      unmanaged-devices=interface-name:eth1
      END
      cat >/etc/NetworkManager/system-connections/eth0.nmconnection <<END
      [connection]
      id=eth0
      type=ethernet
      interface-name=eth0
      [ipv4]
      method=auto
      route-metric=5
      [ipv6]
      method=disabled
      END
      chmod 600 /etc/NetworkManager/system-connections/eth0.nmconnection
      dbus-daemon --config-file=/run/bus.conf --fork --nopidfile
      exec NetworkManager --no-daemon
      """;

  @Test
  void network_manager_with_a_metric_before_ours() {
    try (Lab lab = Lab.up()) {
      lab.startDhcpServer("primary", "--dhcp-option=3," + Lab.PRIMARY_GATEWAY);
      Background events = lab.startRouteEvents();
      lab.ip("address flush dev eth0");
      lab.start("host", besideNetworkManager(NETWORK_MANAGER));
      awaitMetric(events, 5);
      DoctorRun ill = doctorBesideFiles(lab, TARGET);
      String remedy = ill.remedy("manager", "eth0");
      long metric = metricOf(remedy, "nmcli device modify eth0 ipv4.route-metric ", "");
      lab.run("host", besideNetworkManager(remedy));
      awaitMetric(events, metric);
      DoctorRun well = doctorBesideFiles(lab, TARGET);
      assertThat(well.troubles()).doesNotContain("manager eth0", "ineffective eth0");
      assertThat(well.all())
          .contains("\"NetworkManager configures it; its default routes do not win");
    }
  }

  private static String[] besideNetworkManager(String commands) {
    return new String[] {"--", "lab/with", "network-manager", "dbus", "--", "sh", "-ec", commands};
  }
}
