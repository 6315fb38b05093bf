package dev.routeswitcher.icmp.loop;

import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.OTHER;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ROUTER;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.SECOND;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.TARGET;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ms;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.repliedAfter;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.RttClock;
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What replies come to, in virtual time on a scripted network. */
class ProbeReplyTest {
  private final ProbeLoopFixture fixture = new ProbeLoopFixture();

  @Nested
  class AReply {
    @Test
    void inTimeIsTheOutcomeWithTheKernelsRoundTripTime() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(20));
      fixture.run(ms(50));
      assertThat(recorded.outcomes).containsExactly(repliedAfter(ms(20)));
    }

    @Test
    void thatDoesNotArriveMeansLostAtTheDeadlineAndNotBefore() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.run(ms(999));
      assertThat(recorded.outcomes).isEmpty();
      fixture.run(ms(1));
      assertThat(recorded.outcomes).containsExactly(new Lost());
    }

    @Test
    void afterTheDeadlineIsReportedAsLateAndTheOutcomeDoesNotChange() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(1_300));
      fixture.run(ms(2_000));
      assertThat(recorded.outcomes).containsExactly(new Lost());
      assertThat(recorded.lateReplies).containsExactly(repliedAfter(ms(1_300)));
      assertThat(fixture.counters().lateReplies()).isEqualTo(1);
    }

    @Test
    void afterAnUnreachableIsReportedAsLate() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      Sent sent = fixture.network.lastSent();
      fixture
          .network
          .socket("eth0")
          .arriveError(ms(1), 3, 1, ROUTER, TARGET, ProbeLoopFixture.encode(sent.echo()));
      fixture.reply(ms(5));
      fixture.run(ms(10));
      assertThat(recorded.outcomes).containsExactly(new Unreachable(3, 1, ROUTER));
      assertThat(recorded.lateReplies).containsExactly(repliedAfter(ms(5)));
    }

    @Test
    void thatArrivesTwiceCountsOnce() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(20));
      fixture.reply(ms(21));
      fixture.run(ms(2_000));
      assertThat(recorded.outcomes).hasSize(1);
      assertThat(recorded.lateReplies).isEmpty();
      assertThat(fixture.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void thatArrivesLateTwiceIsReportedOnce() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(1_100));
      fixture.reply(ms(1_200));
      fixture.run(ms(2_000));
      assertThat(recorded.lateReplies).hasSize(1);
      assertThat(fixture.counters().duplicates()).isEqualTo(1);
    }

    @Test
    void findsItsProbeWhateverTheOrderOfArrival() {
      List<RecordingListener> recorded = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        recorded.add(fixture.probe(i % 2 == 0 ? TARGET : OTHER, SECOND));
        fixture.reply(ms(100 - 10 * i));
      }
      fixture.run(SECOND);
      for (int i = 0; i < 10; i++) {
        assertThat(recorded.get(i).outcomes).containsExactly(repliedAfter(ms(100 - 10 * i)));
      }
    }
  }

  @Nested
  class AfterAPause {
    @Test
    void aReplyThatArrivedInTimeIsInTime() {
      RecordingListener early = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(30));
      RecordingListener never = fixture.probe(OTHER, SECOND);
      fixture.pause(Duration.ofSeconds(5));
      fixture.run(ZERO);
      assertThat(early.outcomes).containsExactly(repliedAfter(ms(30)));
      assertThat(never.outcomes).containsExactly(new Lost());
    }

    @Test
    void aReplyThatArrivedAfterTheDeadlineIsLateThoughBothAreReadTogether() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.reply(ms(1_001));
      fixture.pause(Duration.ofSeconds(5));
      fixture.run(ZERO);
      assertThat(recorded.outcomes).containsExactly(new Lost());
      assertThat(recorded.lateReplies).containsExactly(repliedAfter(ms(1_001)));
    }

    @Test
    void betweenWaitingAndReadingLetsEverySocketBeReadBeforeAnythingExpires() {
      RecordingListener first = fixture.probe("eth0", TARGET, ms(500));
      RecordingListener second = fixture.probe("eth1", TARGET, SECOND);
      fixture.reply(ms(900));
      fixture.network.horizonNanos = fixture.clock.monotonicNanos() + ms(500).toNanos();
      fixture.network.afterWaiting = () -> fixture.pause(Duration.ofSeconds(5));
      fixture.loop.turn();
      assertThat(first.outcomes).containsExactly(new Lost());
      assertThat(second.outcomes).containsExactly(repliedAfter(ms(900)));
    }

    @Test
    void aProbeWhoseDeadlinePassedInTheQueueIsNotSent() {
      RecordingListener recorded = new RecordingListener();
      fixture.offer(TARGET, SECOND, recorded);
      fixture.pause(Duration.ofSeconds(5));
      fixture.run(ZERO);
      assertThat(recorded.outcomes)
          .singleElement()
          .satisfies(o -> assertThat(((NotSent) o).cause()).isEqualTo(Cause.DEADLINE_PASSED));
      assertThat(fixture.network.sent).isEmpty();
    }
  }

  @Nested
  class WhenTheWallClockIsStepped {
    @Test
    void theMonotonicClockGivesTheRoundTripTime() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture.clock.stepWallClock(Duration.ofMillis(-200));
      fixture.reply(ms(20));
      fixture.run(ms(50));
      assertThat(recorded.outcomes)
          .containsExactly(new Replied(ms(20).toNanos(), ScriptedNetwork.TTL, RttClock.MONOTONIC));
      assertThat(fixture.counters().clockFallbacks()).isEqualTo(1);
    }

    @Test
    void aReplyWithoutAStampIsTimedByTheMonotonicClock() {
      RecordingListener recorded = fixture.probe(TARGET, SECOND);
      fixture
          .network
          .socket("eth0")
          .arriveStamped(
              ms(20),
              RoundTrip.NO_STAMP,
              TARGET,
              ProbeLoopFixture.replyTo(fixture.network.lastSent().echo()));
      fixture.run(ms(50));
      assertThat(recorded.outcomes)
          .containsExactly(new Replied(ms(20).toNanos(), ScriptedNetwork.TTL, RttClock.MONOTONIC));
    }
  }

  @Test
  void aLostProbeIsRememberedThoughThousandsOfYoungerOnesFollow() {
    RecordingListener first = fixture.probe(TARGET, SECOND);
    Sent sent = fixture.network.lastSent();
    fixture.run(SECOND);
    for (int i = 0; i < 20_000; i++) {
      fixture.probe(OTHER, ms(1));
    }
    fixture.run(Duration.ofSeconds(8));
    fixture.reply(ms(1), sent);
    fixture.run(ms(1));
    assertThat(first.lateReplies).hasSize(1);
  }
}
