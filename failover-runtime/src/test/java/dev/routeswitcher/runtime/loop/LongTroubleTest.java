package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a trouble that lasts costs in lines of the log and in memory, in virtual time. */
class LongTroubleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** What an operator reads of a fault that stays as it is. */
  private static final int A_HANDFUL = 6;

  /** What an operator reads of one that comes and goes all the time. */
  private static final int A_PAGE = 40;

  /** What is wrong for an hour: it strikes once in each period. */
  private enum Trouble {
    PRIMARY_SILENT(HOUR, A_HANDFUL) {
      @Override
      void strike(Story story) {
        story.host.prober().silence("eth0");
      }
    },
    BOTH_SILENT(HOUR, A_HANDFUL) {
      @Override
      void strike(Story story) {
        story.host.prober().silence("eth0");
        story.host.prober().silence("eth1");
      }
    },
    SECONDARY_GONE(HOUR, A_HANDFUL) {
      @Override
      void strike(Story story) {
        story.host.delete("eth1");
      }
    },
    ANOTHER_PROGRAM_DECIDES(HOUR, A_HANDFUL) {
      @Override
      void strike(Story story) {
        story.host.addForeign("eth1", "198.51.100.1", 0);
      }
    },
    NO_CHANGE_CAN_BE_ASKED_FOR(HOUR, A_HANDFUL) {
      @Override
      void strike(Story story) {
        refuse(story, Outcome.UNAVAILABLE);
      }
    },
    EVERY_CHANGE_IS_REFUSED(HOUR, A_PAGE) {
      @Override
      void strike(Story story) {
        refuse(story, Outcome.REFUSED);
      }
    },
    OUR_ROUTE_IS_DELETED_EACH_SECOND(Duration.ofSeconds(1), A_PAGE) {
      @Override
      void strike(Story story) {
        story.host.deleteRoute(10);
      }
    },
    PRIMARY_BLINKS_EACH_SECOND(Duration.ofSeconds(1), A_PAGE) {
      @Override
      void strike(Story story) {
        story.host.carrier("eth0", false);
        story.host.carrier("eth0", true);
      }
    },
    PRIMARY_IS_GONE_EVERY_OTHER_MINUTE(Duration.ofMinutes(2), A_PAGE) {
      @Override
      void strike(Story story) throws Exception {
        story.host.carrier("eth0", false);
        story.pass(Duration.ofMinutes(1));
        story.host.carrier("eth0", true);
      }
    };

    private final Duration period;
    private final int lines;

    Trouble(Duration period, int lines) {
      this.period = period;
      this.lines = lines;
    }

    abstract void strike(Story story) throws Exception;

    private static void refuse(Story story, Outcome outcome) {
      story.host.answer(
          operation -> Optional.of(new OperationResult(operation, outcome, "ENOBUFS")));
      story.host.carrier("eth0", false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_hour_of_trouble_is_reported_in_few_lines(Trouble trouble) throws Exception {
    Story story = Story.withDefaults().begun(Duration.ofMinutes(3));
    int before = lines(story).size();
    long end = story.clock.nanoTime() + HOUR.toNanos();
    while (story.clock.nanoTime() - end < 0) {
      long next = story.clock.nanoTime() + trouble.period.toNanos();
      trouble.strike(story);
      story.pass(Duration.ofNanos(next - story.clock.nanoTime()));
    }
    assertThat(lines(story).subList(before, lines(story).size())).hasSizeBetween(1, trouble.lines);
  }

  private static List<String> lines(Story story) {
    return Stream.concat(story.lines.stream(), story.noticeLines.stream()).toList();
  }

  @Test
  void a_week_of_trouble_leaves_nothing_behind_in_memory() throws Exception {
    Story story = Story.withDefaults().begun(Duration.ofMinutes(3));
    Random random = new Random(7);
    live(story, random, Duration.ofDays(1));
    long afterADay = instances();
    live(story, random, Duration.ofDays(6));
    assertThat(instances()).isLessThan(afterADay + afterADay / 10);
  }

  private static void live(Story story, Random random, Duration time) throws Exception {
    long end = story.clock.nanoTime() + time.toNanos();
    while (story.clock.nanoTime() - end < 0) {
      String uplink = random.nextBoolean() ? "eth0" : "eth1";
      switch (random.nextInt(6)) {
        case 0 -> story.host.prober().silence(uplink);
        case 1 -> story.host.prober().heal(uplink);
        case 2 -> story.host.carrier(uplink, false);
        case 3 -> story.host.deleteRoute(10);
        case 4 -> story.host.setUp(uplink, false);
        default -> {
          story.host.setUp(uplink, true);
          story.host.carrier(uplink, true);
        }
      }
      story.pass(Duration.ofSeconds(1 + random.nextInt(600)));
      story.host.forgetDeeds();
      story.notices.clear();
      story.noticeLines.clear();
      story.lines.clear();
    }
  }

  /** How many objects of the project's own classes are reachable. */
  private static long instances() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.trim().split("\\s+"))
        .filter(columns -> columns.length > 3 && columns[3].startsWith("dev.routeswitcher."))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }
}
