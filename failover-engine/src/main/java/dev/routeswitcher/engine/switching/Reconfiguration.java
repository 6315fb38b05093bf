package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.probe.ProbeState;
import dev.routeswitcher.engine.probe.RoundRules;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.PlanRequest;
import java.net.InetAddress;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a family under one configuration, as it is under another.
 *
 * <p>An uplink is the same one when the name that it was given and its interface are: it keeps its
 * evidence, its hold and what an operator wants of it. Another uplink on the interface of an old
 * one keeps what is true of the interface: its link, how it leads outside, whether it has answered,
 * whether it carries the traffic. If the uplink that carries the traffic is in the new
 * configuration no more, the family begins anew: until that is decided the traffic stays where it
 * is.
 *
 * <p>Nothing is decided here. What is missing in the kernel, and what is left over, follows from
 * the state as after any other event.
 */
public final class Reconfiguration {

  private static final int GONE = PlanRequest.UNDECIDED;

  private final EngineConfig oldConfig;
  private final FamilyConfig oldFamily;
  private final EngineConfig newConfig;
  private final FamilyConfig newFamily;
  private final long now;

  /** From one configuration of a family to another, at the time {@code now}. */
  public Reconfiguration(
      EngineConfig oldConfig,
      FamilyConfig oldFamily,
      EngineConfig newConfig,
      FamilyConfig newFamily,
      long now) {
    this.oldConfig = oldConfig;
    this.oldFamily = oldFamily;
    this.newConfig = newConfig;
    this.newFamily = newFamily;
    this.now = now;
  }

  /** What is remembered from now on; {@code known} is of the old configuration. */
  public FamilyState of(FamilyState known) {
    SwitchState switches = switches(known.switches());
    return new FamilyState(
        known.family(),
        bootEndsAt(known, switches.wanted()),
        switches,
        IntStream.range(0, newFamily.uplinks().size())
            .mapToObj(i -> uplink(known, i))
            .collect(ImmutableList.toImmutableList()),
        known.routes().towards(newFamily.targets()),
        asideBits(known.asideBits()),
        known.alarms(),
        known.pendingAlarms(),
        known.wakeAtNanos());
  }

  /** What is under way goes on for as long as it would have; what begins anew begins now. */
  private long bootEndsAt(FamilyState known, int wanted) {
    long window = newConfig.timing().bootWindow().toNanos();
    if (wanted != PlanRequest.UNDECIDED) {
      return known.bootEndsAtNanos();
    } else if (known.wanted() != PlanRequest.UNDECIDED || wasDormant(known)) {
      return now + window;
    }
    return known.bootEndsAtNanos() - oldConfig.timing().bootWindow().toNanos() + window;
  }

  private boolean wasDormant(FamilyState known) {
    return oldFamily.implied() && known.uplinks().stream().allMatch(uplink -> uplink.via() == null);
  }

  // Switches

  private SwitchState switches(SwitchState known) {
    ManualOverride override = override(known.override());
    return new SwitchState(
        newIndex(known.wanted()),
        pending(known.pending()),
        known.history(),
        override,
        known.overrideDue() && override.use() != null,
        known.counts());
  }

  /** A switch to an uplink that is gone is none; another may be asked for by other routes now. */
  private @Nullable PendingSwitch pending(@Nullable PendingSwitch known) {
    return known == null || newIndex(known.to()) == GONE
        ? null
        : new PendingSwitch(
            newIndex(known.wantedBefore()),
            newIndex(known.leftIndex()),
            newIndex(known.to()),
            known.change(),
            false,
            known.staleAnswers());
  }

  private ManualOverride override(ManualOverride known) {
    UplinkKey use = known.use();
    return new ManualOverride(
        use != null && stays(use) ? use : null,
        known.never().stream().filter(this::stays).collect(ImmutableSet.toImmutableSet()));
  }

  private boolean stays(UplinkKey key) {
    int index = indexIn(newFamily, key.interfaceName());
    return index != GONE && isSame(index);
  }

  // Uplinks

  /** Whether an uplink of the new configuration is that of the old one on its interface. */
  private boolean isSame(int newIndex) {
    return oldFamily.uplinks().stream().anyMatch(newFamily.uplinks().get(newIndex)::isSameAs);
  }

