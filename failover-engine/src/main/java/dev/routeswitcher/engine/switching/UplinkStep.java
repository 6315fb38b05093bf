package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.GatewayOrigin;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.probe.Instants;
import dev.routeswitcher.engine.probe.ProbeStep;
import dev.routeswitcher.engine.probe.Quality;
import dev.routeswitcher.engine.probe.RoundRules;
import dev.routeswitcher.engine.probe.Streak;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PlannedUplink;
import dev.routeswitcher.engine.route.Route;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One uplink during one step: loaded from its state, changed by events, frozen again. */
final class UplinkStep {

  private final int index;
  private final String name;
  private final UplinkConfig config;
  private final Timing timing;
  private final EngineConfig engine;
  private final long now;
  private final UplinkState before;
  private final ProbeStep probes;

  private LinkState link;
  private @Nullable GatewayRoute via;
  private boolean gatewayTaken;
  private @Nullable InetAddress gatewayOnLink;
  private @Nullable InetAddress leasedGateway;
  private Damping damping;
  private @Nullable Backoff refusal;
  private ManualUse manualUse = ManualUse.FREE;
  private long cadenceNanos;

  /** What a manual override wants of an uplink. */
  enum ManualUse {
    FREE,
    USE,
    NEVER
  }

  UplinkStep(int index, FamilyConfig family, EngineConfig engine, UplinkState before, long now) {
    this.index = index;
    this.name = family.nameOf(index);
    this.config = family.uplinks().get(index);
    this.timing = engine.timing();
    this.engine = engine;
    this.now = now;
    this.before = before;
    this.probes =
        new ProbeStep(RoundRules.of(family, config, timing), engine, before.probes(), now);
    this.link = before.link();
    this.via = before.via();
    this.gatewayTaken = before.gatewayTaken();
    this.gatewayOnLink = before.gatewayOnLink();
    this.leasedGateway = before.leasedGateway();
    this.damping = before.damping();
    this.refusal = before.refusal();
    this.cadenceNanos = timing.interval().toNanos();
  }

  // What happens to it

  void onLinkStatus(LinkStatus status) {
    if (!status.equals(link.status())) {
      refusal = null;
    }
    moveLink(status);
  }

  /** A lease names a gateway, or none does any more; without routes there is nothing to learn. */
  void onLeased(@Nullable InetAddress gateway, @Nullable KernelView kernel) {
    leasedGateway = config.gateway() == null ? gateway : null;
    if (kernel != null) {
      learnGateway(kernel, false);
    }
  }

  /**
   * Learns the gateway from the routes of other programs; where they say nothing, from a lease;
   * where there is none, {@code adopting}, from routes that an earlier run has left.
   */
  void learnGateway(KernelView kernel, boolean adopting) {
    InetAddress leased = leasedGateway;
    via =
        GatewayRoute.learn(
            config.interfaceName(),
            config.gateway(),
            leased == null ? via : GatewayRoute.leased(leased, via),
            kernel.routes(),
            kernel.unreachable(),
            adopting && leased == null);
    gatewayTaken |= via != null && kernel.leadsBy(config.interfaceName(), via.gateway());
  }

  /**
   * Looks at the link again, because time has passed or the gateway became known.
   *
   * @param reread whether the routes were read in this step
   */
  void refreshLink(@Nullable KernelView kernel, boolean reread) {
    boolean moved = !link.status().equals(before.link().status());
    if (kernel != null && (reread || moved)) {
      forgetGatewayOfOldNetwork(kernel);
    }
    moveLink(link.status());
  }

  /**
   * Forgets a learned gateway that lay in a subnet of the link and no longer does, unless a lease
   * or a default route of another program still names it. An address that is merely missing says
   * nothing.
   */
  private void forgetGatewayOfOldNetwork(KernelView kernel) {
    GatewayRoute known = via;
    if (known == null || link.status().addresses().isEmpty()) {
      return;
    } else if (!PlannedUplink.isOffLink(known, link.status().addresses())) {
      gatewayOnLink = known.gateway();
    } else if (config.gateway() == null
        && known.gateway() != null
        && known.gateway().equals(gatewayOnLink)
        && !known.gateway().equals(leasedGateway)
        && kernel.through(config.interfaceName()).stream().allMatch(Route::isOurs)) {
      via = null;
    }
  }

  private void moveLink(LinkStatus status) {
    boolean wasUp = link.up();
    link =
        link.next(
            status, usable(status) != null, mayBorrow(), now, timing.addressGrace().toNanos());
    if (wasUp && !link.up()) {
      probes.end();
    } else if (!wasUp && link.up()) {
      probes.begin();
    }
  }

  /**
   * Its way out, if it is known; a gateway that was given must lie in a subnet of the link, unless
   * the kernel has taken it before or the configuration says that it is on the link.
   */
  private @Nullable GatewayRoute usable(LinkStatus status) {
    GatewayRoute known = via;
    boolean unusable =
        known != null
            && config.gateway() != null
            && !gatewayTaken
            && !config.onLink()
            && !status.addresses().isEmpty()
            && PlannedUplink.isOffLink(known, status.addresses());
    return unusable ? null : known;
  }

