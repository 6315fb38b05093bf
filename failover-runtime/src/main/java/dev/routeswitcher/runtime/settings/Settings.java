package dev.routeswitcher.runtime.settings;

import static dev.routeswitcher.runtime.settings.Setting.Trait.ALWAYS_LOGGED;
import static dev.routeswitcher.runtime.settings.Setting.Trait.EMBEDDED_ONLY;
import static dev.routeswitcher.runtime.settings.Setting.Trait.FIXED;
import static dev.routeswitcher.runtime.settings.Setting.Trait.NEVER_LOGGED;
import static dev.routeswitcher.runtime.settings.Setting.Trait.REPLAYABLE;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import dev.routeswitcher.engine.config.ConfigField;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.runtime.words.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;

/**
 * Every setting there is, one row each.
 *
 * <p>To add one: its row here, its use, its section in the manual.
 */
public final class Settings {

  private static final ImmutableList<String> INTERFACES = ImmutableList.of("eth0", "eth1");
  private static final long FIRST_METRIC = 10;
  private static final Duration WINDOW = Duration.ofSeconds(60);

  /** What is pinged unless targets are given, one of each family. */
  static final ImmutableList<String> DEFAULT_TARGETS =
      ImmutableList.of("8.8.8.8", "2001:4860:4860::8888");

  private static final List<Setting<?>> UPLINK_ROWS = new ArrayList<>();
  private static final List<Setting<?>> ROWS = new ArrayList<>();

  // Of each uplink

  public static final Setting<String> NAME =
      ofUplink(ConfigField.NAME, Form.text("NAME"))
          .help("what the %s uplink is called")
          .defaultWords("the interface")
          .byDefault((values, place) -> values.get(Settings.INTERFACE, place))
          .example("fibre")
          .is(NEVER_LOGGED);

  public static final Setting<String> INTERFACE =
      ofUplink(ConfigField.INTERFACE, Form.text("NAME"))
          .help("interface of the %s uplink")
          .byDefault((values, place) -> place < 2 ? INTERFACES.get(place) : null)
          .example("eth0")
          .is(NEVER_LOGGED);

  public static final Setting<ImmutableList<String>> GATEWAY =
      ofUplink(ConfigField.GATEWAY, Form.texts("ADDRESS"))
          .help("gateway of the %s uplink; may be repeated, one of each family")
          .defaultWords("that of the default route the kernel has on the interface")
          .byDefault((values, place) -> ImmutableList.of())
          .example("192.0.2.1")
          .is(NEVER_LOGGED);

  public static final Setting<Long> METRIC =
      ofUplink(ConfigField.METRIC, Form.NUMBER)
          .help("metric of the %s uplink's base route")
          .byDefault((values, place) -> FIRST_METRIC * (place + 1))
          .example("10")
          .is(NEVER_LOGGED);

  public static final Setting<Boolean> ONLINK =
      added(UPLINK_ROWS, new Setting<>("onlink", null, Form.FLAG))
          .help("the gateway of the %s uplink is on the link although it lies in no subnet of it")
          .byDefault(false)
          .example("true");

  public static final Setting<Duration> STANDBY_INTERVAL =
      ofUplink(ConfigField.STANDBY_INTERVAL, Form.DURATION)
          .help(
              "from one round to the next while the %s uplink carries no traffic, for"
                  + " links that cost by volume")
          .rangeWords("{interval} to 1h")
          .defaultWords("{interval}")
          .example("30s");

  // Of all of them

  public static final Setting<ImmutableList<String>> PING_TARGET =
      row(ConfigField.PING_TARGET, Form.texts("ADDRESS"))
          .help(
              "address to ping through every uplink; may be repeated, up to 16 of each family. A family without one is"
                  + " managed only if a gateway of it is given (default: "
                  + DEFAULT_TARGETS.get(0)
                  + ") and, where the host has a default route of IPv6, "
                  + DEFAULT_TARGETS.get(1))
          .byDefault(ImmutableList.of())
          .is(NEVER_LOGGED);

  public static final Setting<Long> FAILOVER_METRIC =
      row(ConfigField.FAILOVER_METRIC, Form.NUMBER)
          .help("metric of the failover route, below all others")
          .byDefault(5L)
          .is(NEVER_LOGGED);

