package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/** A loop on a model host, driven through virtual time by the test's own thread. */
final class Story implements Announcer {

  /** What {@code Decision.ChangeRoutes} looks like among the deeds of the host. */
  static final String ADD_FAILOVER = "add default via 198.51.100.1 dev eth1 proto 157 metric 5";

  static final String PRIMARY_BASE = "default via 192.0.2.1 dev eth0 proto 157 metric 10";
  static final String SECONDARY_BASE = "default via 198.51.100.1 dev eth1 proto 157 metric 20";
  static final String FAILOVER = "default via 198.51.100.1 dev eth1 proto 157 metric 5";

  final ManualClock clock = new ManualClock(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());
  final ModelHost host = new ModelHost(clock);
  final List<Notice> notices = new ArrayList<>();

  /** What an operator reads besides the notices, each line with its level before it. */
  final List<String> lines = new ArrayList<>();

  /** What an operator reads of the notices, each line with its level before it. */
  final List<String> noticeLines = new ArrayList<>();

  final SwitcherLoop loop;

  private final NoticeLog noticeLog =
      new NoticeLog(SettingNames.PLAIN, (level, line) -> write(noticeLines, level, line));

  private Story(LoopSettings settings) {
    loop = new SwitcherLoop(settings, host.ports(), this);
  }

  static Story withDefaults() {
    return new Story(ModelSettings.restoring());
  }

  static Story thatLearnsGateways() {
    return new Story(ModelSettings.learning());
  }

  static Story withImpliedIpv6() {
    return new Story(ModelSettings.withImpliedIpv6());
  }

  static Story thatKeepsOnExit() {
    return new Story(ModelSettings.keeping());
  }

  static Story thatAids() {
    return new Story(ModelSettings.aiding(false));
  }

  static Story thatAidsDry() {
    return new Story(ModelSettings.aiding(true));
  }

  static Story thatRunsDry() {
    return new Story(ModelSettings.dry());
  }

  static Story with(TableLayout tables) {
    return new Story(ModelSettings.with(ModelSettings.restoring(), tables));
  }

  static Story withImpliedIpv6(TableLayout tables) {
    return new Story(ModelSettings.with(ModelSettings.withImpliedIpv6(), tables));
  }

  static Story thatKeepsOnExit(TableLayout tables) {
    return new Story(ModelSettings.with(ModelSettings.keeping(), tables));
  }

  static Story thatRunsDry(TableLayout tables) {
    return new Story(ModelSettings.with(ModelSettings.dry(), tables));
  }

  @Override
  public void stepped(long nowNanos, List<EngineEvent> events, Step step) {
    noticeLog.onTime(nowNanos);
  }

  @Override
  public void announce(Notice notice) {
    notices.add(notice);
    noticeLog.onNotice(notice);
  }

  @Override
  public void settled() {
    noticeLog.onSettled();
  }

  @Override
  public void log(Level level, String format, @Nullable Object... values) {
    write(lines, level, MessageFormatter.arrayFormat(format, values).getMessage());
  }

  /** At the program's usual level. */
  private static void write(List<String> lines, Level level, String line) {
    if (level.compareTo(Level.INFO) <= 0) {
      lines.add(level + " " + line);
    }
  }

  /** Opens, takes the first step and lets {@code time} pass. */
  Story begun(Duration time) throws IOException, InterruptedException {
    loop.open();
    loop.begin();
    pass(time);
    return this;
  }

  /** Deals with everything that is known already. */
  void settle() throws IOException, InterruptedException {
    while (loop.hasItems()) {
      loop.turn(0);
    }
  }

  /** Lets time pass, turn by turn. */
  void pass(Duration time) throws IOException, InterruptedException {
    long end = clock.nanoTime() + time.toNanos();
    settle();
    long next = next();
    while (next - end <= 0) {
      clock.advanceTo(next);
      host.prober().reportLosses();
      loop.turn(0);
      settle();
      next = next();
    }
    clock.advanceTo(end);
  }

  private long next() {
    return host.prober().nextLossNanos(clock.nanoTime() + loop.nanosToNextTurn());
  }

  /** What an operator reads of alarms. */
  List<String> alarmLines() {
    return noticeLines.stream().filter(line -> line.contains("alarm=")).toList();
  }

  /** Deeds since they were last forgotten that hold {@code words}. */
  List<String> deeds(String words) {
    return host.deeds().stream().filter(deed -> deed.contains(words)).toList();
  }

  <T extends Notice> List<T> notices(Class<T> kind) {
    return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The interface that is wanted to carry the family's traffic. */
  Optional<String> wanted(IpFamily family) {
    return loop.snapshot().families().stream()
        .filter(its -> its.family() == family)
        .flatMap(its -> Stream.ofNullable(its.wanted()))
        .map(UplinkKey::interfaceName)
        .findFirst();
  }
}