  /** Whether the gateway that was given lies in no subnet of the link. */
  boolean isGatewayOffLink() {
    return via != null && usable(link.status()) == null;
  }

  /**
   * Whether the kernel was seen to lead outside by it, so that a link without an address of its own
   * means to send from another's. A gateway of IPv4 that was given and that the kernel never took
   * says nothing of that: the lease may be to come.
   */
  private boolean mayBorrow() {
    return via != null
        && (config.gateway() == null
            || gatewayTaken
            || config.onLink()
            || key().family() == IpFamily.IPV6);
  }

  /** What a manual override wants of it, in this step. */
  void setManualUse(ManualUse newUse) {
    manualUse = newUse;
  }

  /**
   * How often it is probed from now on.
   *
   * @param active whether it carries the traffic, or may soon
   * @param confirming whether the active uplink fails
   */
  void pace(boolean active, boolean confirming) {
    Duration standby = config.standbyInterval();
    if (confirming) {
      cadenceNanos = timing.failureIntervalNanos();
    } else if (active || standby == null) {
      cadenceNanos = timing.interval().toNanos();
    } else {
      cadenceNanos = standby.toNanos();
    }
  }

  /** The round to start now, or null if none is due. */
  Decision.@Nullable StartRound startDueRound() {
    return probing() && probes.isDue(cadenceNanos)
        ? probes.start(before.key(), cadenceNanos)
        : null;
  }

  void onRefused(OperationResult result) {
    refusal = Backoff.after(before.refusal(), now, result);
  }

  /** Its routes are asked for once more: until the answer comes, it stays refused. */
  void onRetried() {
    if (refusal != null) {
      refusal = refusal.again(now);
    }
  }

  void onAccepted() {
    refusal = null;
  }

  /**
   * What an engine before this one knew of its interface: by another name it was another uplink.
   */
  void onRecalled(Past.Uplink past) {
    Damping recalled = Damping.recalled(past, timing, now);
    if (Objects.equals(config.name(), past.name())) {
      damping = recalled;
      probes.countOnFrom(past.rounds(), past.failedRounds());
    } else {
      damping = recalled.ofAnother();
    }
  }

  void onActivated(long atNanos, SwitchKind kind) {
    boolean begins = kind == SwitchKind.START || kind == SwitchKind.ADOPTION;
    damping = begins ? damping.begun(atNanos) : damping.activated(atNanos);
  }

  void onLeft(long atNanos) {
    damping = damping.left(atNanos, timing);
  }

  void onMovedAway() {
    damping = damping.movedAway();
  }

  // What it is

  int index() {
    return index;
  }

  /** Its place in the order of preference: the one a manual override wants used stands first. */
  int rank() {
    return manualUse == ManualUse.USE ? -1 : index;
  }

  /** Whether a manual override wants it used. */
  boolean isToBeUsed() {
    return manualUse == ManualUse.USE;
  }

  /** Whether a manual override wants it not to be used. */
  boolean isBarred() {
    return manualUse == ManualUse.NEVER;
  }

  UplinkKey key() {
    return before.key();
  }

  String name() {
    return name;
  }

  LinkState link() {
    return link;
  }

  ProbeStep probes() {
    return probes;
  }

  private Streak streak() {
    return probes.streak();
  }

  @Nullable GatewayRoute via() {
    return via;
  }

  /** Where the gateway is known from; null while none is. */
  @Nullable GatewayOrigin gatewayOrigin() {
    GatewayRoute known = via;
    if (known == null) {
      return null;
    } else if (config.gateway() != null) {
      return GatewayOrigin.CONFIGURED;
    }
    boolean leased = known.gateway() != null && known.gateway().equals(leasedGateway);
    return leased ? GatewayOrigin.LEASE : GatewayOrigin.ROUTE;
  }

  @Nullable Backoff refusal() {
    return refusal;
  }

  Damping damping() {
    return damping;
  }

  boolean isRefused() {
    return refusal != null && !refusal.isOver(now);
  }

  private boolean probing() {
    return link.up() && link.status().probeable();
  }

  /** Whether what its probes say is recent enough to speak of the targets. */
  boolean canTestify() {
    return probing() && !probes.isSilent();
  }

  Health health() {
    if (!link.up()) {
      return Health.DOWN;
    } else if (probes.isSilent() || !link.status().probeable()) {
      return Health.UNKNOWN;
    } else if (streak().answered()) {
      return Health.RESPONSIVE;
    }
    return streak().failures() >= timing.failureThreshold() ? Health.DOWN : Health.FAILING;
  }

  boolean isDown() {
    return health() == Health.DOWN;
  }

  /** Whether it is down, or on the way there. */
  boolean isFailing() {
    return health() == Health.DOWN || health() == Health.FAILING;
  }

  /** Whether it has lost its address, which it may get back within the grace. */
  boolean lacksAddress() {
    return link.addressGoneAtNanos() != null;
  }