  public static final Setting<Duration> INTERVAL =
      duration(ConfigField.INTERVAL, Timing::interval, TimingBuilder::interval)
          .help("from one round of probes to the next")
          .is(ALWAYS_LOGGED);

  public static final Setting<Duration> TIMEOUT =
      duration(ConfigField.TIMEOUT, Timing::timeout, TimingBuilder::timeout)
          .help("when a probe counts as lost")
          .is(ALWAYS_LOGGED);

  public static final Setting<Duration> FAILBACK_DELAY =
      duration(ConfigField.FAILBACK_DELAY, Timing::failbackDelay, TimingBuilder::failbackDelay)
          .help("unbroken success before the traffic returns")
          .is(ALWAYS_LOGGED)
          .is(REPLAYABLE);

  public static final Setting<Deadline> DEADLINE =
      row("deadline", Form.choice(Deadline.class))
          .help(
              "adaptive: a probe counts as lost when it takes longer than replies of its"
                  + " target usually do, 200ms to {timeout}; fixed: always at {timeout}")
          .timed(Timing::deadline, TimingBuilder::deadline);

  public static final Setting<Duration> FAILURE_INTERVAL =
      duration(
              ConfigField.FAILURE_INTERVAL, Timing::failureInterval, TimingBuilder::failureInterval)
          .help("from one round to the next while the active uplink fails")
          .rangeWords("50ms to {interval}")
          .defaultWords("{interval}");

  public static final Setting<Long> QUORUM =
      count(ConfigField.QUORUM, Timing::quorum, TimingBuilder::quorum)
          .help("targets that must reply for a round to succeed");

  public static final Setting<Long> FAILURE_THRESHOLD =
      count(
              ConfigField.FAILURE_THRESHOLD,
              Timing::failureThreshold,
              TimingBuilder::failureThreshold)
          .help("failed rounds in a row that make an uplink down");

  public static final Setting<Long> RECOVERY_THRESHOLD =
      count(
              ConfigField.RECOVERY_THRESHOLD,
              Timing::recoveryThreshold,
              TimingBuilder::recoveryThreshold)
          .help(
              "successes in a row that a second failover within {flap-window} asks of its"
                  + " uplink");

  public static final Setting<Duration> MAX_FAILBACK_DELAY =
      duration(
              ConfigField.MAX_FAILBACK_DELAY,
              Timing::maxFailbackDelay,
              TimingBuilder::maxFailbackDelay)
          .help(
              "how long an uplink that keeps failing is held back at most; the hold"
                  + " doubles from {failback-delay} on")
          .rangeWords("{failback-delay} to 24h")
          .is(REPLAYABLE);

  public static final Setting<Duration> FLAP_WINDOW =
      duration(ConfigField.FLAP_WINDOW, Timing::flapWindow, TimingBuilder::flapWindow)
          .help("relapses within this time count as flapping")
          .is(REPLAYABLE);

  public static final Setting<Duration> BOOT_WINDOW =
      duration(ConfigField.BOOT_WINDOW, Timing::bootWindow, TimingBuilder::bootWindow)
          .help("how long the first decision waits for an answer")
          .is(REPLAYABLE);

  public static final Setting<Duration> ADDRESS_GRACE =
      duration(ConfigField.ADDRESS_GRACE, Timing::addressGrace, TimingBuilder::addressGrace)
          .help("how long a lost address may be missing before the link counts as lost")
          .is(EMBEDDED_ONLY);

  public static final Setting<Failback> FAILBACK =
      row("failback", Form.choice(Failback.class))
          .help(
              "manual: the traffic stays where a failover brought it until that uplink"
                  + " fails too")
          .byDefault(Failback.AUTOMATIC)
          .is(REPLAYABLE);

  public static final Setting<Duration> QUALITY_WINDOW =
      row(ConfigField.QUALITY_WINDOW, Form.DURATION)
          .help("what loss and round trip are measured over")
          .defaultWords(DurationText.of(WINDOW))
          .byDefault((values, place) -> isQualityJudged(values) ? WINDOW : null)
          .needs("leave-at-loss", "leave-at-rtt")
          .is(REPLAYABLE);

  public static final Setting<Long> LEAVE_AT_LOSS =
      row(ConfigField.LEAVE_AT_LOSS, Form.PERCENT)
          .help("leave an uplink that loses at least this share of its probes")
          .defaultWords("never")
          .is(REPLAYABLE);

