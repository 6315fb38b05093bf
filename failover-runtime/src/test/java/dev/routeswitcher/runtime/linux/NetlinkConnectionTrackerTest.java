package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NetlinkConnectionTrackerTest {

  @Test
  void a_deletion_that_comes_to_its_turn_after_the_close_opens_no_socket() {
    NetlinkConnectionTracker tracker = new NetlinkConnectionTracker();
    tracker.close();
    assertThatThrownBy(tracker::client)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }
}
