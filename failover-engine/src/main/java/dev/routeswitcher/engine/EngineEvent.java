package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Something the engine learns of the world. Events about unknown uplinks or rounds are ignored. */
public sealed interface EngineEvent {

  /** An uplink's interface, or its addresses, are now as given. */
  record LinkChanged(UplinkKey uplink, LinkStatus status) implements EngineEvent {}

  /**
   * The kernel's default routes and the paths to the targets, as just read.
   *
   * @param routes every default route of the main table, in the kernel's order
   * @param paths the path to each target, as route lookups showed
   * @param unreachable the gateways of these routes that do not answer their neighbours ({@code
   *     NUD_FAILED}, linux/neighbour.h); only where an uplink has a choice of several
   */
  record RoutesObserved(
      IpFamily family,
      ImmutableList<Route> routes,
      ImmutableList<TargetPath> paths,
      ImmutableList<Neighbour> unreachable)
      implements EngineEvent {

    /** Routes whose gateways all answer, as far as is known. */
    public RoutesObserved(
        IpFamily family, ImmutableList<Route> routes, ImmutableList<TargetPath> paths) {
      this(family, routes, paths, ImmutableList.of());
    }
  }

  /**
   * The gateway that a DHCP client has written down for an uplink is now this one.
   *
   * @param gateway that of a lease that is valid now; null if there is none, or if a default route
   *     of another program through the uplink names a gateway, which counts for more
   */
  record GatewayLeased(UplinkKey uplink, @Nullable InetAddress gateway) implements EngineEvent {}

  /**
   * The kernel's policy rules, and its tables besides the main one, as just read. Until the first
   * such event nothing of them is changed.
   *
   * @param tables rules of ours, routes of ours in any table, and others' in our tables
   */
  record TablesObserved(IpFamily family, KernelTables tables) implements EngineEvent {}

  /**
   * A {@link Decision.ChangeRoutes} was carried out; a {@link RoutesObserved} that shows the effect
   * must follow, in the same step or a later one. A {@link TablesObserved} that comes before it
   * counts as read after the change.
   *
   * @param results one for each operation that was tried, in order
   */
  record RoutesChanged(IpFamily family, ImmutableList<OperationResult> results)
      implements EngineEvent {}

  /**
   * A probe of a round has an outcome.
   *
   * @param round the number given in {@link Decision.StartRound}
   * @param target index of the target in the configuration
   * @param verdict what became of the probe
   * @param rttNanos the round-trip time of a reply, or -1 if there was none
   * @param detail the error in words for {@link Verdict#NOT_SENT} and {@link Verdict#UNREACHABLE},
   *     else empty
   */
  record ProbeFinished(
      UplinkKey uplink, long round, int target, Verdict verdict, long rttNanos, String detail)
      implements EngineEvent {}

  /**
   * A probe that was reported without a reply was answered after all. Its round does not change by
   * that if it has a result, but later ones are given the time that such a reply takes.
   *
   * @param round the number given in {@link Decision.StartRound}
   * @param target index of the target in the configuration
   * @param rttNanos the round-trip time
   */
  record ReplyCameLate(UplinkKey uplink, long round, int target, long rttNanos)
      implements EngineEvent {}

  /**
   * An operator wants something, from now on until the next such event of the family.
   *
   * <p>Repeated, it asks again for the uplink to be used <em>now</em>.
   *
   * @param override what is wanted; uplinks that are not configured are ignored
   */
  record OverrideChanged(IpFamily family, ManualOverride override) implements EngineEvent {}

  /**
   * The engine is to decide by another configuration from now on. What is known of uplinks and
   * targets that are in both is kept; no route is touched that both want. The same one changes
   * nothing.
   *
   * <p>It is applied before the other events of its step, which may already concern what is new in
   * it: uplinks and families of which nothing is told until then are unknown. Of a family that it
   * does not have any more everything is forgotten; its routes and rules are not touched.
   *
   * @param config a configuration without faults
   */
  record ConfigChanged(EngineConfig config) implements EngineEvent {

    /**
     * Takes no other.
     *
     * @throws IllegalArgumentException if the configuration has faults; the message lists them all
     */
    public ConfigChanged {
      config.requireUsable();
    }
  }

  /**
   * What an engine before this one remembered of the family's switches. It counts if the family's
   * routes were not read in an earlier step, and changes nothing otherwise.
   *
   * @param past what that engine's snapshot had, by the clock of this one; uplinks that are not
   *     configured are ignored, and instants to come are taken for the present
   */
  record PastRecalled(Past past) implements EngineEvent {}

  /** The host was suspended and goes on: what was in flight says nothing, nothing is stable. */
  record Resumed() implements EngineEvent {}

  /** What became of a probe. */
  enum Verdict {
    /** The target answered within the deadline. */
    REPLIED,
    /** The deadline passed. */
    LOST,
    /** A router or this host's kernel reported the target unreachable. */
    UNREACHABLE,
    /** The probe could not be sent. */
    NOT_SENT,
    /** The probe did not leave in time, because this program was late: that is no evidence. */
    NOT_ASKED
  }
}