  public static final Setting<Long> RETURN_AT_LOSS =
      row(ConfigField.RETURN_AT_LOSS, Form.PERCENT)
          .help("it is good again at no more than this")
          .rangeWords("0 to less than {leave-at-loss}")
          .defaultWords("a quarter of {leave-at-loss}")
          .byDefault(
              (values, place) -> values.find(LEAVE_AT_LOSS).map(leave -> leave / 4).orElse(null))
          .needs("leave-at-loss")
          .is(REPLAYABLE);

  public static final Setting<Duration> LEAVE_AT_RTT =
      row(ConfigField.LEAVE_AT_RTT, Form.DURATION)
          .help("leave an uplink whose mean round trip takes at least this long")
          .defaultWords("never")
          .is(REPLAYABLE);

  public static final Setting<Duration> RETURN_AT_RTT =
      row(ConfigField.RETURN_AT_RTT, Form.DURATION)
          .help("it is good again at no more than this")
          .rangeWords("1ms to less than {leave-at-rtt}")
          .defaultWords("half of {leave-at-rtt}")
          .byDefault(
              (values, place) ->
                  values.find(LEAVE_AT_RTT).map(leave -> leave.dividedBy(2)).orElse(null))
          .needs("leave-at-rtt")
          .is(REPLAYABLE);

  public static final Setting<Boolean> PROBE_TABLES =
      row("probe-routing", Form.choice(ImmutableMap.of("table", true, "main", false)))
          .help(
              "table: what is bound to an uplink, probes above all, goes by a table of its"
                  + " own; main: by the main table")
          .byDefault(true);

  public static final Setting<Long> PROBE_TABLE =
      row(ConfigField.PROBE_TABLE, Form.NUMBER)
          .help("the first of the tables: those of the uplinks are the next ones")
          .byDefault(TableLayout.DEFAULT_TABLE);

  public static final Setting<Long> PROBE_RULE_PREFERENCE =
      row(ConfigField.PROBE_RULE_PREFERENCE, Form.NUMBER)
          .help("the first of three preferences of the rules that lead there")
          .byDefault(TableLayout.DEFAULT_PREFERENCE);

  public static final Setting<FirewallMark> FIREWALL_MARKS =
      row(ConfigField.FIREWALL_MARKS, Form.MARK)
          .help(
              "lead packets with the first uplink's mark to its table, and those with the next"
                  + " marks to the next ones': forwarded connections stay on the uplink they began"
                  + " on")
          .defaultWords("none")
          .example("0x1000000/0xff000000");

  public static final Setting<Boolean> OVERRIDE_FOREIGN_DEFAULTS =
      flag("override-foreign-defaults")
          .help(
              "lead the traffic past better default routes of other programs, by two rules"
                  + " and one more table");

  public static final Setting<String> USE =
      row("use", Form.text("UPLINK"))
          .help(
              "use this uplink, given by name or interface, whenever it is good, whatever"
                  + " its priority");

  public static final Setting<ImmutableList<String>> NEVER_USE =
      row("never-use", Form.texts("UPLINK"))
          .help("probe this uplink but never use it; may be repeated")
          .byDefault(ImmutableList.of());

  public static final Setting<Boolean> RESTORE_ON_EXIT =
      row("on-exit", Form.choice(ImmutableMap.of("restore", true, "keep", false)))
          .help("restore: remove our routes at a clean stop; keep: leave them for the next start")
          .byDefault(true)
          .is(ALWAYS_LOGGED);

  public static final Setting<Boolean> FLUSH_CONNTRACK =
      flag("flush-conntrack")
          .help(
              "after a switch delete the connections whose source is translated (SNAT) to"
                  + " an address of the uplink that was left, and no others");

  public static final Setting<Boolean> KERNEL_LINKDOWN =
      flag("kernel-linkdown")
          .help(
              "have the kernel itself leave an uplink that lost its carrier: sets"
                  + " ignore_routes_with_linkdown on the uplinks, and puts it back at the end");

  public static final Setting<Boolean> DRY_RUN =
      flag("dry-run").help("decide and log, change nothing").is(FIXED);

