package dev.routeswitcher.operations.draft;

import static dev.routeswitcher.operations.doctor.MadeUpHost.link;
import static dev.routeswitcher.operations.doctor.MadeUpHost.route;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.operations.doctor.MadeUpHost;
import dev.routeswitcher.operations.host.HostInterface;
import dev.routeswitcher.operations.host.Manager;
import dev.routeswitcher.operations.settings.ConfigurationFile;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drafted for hosts that do not exist; none of it has a fault. */
class ConfigurationDraftTest {

  @TempDir Path folder;

  private final MadeUpHost host = new MadeUpHost();

  private String draft(String... targets) {
    ConfigurationDraft draft = ConfigurationDraft.of(host.facts(), List.of(targets));
    assertThat(draft.fault()).isEmpty();
    return draft.text();
  }

  /** The configuration that the draft is, in one line. */
  private String configuration(String... targets) throws IOException {
    Path path = Files.writeString(folder.resolve("draft.toml"), draft(targets));
    ConfigurationFile file = ConfigurationFile.read(path);
    assertThat(file.faultsOfForm()).isEmpty();
    Configuration configuration = new Configuration();
    file.readInto(configuration);
    assertThat(configuration.faults(FaultWords.naming(SettingNames.PLAIN))).isEmpty();
    return configuration.toString();
  }

  private String fault() {
    ConfigurationDraft draft = ConfigurationDraft.of(host.facts(), List.of());
    assertThat(draft.text()).isEmpty();
    return draft.fault();
  }

  private void addLink(HostInterface link) {
    host.interfaces.put(link.name(), link);
  }

  @Test
  void uplinks_are_the_interfaces_with_default_routes_the_best_first() throws IOException {
    assertThat(configuration("203.0.113.8"))
        .startsWith("uplink=eth0/eth0 uplink=eth1/eth1 targets=203.0.113.8 metrics=5,10,20 ");
    host.defaults.set(0, route("192.0.2.1", "eth0", 16, 300));
    assertThat(configuration("203.0.113.8"))
        .startsWith("uplink=eth1/eth1 uplink=eth0/eth0 targets=203.0.113.8 metrics=5,10,20 ");
  }

  @Test
  void comments_say_what_is_known_of_each() {
    host.managers.put("eth0", Manager.IFUPDOWN).put("eth0", Manager.DHCLIENT);
    assertThat(draft())
        .contains(
            """
            # IPv4 by gateway 192.0.2.1, metric 100, by a DHCP client
            # configured by ifupdown, dhclient
            [[uplink]]
            name = "eth0"
            interface = "eth0"
            """);
  }

  @Test
  void without_targets_the_usual_ones_are_told() throws IOException {
    assertThat(draft())
        .contains(
            "# Unless it is set it is 8.8.8.8 and, where there is IPv6, 2001:4860:4860::8888.");
    assertThat(configuration()).contains("targets=8.8.8.8,2001:4860:4860::8888");
    assertThat(draft("203.0.113.8", "2001:db8::8"))
        .contains("\nping-target = [\"203.0.113.8\", \"2001:db8::8\"]\n");
  }

  @Test
  void a_default_route_that_would_win_is_overridden() throws IOException {
    host.defaults.set(0, route("192.0.2.1", "eth0", 3, 0));
    assertThat(draft())
        .contains("# A default route of another program has metric 0 and would win over ours")
        .contains("# eth0, made by a script, or by hand (proto boot).")
        .contains("\noverride-foreign-defaults = true\n");
    assertThat(configuration()).contains("override_foreign_defaults=true");
  }

  @Test
  void an_uplink_whose_default_route_was_refused_is_one_by_its_lease() throws IOException {
    host.defaults.set(0, route("192.0.2.1", "eth0", 3, 0));
    host.defaults.remove(1);
    host.leased.put("eth1", InetAddresses.forString("198.51.100.1"));
    assertThat(configuration()).startsWith("uplink=eth0/eth0 uplink=eth1/eth1 ");
    assertThat(draft())
        .contains(
            "# no default route, but a DHCP lease with the gateway 198.51.100.1, which is used");
  }

  @Test
  void metrics_that_others_have_are_left_to_them() throws IOException {
    host.defaults.set(0, route("192.0.2.1", "eth0", 4, 10));
    host.defaults.set(1, route("198.51.100.1", "eth1", 4, 20));
    assertThat(configuration()).contains("metrics=5,11,21");
  }

  @Test
  void a_tunnel_is_no_uplink() throws IOException {
    HostInterface plain = link(9, "tun0");
    addLink(
        new HostInterface(
            9, "tun0", plain.otherNames(), "tun", null, true, true, 1500, plain.addresses()));
    host.defaults.add(route(null, "tun0", 4, 50));
    assertThat(configuration()).startsWith("uplink=eth0/eth0 uplink=eth1/eth1 ");
    assertThat(draft())
        .endsWith(
            "# tun0 has a default route too, and is left out: a tunnel goes by the uplinks.\n");
  }

  @Test
  void an_interface_whose_name_no_uplink_may_have_gets_one_by_its_place() throws IOException {
    addLink(link(4, "primary", "203.0.113.130/25"));
    addLink(link(5, "wan\"\u001b", "203.0.113.66/26"));
    host.defaults.add(route("203.0.113.129", "primary", 16, 300));
    host.defaults.add(route("203.0.113.65", "wan\"\u001b", 16, 400));
    assertThat(configuration())
        .startsWith(
            "uplink=eth0/eth0 uplink=eth1/eth1 uplink=uplink-3/primary uplink=uplink-4/wan\"\u001b");
  }

  @Test
  void with_fewer_than_two_uplinks_there_is_no_file_but_what_to_do() {
    host.defaults.remove(1);
    assertThat(fault()).startsWith("only eth0 has a default route; failover takes two: bring ");
    host.defaults.clear();
    assertThat(fault()).startsWith("no interface has a default route; ");
    host.unreadableInterfaces = "no netlink";
    assertThat(fault()).isEqualTo("interfaces cannot be read: no netlink; run it as root");
  }

  @Test
  void more_interfaces_than_there_may_be_uplinks_are_cut() throws IOException {
    for (int i = 2; i < 80; i++) {
      addLink(link(10 + i, "eth" + i, "203.0.113.1/32"));
      host.defaults.add(route("203.0.113.9", "eth" + i, 16, 300 + i));
    }
    assertThat(configuration()).contains("uplink=eth63/eth63").doesNotContain("uplink=eth64/");
  }
}
