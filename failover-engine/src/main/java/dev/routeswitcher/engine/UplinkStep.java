package dev.routeswitcher.engine;

import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.PlannedUplink;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One uplink during one step: loaded from its state, changed by events, frozen again. */
final class UplinkStep {

  private final int index;
  private final UplinkConfig config;
  private final Timing timing;
  private final RoundRules rules;
  private final long now;
  private final UplinkState before;

  private LinkState link;
  private RoundLedger rounds;
  private long nextRoundAt;
  private @Nullable GatewayRoute via;
  private @Nullable InetAddress gatewayOnLink;
  private Damping damping;
  private @Nullable Backoff refusal;
  private Streak streak;

  UplinkStep(
      int index,
      UplinkConfig config,
      Timing timing,
      RoundRules rules,
      UplinkState before,
      long now) {
    this.index = index;
    this.config = config;
    this.timing = timing;
    this.rules = rules;
    this.now = now;
    this.before = before;
    this.link = before.link();
    this.rounds = before.rounds();
    this.nextRoundAt = before.nextRoundAtNanos();
    this.via = before.via();
    this.gatewayOnLink = before.gatewayOnLink();
    this.damping = before.damping();
    this.refusal = before.refusal();
    this.streak = rounds.streak(rules);
  }

  // What happens to it

  void link(LinkStatus status) {
    if (!status.equals(link.status())) {
      refusal = null;
    }
    moveLink(status);
  }

  void learnGateway(KernelView kernel, boolean adopting) {
    via =
        GatewayRoute.learn(
            config.interfaceName(), config.gateway(), via, kernel.routes(), adopting);
  }

  /** Looks at the link again, because time has passed or the gateway became known. */
  void refreshLink(@Nullable KernelView kernel) {
    forgetGatewayOfOldNetwork(kernel);
    moveLink(link.status());
  }

  /**
   * Forgets a learned gateway that lay in a subnet of the link and no longer does, unless a default
   * route of another program still leads there. An address that is merely missing says nothing.
   */
  private void forgetGatewayOfOldNetwork(@Nullable KernelView kernel) {
    GatewayRoute known = via;
    if (known == null || kernel == null || link.status().addresses().isEmpty()) {
      return;
    } else if (!planned().offLink()) {
      gatewayOnLink = known.gateway();
    } else if (config.gateway() == null
        && known.gateway() != null
        && known.gateway().equals(gatewayOnLink)
        && kernel.through(config.interfaceName()).stream().allMatch(DefaultRoute::isOurs)) {
      via = null;
    }
  }

  private void moveLink(LinkStatus status) {
    boolean wasUp = link.up();
    link = link.next(status, via != null, now, timing.addressGrace().toNanos());
    if (wasUp && !link.up()) {
      voidRounds();
    }
  }

  /** Forgets all evidence: the link was lost. */
  private void voidRounds() {
    rounds = rounds.voided();
    streak = rounds.streak(rules);
  }

  /** The host slept: what was in flight says nothing, nothing is stable. */
  void resumed() {
    rounds = rounds.resumed(rules);
    streak = rounds.streak(rules);
  }

  void probe(ProbeFinished event) {
    if (link.up()) {
      rounds =
          rounds.with(event.round(), event.target(), event.verdict(), event.detail(), rules, now);
      streak = rounds.streak(rules);
    }
  }

  void postponeRounds(long nanos) {
    rounds = rounds.postponed(nanos);
  }

  void expireRounds() {
    rounds = rounds.expireAt(now, rules);
    streak = rounds.streak(rules);
  }

  /** The round to start now, or null if none is due. */
  Decision.@Nullable StartRound startDueRound() {
    if (!probing() || now - nextRoundAt < 0) {
      return null;
    }
    long next = nextRoundAt + timing.intervalNanos();
    nextRoundAt = next - now > 0 ? next : now + timing.intervalNanos();
    long deadline = now + timing.timeoutNanos();
    long number = rounds.nextNumber();
    rounds = rounds.start(deadline + timing.intervalNanos());
    ImmutableLongArray.Builder deadlines = ImmutableLongArray.builder(rules.targets());
    for (int target = 0; target < rules.targets(); target++) {
      deadlines.add(deadline);
    }
    return new Decision.StartRound(before.key(), number, deadlines.build());
  }

  void refused(String detail) {
    refusal = Backoff.after(before.refusal(), now, detail);
  }

  /** Its routes are asked for once more: until the answer comes, it stays refused. */
  void retried() {
    if (refusal != null) {
      refusal = refusal.again(now);
    }
  }

  void accepted() {
    refusal = null;
  }

  void activated(long atNanos) {
    damping = damping.activated(atNanos);
  }

