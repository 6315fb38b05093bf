package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReversePathCheckTest {

  private final Story story = Story.withDefaults();

  @Test
  void the_remedy_names_a_vlan_as_sysctl_wants_it() {
    new ReversePathCheck(name -> true, story).appeared("eth1.100");
    assertThat(story.lines)
        .singleElement()
        .asString()
        .contains("subject=\"eth1.100\"")
        .endsWith("remedy=\"sysctl -w net.ipv4.conf.eth1/100.rp_filter=2\"");
  }

  @Test
  void a_filter_that_cannot_be_read_is_no_reason_to_alarm_anybody() {
    ReversePathCheck check =
        new ReversePathCheck(
            name -> {
              throw new NoSuchFileException(name);
            },
            story);
    check.appeared("eth1");
    assertThat(story.lines).isEmpty();
  }
}