  private int newIndex(int oldIndex) {
    return oldIndex == GONE
        ? GONE
        : indexIn(newFamily, oldFamily.uplinks().get(oldIndex).interfaceName());
  }

  private static int indexIn(FamilyConfig family, String interfaceName) {
    for (int i = 0; i < family.uplinks().size(); i++) {
      if (family.uplinks().get(i).interfaceName().equals(interfaceName)) {
        return i;
      }
    }
    return GONE;
  }

  private UplinkState uplink(FamilyState known, int newIndex) {
    UplinkConfig config = newFamily.uplinks().get(newIndex);
    int oldIndex = indexIn(oldFamily, config.interfaceName());
    if (oldIndex == GONE) {
      UplinkState unknown = UplinkState.initial(newFamily, config, now);
      return leadingBy(config.gateway(), unknown, known.routes().kernel());
    }
    UplinkConfig oldConfigOfIt = oldFamily.uplinks().get(oldIndex);
    UplinkState before = known.uplinks().get(oldIndex);
    UplinkState its =
        isSame(newIndex) ? same(before, oldConfigOfIt) : anotherOnTheInterface(before);
    boolean leadsAsBefore =
        Objects.equals(oldConfigOfIt.gateway(), config.gateway())
            && oldConfigOfIt.onLink() == config.onLink();
    return leadsAsBefore ? its : leadingBy(config.gateway(), its, known.routes().kernel());
  }

  private UplinkState same(UplinkState its, UplinkConfig oldConfigOfIt) {
    Timing timing = newConfig.timing();
    ProbeState probes =
        its.probes()
            .asking(
                oldFamily.targets(),
                newFamily.targets(),
                RoundRules.of(oldFamily, oldConfigOfIt, oldConfig.timing()))
            .judgedBy(
                oldConfig.policy().quality(), newConfig.policy().quality(), its.link().up(), now);
    return new UplinkState(
        its.key(),
        its.link(),
        probes,
        its.answered(),
        its.via(),
        its.gatewayTaken(),
        its.gatewayOnLink(),
        its.leasedGateway(),
        its.damping().within(timing),
        its.refusal(),
        its.health(),
        its.condition());
  }

  private UplinkState anotherOnTheInterface(UplinkState its) {
    ProbeState probes =
        ProbeState.initial(newFamily.targets().size(), now)
            .numberedAfter(its.probes())
            .judgedBy(null, newConfig.policy().quality(), its.link().up(), now);
    return new UplinkState(
        its.key(),
        its.link(),
        probes,
        its.answered(),
        its.via(),
        its.gatewayTaken(),
        its.gatewayOnLink(),
        its.leasedGateway(),
        its.damping().ofAnother(),
        null,
        Health.UNKNOWN,
        Condition.UNKNOWN);
  }

  /**
   * Another gateway is given, or none: then the one of other programs' routes is taken, and where
   * they name none, as at a start, that of ours.
   */
  private static UplinkState leadingBy(
      @Nullable InetAddress gateway, UplinkState its, @Nullable KernelView kernel) {
    GatewayRoute via = gateway == null ? null : GatewayRoute.via(gateway);
    boolean taken = false;
    if (kernel != null) {
      via =
          GatewayRoute.learn(
              its.key().interfaceName(),
              gateway,
              via,
              kernel.routes(),
              kernel.unreachable(),
              gateway == null);
      taken = via != null && kernel.leadsBy(its.key().interfaceName(), via.gateway());
    }
    return new UplinkState(
        its.key(),
        its.link(),
        its.probes(),
        its.answered(),
        via,
        taken,
        null,
        null,
        its.damping(),
        null,
        its.health(),
        its.condition());
  }

  // Targets

  /** Those that were set aside stay so, unless no other is left that could speak against them. */
  private int asideBits(int known) {
    int bits = 0;
    int count = newFamily.targets().size();
    for (int target = 0; target < count; target++) {
      int before = oldFamily.targets().indexOf(newFamily.targets().get(target));
      bits |= before >= 0 && (known & 1 << before) != 0 ? 1 << target : 0;
    }
    return Integer.bitCount(bits) == count ? 0 : bits;
  }
}