  /** Whether others may soon be needed in its place. */
  boolean isInDoubt() {
    return isFailing() || lacksAddress();
  }

  /** Whether nothing but what its probes say keeps traffic from it. */
  boolean mayBeUsed() {
    return !isRefused() && !isBarred() && !lacksAddress();
  }

  /** Whether it answered last, and is kept waiting for the next answer. */
  boolean isKeptWaiting() {
    return probes.isKeptWaiting();
  }

  boolean isResponsive() {
    return health() == Health.RESPONSIVE;
  }

  /** Whether it is responsive or was, since the start. */
  boolean hasAnswered() {
    return before.answered() || isResponsive();
  }

  /** Whether as many rounds in a row succeeded as a careful switch asks for. */
  boolean isTrusted() {
    return isResponsive() && streak().successes() >= timing.recoveryThreshold();
  }

  /** Whether waiting for the uplink to come back makes no sense any more. */
  boolean isHopeless() {
    return !link.up() || streak().failures() >= Timing.HOPELESS_ROUNDS;
  }

  /** Whether it answers and breaks a quality rule. */
  boolean isPoor() {
    Quality quality = probes.quality();
    return quality != null && quality.isPoor() && isResponsive();
  }

  /** Whether it breaks no quality rule, on the evidence of a whole window. */
  boolean isSound() {
    QualityRules rules = engine.policy().quality();
    Quality quality = probes.quality();
    return rules == null
        || (quality != null && !quality.isPoor() && quality.window().isFull(rules, now));
  }

  /** Whether the last round ended now and completed the failback delay of success. */
  boolean isStableAsOfNow() {
    return isResponsive()
        && streak().successes() > 0
        && streak().lastNanos() == now
        && now - streak().runStartNanos() >= timing.failbackDelay().toNanos();
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
      case RESPONSIVE -> conditionOfQuality();
      case FAILING, DOWN ->
          streak().sendError().isEmpty() ? Condition.NO_REPLY : Condition.SEND_FAILED;
    };
  }

  private Condition conditionOfQuality() {
    Quality quality = probes.quality();
    return quality == null ? Condition.ANSWERING : quality.condition();
  }

  PlannedUplink planned() {
    boolean routable = link.routable(mayBorrow()) && !isRefused();
    return new PlannedUplink(
        config.interfaceName(),
        config.metric(),
        usable(link.status()),
        link.status().addresses(),
        routable,
        hasAnswered(),
        isUnmarked());
  }

  /** What is marked for an uplink follows the rest of the traffic while it is down. */
  private boolean isUnmarked() {
    return engine.tables().firstMark() != null && isDown();
  }

  /** Whether {@code plan} says of it what {@link #planned} would. */
  boolean isPlannedAs(PlannedUplink plan) {
    return plan.interfaceName().equals(config.interfaceName())
        && plan.metric() == config.metric()
        && Objects.equals(plan.via(), usable(link.status()))
        && plan.addresses().equals(link.status().addresses())
        && plan.routable() == (link.routable(mayBorrow()) && !isRefused())
        && plan.answered() == hasAnswered()
        && plan.unmarked() == isUnmarked();
  }

  long cadenceNanos() {
    return cadenceNanos;
  }

  /** When the next round is due, or null while it is not probed. */
  @Nullable Long nextRoundAt() {
    return probing() ? (Long) probes.dueAt(cadenceNanos) : null;
  }

  /** When this uplink needs the next step, if no event comes before. */
  long wakeAt(long latest) {
    long wake = probes.wakeAt(latest);
    if (probing()) {
      wake = Instants.earlier(wake, probes.dueAt(cadenceNanos));
    }
    Long goneAt = link.addressGoneAtNanos();
    if (goneAt != null) {
      wake = Instants.earlier(wake, goneAt + timing.addressGrace().toNanos());
    }
    if (refusal != null && isRefused()) {
      wake = Instants.earlier(wake, refusal.untilNanos());
    }
    return wake;
  }

  /** Reports the uplink if its health or the reason changed since the last step. */
  Notice.@Nullable UplinkChanged change() {
    return health() == before.health() && condition() == before.condition()
        ? null
        : new Notice.UplinkChanged(
            key(), name(), health(), condition(), before.health(), evidence());
  }

  /** The figures behind its condition. */
  Evidence evidence() {
    String error = isRefused() && refusal != null ? refusal.cause().detail() : streak().sendError();
    return new Evidence(streak().successes(), streak().failures(), error, probes.figures());
  }

  UplinkState freeze() {
    return freeze(health(), condition());
  }

  /** So that the first step that reports the uplink at all says how it is. */
  UplinkState freezeUnreported() {
    return freeze(Health.UNKNOWN, Condition.UNKNOWN);
  }

  private UplinkState freeze(Health reported, Condition why) {
    return new UplinkState(
        before.key(),
        link,
        probes.freeze(),
        hasAnswered(),
        via,
        gatewayTaken,
        gatewayOnLink,
        leasedGateway,
        damping,
        refusal,
        reported,
        why);
  }
}