  public static final Setting<Path> RECORD =
      row("record", Form.FILE)
          .help("append everything that is learned and decided to FILE, a new one or a" + " trace")
          .is(NEVER_LOGGED)
          .is(FIXED);

  /** Where a run is asked and told; empty if nowhere. */
  public static final Setting<Optional<Path>> CONTROL =
      row("control", Form.FILE_OR_NONE)
          .help("socket by which status, use, reload and the like reach the switcher")
          .byDefault(Optional.of(Path.of("/run/route-switcher/control")))
          .variable("ROUTE_SWITCHER_CONTROL")
          .is(NEVER_LOGGED);

  public static final Setting<Optional<Path>> STATE_DIRECTORY =
      row("state-directory", Form.DIRECTORY)
          .help("keep what happens in this directory, for `route-switcher history`; none: nowhere")
          .byDefault(Optional.of(Path.of("/var/lib/route-switcher")))
          .is(NEVER_LOGGED);

  public static final Setting<Optional<Path>> HOOKS =
      row("hooks", Form.DIRECTORY)
          .help("run the executable files of this directory for each event")
          .byDefault(Optional.of(Path.of("/etc/route-switcher/hooks.d")))
          .is(NEVER_LOGGED);

  public static final Setting<ImmutableList<Webhook>> WEBHOOK =
      row("webhook", Form.WEBHOOKS)
          .help(
              "post each event to URL; may be repeated. A PART is format=json, ntfy, slack or"
                  + " alertmanager, or headers=FILE")
          .byDefault(ImmutableList.of())
          .is(NEVER_LOGGED);

  public static final Setting<String> LOG_LEVEL =
      row("log-level", Form.words("error", "warn", "info", "debug"))
          .help("how much to log")
          .byDefault("info")
          .variable("ROUTE_SWITCHER_LOG")
          .is(NEVER_LOGGED);

  public static final Setting<String> LOG_FORMAT =
      row("log-format", Form.words("text", "json"))
          .help(
              "text: lines for people, with priorities where they go to the journal; json: objects")
          .byDefault("text")
          .is(NEVER_LOGGED);

  /** The parts of an uplink. */
  public static final ImmutableList<Setting<?>> OF_UPLINK = ImmutableList.copyOf(UPLINK_ROWS);

  /** The rules about loss and round-trip times, which stand or fall together in a replay. */
  static final ImmutableList<Setting<?>> QUALITY =
      ImmutableList.of(QUALITY_WINDOW, LEAVE_AT_LOSS, RETURN_AT_LOSS, LEAVE_AT_RTT, RETURN_AT_RTT);

  /** All others, in the order in which people are shown them. */
  public static final ImmutableList<Setting<?>> ALL = ImmutableList.copyOf(ROWS);

  private Settings() {}

  private static <T> Setting<T> ofUplink(ConfigField field, Form<T> form) {
    return added(UPLINK_ROWS, new Setting<>(field.toString(), field, form));
  }

  private static <T> Setting<T> row(ConfigField field, Form<T> form) {
    return added(ROWS, new Setting<>(field.toString(), field, form));
  }

  private static <T> Setting<T> row(String key, Form<T> form) {
    return added(ROWS, new Setting<>(key, null, form));
  }

  private static Setting<Boolean> flag(String key) {
    return row(key, Form.FLAG).byDefault(false);
  }

  private static Setting<Duration> duration(
      ConfigField field,
      Function<Timing, Duration> read,
      BiConsumer<TimingBuilder, Duration> write) {
    return row(field, Form.DURATION).timed(read, write);
  }

  /** Counts are so small that one beyond all integers is as wrong as the greatest of these. */
  private static Setting<Long> count(
      ConfigField field, ToIntFunction<Timing> read, ObjIntConsumer<TimingBuilder> write) {
    return row(field, Form.NUMBER)
        .timed(
            timing -> (long) read.applyAsInt(timing),
            (timing, value) -> write.accept(timing, Ints.saturatedCast(value)))
        .is(REPLAYABLE);
  }

  private static <T> Setting<T> added(List<Setting<?>> rows, Setting<T> row) {
    rows.add(row);
    return row;
  }

  private static boolean isQualityJudged(Values values) {
    return values.has(LEAVE_AT_LOSS) || values.has(LEAVE_AT_RTT);
  }
}
