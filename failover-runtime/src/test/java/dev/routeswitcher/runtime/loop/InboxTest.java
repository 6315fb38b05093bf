package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceGone;
import dev.routeswitcher.runtime.port.NetworkChange.ReadAgain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {

  private static final int MORE_THAN_FITS = 20_000;

  private final Inbox inbox = new Inbox();

  private static ProbeFinished probe(int round) {
    return new ProbeFinished(
        new UplinkKey(IpFamily.IPV4, "eth0"), round, 0, Verdict.REPLIED, 1_000_000, "");
  }

  @Test
  void what_waits_is_taken_in_order() throws Exception {
    inbox.network(new InterfaceGone(1));
    inbox.probe(probe(1));
    inbox.network(new InterfaceGone(2));
    assertThat(inbox.take(0))
        .containsExactly(
            new Inbox.Network(new InterfaceGone(1)),
            new Inbox.Probe(probe(1)),
            new Inbox.Network(new InterfaceGone(2)));
    assertThat(inbox.take(0)).isEmpty();
  }

  @Test
  void to_look_again_is_queued_once_until_it_is_taken() throws Exception {
    inbox.network(new ReadAgain());
    inbox.network(new ReadAgain());
    assertThat(inbox.take(0)).hasSize(1);
    inbox.network(new ReadAgain());
    assertThat(inbox.take(0)).hasSize(1);
  }

  @Test
  void a_full_inbox_drops_probes_and_counts_them() throws Exception {
    for (int i = 0; i < MORE_THAN_FITS; i++) {
      inbox.probe(probe(i));
    }
    int kept = inbox.take(0).size();
    assertThat(inbox.takeDropped()).isEqualTo(MORE_THAN_FITS - kept);
    assertThat(inbox.takeDropped()).isZero();
  }

  @Test
  void a_full_inbox_makes_the_watch_wait_until_there_is_room() throws Exception {
    for (int i = 0; i < MORE_THAN_FITS; i++) {
      inbox.probe(probe(i));
    }
    Thread watch = new Thread(this::reportALink);
    watch.start();
    List<Inbox.Item> taken = new ArrayList<>(inbox.take(0));
    watch.join();
    taken.addAll(inbox.take(0));
    assertThat(taken).last().isEqualTo(new Inbox.Network(new InterfaceGone(1)));
  }

  private void reportALink() {
    try {
      inbox.network(new InterfaceGone(1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_wake_ends_the_wait() throws Exception {
    inbox.wake();
    assertThat(inbox.take(Long.MAX_VALUE)).containsExactly(new Inbox.Wake());
  }
}