  void left(long atNanos) {
    damping = damping.left(atNanos, timing);
  }

  // What it is

  int index() {
    return index;
  }

  UplinkKey key() {
    return before.key();
  }

  String role() {
    return ConfigCheck.role(index);
  }

  LinkState link() {
    return link;
  }

  Streak streak() {
    return streak;
  }

  @Nullable GatewayRoute via() {
    return via;
  }

  @Nullable Backoff refusal() {
    return refusal;
  }

  boolean isRefused() {
    return refusal != null && !refusal.isOver(now);
  }

  private boolean probing() {
    return link.up() && link.status().probeable();
  }

  private boolean silent() {
    return streak.isEmpty() || now - streak.lastNanos() > rules.silenceNanos();
  }

  Health health() {
    if (!link.up()) {
      return Health.DOWN;
    } else if (silent() || !link.status().probeable()) {
      return Health.UNKNOWN;
    } else if (streak.answered()) {
      return Health.RESPONSIVE;
    }
    return streak.failures() >= timing.failureThreshold() ? Health.DOWN : Health.FAILING;
  }

  boolean isDown() {
    return health() == Health.DOWN;
  }

  boolean isResponsive() {
    return health() == Health.RESPONSIVE;
  }

  /** Whether as many rounds in a row succeeded as a careful switch asks for. */
  boolean isTrusted() {
    return isResponsive() && streak.successes() >= timing.recoveryThreshold();
  }

  /** Whether waiting for the uplink to come back makes no sense any more. */
  boolean isHopeless() {
    return !link.up() || streak.failures() >= Timing.HOPELESS_ROUNDS;
  }

  /** Whether the last round ended now and completed the failback delay of success. */
  boolean isStableAsOfNow() {
    return isResponsive()
        && streak.successes() > 0
        && streak.lastNanos() == now
        && now - streak.runStartNanos() >= timing.failbackDelayNanos();
  }

  boolean holdIsOver() {
    return damping.isOver(now);
  }

  Condition condition() {
    if (!link.up()) {
      return link.fault();
    } else if (!link.status().probeable()) {
      return Condition.NOT_PROBEABLE;
    } else if (isRefused()) {
      return Condition.ROUTE_REFUSED;
    }
    return switch (health()) {
      case UNKNOWN -> Condition.UNKNOWN;
      case RESPONSIVE -> Condition.ANSWERING;
      case FAILING, DOWN ->
          streak.sendError().isEmpty() ? Condition.NO_REPLY : Condition.SEND_FAILED;
    };
  }

  /** Figures behind the condition, for people. */
  String detail() {
    if (!link.up()) {
      return "";
    } else if (isRefused() && refusal != null) {
      return refusal.detail();
    } else if (streak.successes() > 0) {
      return streak.successes() + (streak.successes() == 1 ? " round" : " rounds") + " answered";
    } else if (streak.failures() > 0) {
      String error = streak.sendError().isEmpty() ? "" : ": " + streak.sendError();
      return failedRounds() + error;
    }
    return "";
  }

  /** {@code 3 rounds failed in a row}. */
  String failedRounds() {
    return streak.failures() == 1
        ? "1 round failed"
        : streak.failures() + " rounds failed in a row";
  }

  PlannedUplink planned() {
    boolean routable = link.status().routable() && !isRefused();
    return new PlannedUplink(
        config.interfaceName(), config.metric(), via, link.status().addresses(), routable);
  }

  /** When this uplink needs the next step, if no event comes before. */
  long wakeAt(long latest) {
    long wake = latest;
    if (probing()) {
      wake = earlier(wake, nextRoundAt);
    }
    if (!rounds.open().isEmpty()) {
      wake = earlier(wake, rounds.open().get(0).expiresAtNanos());
    }
    Long goneAt = link.addressGoneAtNanos();
    if (goneAt != null) {
      wake = earlier(wake, goneAt + timing.addressGrace().toNanos());
    }
    if (refusal != null && isRefused()) {
      wake = earlier(wake, refusal.untilNanos());
    }
    return wake;
  }

  static long earlier(long one, long other) {
    return one - other <= 0 ? one : other;
  }

  /** Reports the uplink if its health or the reason changed since the last step. */
  Decision.@Nullable UplinkChanged change() {
    return health() == before.health() && condition() == before.condition()
        ? null
        : new Decision.UplinkChanged(
            key(), role(), health(), condition(), before.health(), detail());
  }

  UplinkState freeze() {
    return new UplinkState(
        before.key(),
        link,
        rounds,
        nextRoundAt,
        via,
        gatewayOnLink,
        damping,
        refusal,
        health(),
        condition());
  }
}
