package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the kernel is set to leave an uplink without a carrier by itself, and when no more. */
class IgnoreLinkdownTest {

  private static final String PASS_OVER_ETH0 = "pass over eth0 without a carrier";
  private static final String PASS_OVER_ETH1 = "pass over eth1 without a carrier";
  private static final String USE_ETH0 = "use eth0 without a carrier";
  private static final String USE_ETH1 = "use eth1 without a carrier";

  private final Story story = Story.thatAids();

  private List<String> deeds() {
    return story.deeds("without a carrier");
  }

  @Test
  void it_is_set_on_every_uplink_and_put_back_at_the_end() throws Exception {
    story.begun(Duration.ofSeconds(5));
    assertThat(deeds()).containsExactly(PASS_OVER_ETH0, PASS_OVER_ETH1);
    assertThat(story.lines).contains("INFO kernel-linkdown family=ipv4 interface=eth0 value=1");

    story.loop.close();
    assertThat(deeds()).contains(USE_ETH0, USE_ETH1);
    story.loop.close();
    assertThat(deeds()).hasSize(4);
  }

  @Test
  void nothing_is_set_before_the_start_has_succeeded() throws Exception {
    story.loop.open();
    assertThat(deeds()).isEmpty();
    story.loop.close();
    assertThat(deeds()).isEmpty();
  }

  @Test
  void what_was_set_before_stays() throws Exception {
    story.host.setLinkdownIgnored("eth0", true);
    story.begun(Duration.ofSeconds(5)).host.forgetDeeds();
    story.loop.close();
    assertThat(deeds()).containsExactly(USE_ETH1);
  }

  @Test
  void what_somebody_else_has_set_since_stays() throws Exception {
    story.begun(Duration.ofSeconds(5)).host.setLinkdownIgnored("eth0", false);
    story.host.forgetDeeds();
    story.loop.close();
    assertThat(deeds()).containsExactly(USE_ETH1);
  }

  @Test
  void an_interface_that_is_made_anew_is_set_anew() throws Exception {
    story.begun(Duration.ofSeconds(5));
    story.host.delete("eth0");
    story.settle();
    story.host.forgetDeeds();
    story.host.create("eth0", "192.0.2.2");
    story.pass(Duration.ofSeconds(1));
    assertThat(deeds()).containsExactly(PASS_OVER_ETH0);

    story.host.forgetDeeds();
    story.host.replaceUnnoticed("eth1");
    story.pass(Duration.ofSeconds(1));
    assertThat(deeds()).containsExactly(PASS_OVER_ETH1);
  }

  @Test
  void an_interface_that_was_renamed_and_is_back_is_put_back_at_the_end() throws Exception {
    story.begun(Duration.ofSeconds(5));
    story.host.rename("eth0", "wan0");
    story.pass(Duration.ofSeconds(1));
    story.host.rename("wan0", "eth0");
    story.pass(Duration.ofSeconds(1));
    story.host.forgetDeeds();
    story.loop.close();
    assertThat(deeds()).containsExactly(USE_ETH0, USE_ETH1);
  }

  @Test
  void an_interface_that_has_another_name_at_the_end_is_put_back_by_that() throws Exception {
    story.begun(Duration.ofSeconds(5));
    story.host.rename("eth0", "wan0");
    story.host.create("eth0", "192.0.2.2");
    story.pass(Duration.ofSeconds(1));
    story.host.forgetDeeds();
    story.loop.close();
    assertThat(deeds()).containsExactlyInAnyOrder("use wan0 without a carrier", USE_ETH0, USE_ETH1);
  }

  @Test
  void of_an_interface_made_anew_the_hosts_own_setting_stays() throws Exception {
    story.begun(Duration.ofSeconds(5));
    story.host.delete("eth0");
    story.settle();
    story.host.create("eth0", "192.0.2.2");
    story.host.setLinkdownIgnored("eth0", true);
    story.pass(Duration.ofSeconds(1));
    story.host.forgetDeeds();
    story.loop.close();
    assertThat(deeds()).containsExactly(USE_ETH1);
  }

  @Test
  void an_interface_that_comes_later_is_set_when_it_comes() throws Exception {
    story.host.delete("eth1");
    story.begun(Duration.ofSeconds(5));
    assertThat(deeds()).containsExactly(PASS_OVER_ETH0);
    story.host.create("eth1", "198.51.100.2");
    story.pass(Duration.ofSeconds(1));
    assertThat(deeds()).containsExactly(PASS_OVER_ETH0, PASS_OVER_ETH1);
  }

  @Test
  void a_setting_that_cannot_be_made_is_reported_with_the_remedy() throws Exception {
    story.host.fail("linkdown", new IOException("/proc/sys/net: Read-only file system"));
    story.begun(Duration.ofSeconds(5));
    assertThat(story.lines)
        .contains(
            "WARN kernel-linkdown family=ipv4 interface=eth0 cannot be set: /proc/sys/net:"
                + " Read-only file system;"
                + " remedy=\"sysctl -w net.ipv4.conf.eth0.ignore_routes_with_linkdown=1\"");
    story.loop.close();
    assertThat(story.lines).noneMatch(line -> line.startsWith("ERROR"));
  }

  @Test
  void a_family_that_the_kernel_has_not_is_no_trouble() throws Exception {
    story.host.fail("linkdown", new NoSuchFileException("/proc/sys/net/ipv6"));
    story.begun(Duration.ofSeconds(5));
    assertThat(deeds()).isEmpty();
    assertThat(story.lines).noneMatch(line -> line.contains("kernel-linkdown"));
  }
}
