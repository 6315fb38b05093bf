package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs an operator's attention for as long as it lasts. Its figures are those of
 * the moment when it was raised.
 */
public sealed interface Alarm {

  /** What kind of alarm it is. */
  default Kind kind() {
    return Kind.of(this);
  }

  /** The address family that it concerns. */
  IpFamily family();

  /** What it is about: an interface, a route, a target or the family. */
  String subject();

  /** Whether both are the same alarm, whatever their figures; two of them never stand at a time. */
  default boolean isSameAs(Alarm other) {
    return kind() == other.kind()
        && family() == other.family()
        && (kind().isOneOfFamily() || subject().equals(other.subject()));
  }

  /** The kinds of alarms; the records say what each is. */
  enum Kind {
    NO_UPLINK(NoUplink.class),
    HELD(Held.class),
    CANNOT_SWITCH(CannotSwitch.class),
    ROUTE_REFUSED(RouteRefused.class),
    INEFFECTIVE(Overruled.class, Misdirected.class),
    FOREIGN_DEFAULT(ForeignDefault.class),
    TUNNEL(Tunnel.class),
    CONFLICT(Conflict.class),
    CONTENDED(Contended.class),
    RULES_REFUSED(RulesRefused.class),
    RULES_CONTENDED(RulesContended.class),
    TABLE_CLASH(TableClash.class),
    RP_FILTER(StrictReversePath.class),
    SHARED_ADDRESS(SharedAddress.class),
    OFF_LINK_GATEWAY(OffLinkGateway.class),
    NO_INTERFACE(NoInterface.class),
    IN_VRF(InVrf.class),
    NO_GATEWAY(NoGateway.class, SealedDefault.class),
    TARGET_SILENT(TargetSilent.class),
    TARGET_LOCAL(TargetLocal.class),
    OVERRIDE_WAITS(OverrideWaits.class),
    NOT_PROBEABLE(NotProbeable.class);

    private static final ImmutableMap<Class<?>, Kind> BY_RECORD = byRecord();

    final ImmutableList<Class<?>> records;

    Kind(Class<?>... records) {
      this.records = ImmutableList.copyOf(records);
    }

    private static ImmutableMap<Class<?>, Kind> byRecord() {
      ImmutableMap.Builder<Class<?>, Kind> kinds = ImmutableMap.builder();
      Arrays.stream(values()).forEach(kind -> kind.records.forEach(type -> kinds.put(type, kind)));
      return kinds.buildOrThrow();
    }

    private static Kind of(Alarm alarm) {
      return Objects.requireNonNull(BY_RECORD.get(alarm.getClass()));
    }

    /** How much it matters. */
    public Severity severity() {
      return switch (this) {
        case CANNOT_SWITCH, INEFFECTIVE -> Severity.ERROR;
        case TUNNEL -> Severity.INFORMATION;
        default -> Severity.WARNING;
      };
    }

    /**
     * Whether its cause is often over in a moment, as while an address is there and its default
     * route is not yet: such an alarm is told once its cause has lasted 0.9 s.
     */
    public boolean mustLast() {
      return this == NO_GATEWAY
          || this == ROUTE_REFUSED
          || this == RULES_REFUSED
          || this == TARGET_SILENT;
    }

    /** Whether a family has at most one of the kind, be its subject one or another. */
    boolean isOneOfFamily() {
      return this == RULES_REFUSED || this == TABLE_CLASH;
    }

    /** The kind as logs write it: {@code no-uplink}. */
    @Override
    public String toString() {
      return Codes.of(this);
    }
  }

  /** How much an alarm matters. */
  enum Severity {
    /** No switch can take effect while it stands. */
    ERROR,
    /** Failover is degraded, or traffic of the host is out of its reach. */
    WARNING,
    /** Nothing is wrong; it is good to know. */
    INFORMATION
  }

  /** Alarms about one uplink. */
  sealed interface OfUplink extends Alarm {

    /** The uplink that it is about. */
    UplinkKey uplink();

    @Override
    default IpFamily family() {
      return uplink().family();
    }

    @Override
    default String subject() {
      return uplink().interfaceName();
    }
  }

  /** Alarms about all routes or rules of a family. */
  sealed interface OfFamily extends Alarm {

    @Override
    default String subject() {
      return family().toString();
    }
  }

  /** Alarms about a route of another program. */
  sealed interface OfForeignRoute extends Alarm {

    /** The other program's route; its protocol says who made it. */
    Route route();

    @Override
    default String subject() {
      return route().toString();
    }
  }

  /**
   * The active uplink is down and no other answers; the traffic stays on it.
   *
   * @param activeName the configured name of {@code active}
   */
  record NoUplink(UplinkKey active, String activeName) implements OfFamily {

    @Override
    public IpFamily family() {
      return active.family();
    }
  }

  /**
   * The active uplink is down; another answers but may not take over (see {@link Obstacle.Cause}).
   */
  record Held(UplinkKey active, ImmutableList<Obstacle> answering) implements OfFamily {

    @Override
    public IpFamily family() {
      return active.family();
    }
  }

  /** Why an uplink that answers does not take over. */
  record Obstacle(UplinkKey uplink, Cause cause) {

    /** What keeps an uplink that answers from taking over. */
    public enum Cause {
      /** A manual override wants it not to be used. */
      OVERRIDE,
      /** The kernel refuses its route. */
      REFUSED,
      /** It has not answered often enough in a row yet. */
      UNTRUSTED
    }
  }

  /**
   * The kernel changes no route at all.
   *
   * @param cause the operation that was tried, and the kernel's words
   */
  record CannotSwitch(IpFamily family, OperationResult cause) implements OfFamily {}

  /** The kernel refuses one uplink's route. */
  record RouteRefused(UplinkKey uplink) implements OfUplink {}

  /**
   * A better default route of another program decides where the traffic goes.
   *
   * @param highestMetric of our routes; with a metric above it the other route would not win
   * @param freeMetric such a metric, which no default route has
   */
  record Overruled(IpFamily family, Route route, long highestMetric, long freeMetric)
      implements OfForeignRoute {}

  /**
   * The kernel sends the traffic elsewhere although our routes stand.
   *
   * @param uplink the uplink that the traffic should go by
   * @param paths where it goes instead
   */
  record Misdirected(UplinkKey uplink, ImmutableList<TargetPath> paths) implements OfUplink {}

  /**
   * The best default route of the others is by an interface that is no uplink: a VPN's, say. It
   * keeps the traffic, our routes stand behind it.
   *
   * @param failoverMetric the metric of the failover route meanwhile
   */
  record ForeignDefault(IpFamily family, Route route, long failoverMetric)
      implements OfForeignRoute {}

  /**
   * Rules or more specific routes lead the traffic into an interface that is no uplink: a tunnel,
   * whose own packets go by the uplinks.
   *
   * @param interfaceName the interface
   */
  record Tunnel(IpFamily family, String interfaceName) implements Alarm {

    @Override
    public String subject() {
      return interfaceName;
    }
  }

  /**
   * Another program's route stands where a base route of ours would.
   *
   * @param freeMetric a metric above those of our routes, which no default route has
   */
  record Conflict(IpFamily family, Route route, long freeMetric) implements OfForeignRoute {}

  /** Another program keeps undoing our routes. */
  record Contended(IpFamily family) implements OfFamily {}

  /**
   * The kernel refuses a rule of ours, or a route of a table of ours.
   *
   * @param cause the operation that was refused, and the kernel's words
   */
  record RulesRefused(IpFamily family, OperationResult cause) implements Alarm {

    @Override
    public String subject() {
      return cause.operation().entry().toString();
    }
  }

  /** Another program keeps undoing our rules or the routes of our tables. */
  record RulesContended(IpFamily family) implements OfFamily {}

  /** Routes of another program stand in a table of ours; {@code route} is the first of them. */
  record TableClash(IpFamily family, Route route) implements OfForeignRoute {}

  /**
   * Several uplinks have the same address, so that it does not say by which of them a connection
   * goes: all go by the one in use.
   *
   * @param uplinks those that have it, in the order of preference
   */
  record SharedAddress(IpFamily family, InetAddress address, ImmutableList<UplinkKey> uplinks)
      implements Alarm {
    @Override
    public String subject() {
      return InetAddresses.toAddrString(address);
    }
  }

  /**
   * A strict reverse path filter drops replies that come in by an uplink.
   *
   * @param kernelName as in {@link LinkStatus}
   */
  record StrictReversePath(UplinkKey uplink, @Nullable String kernelName) implements OfUplink {

    /** What the kernel calls its interface. */
    public String interfaceName() {
      return kernelName == null ? uplink.interfaceName() : kernelName;
    }
  }

  /**
   * The gateway that was given lies in no subnet of the link, no default route of the kernel leads
   * by it, and nobody said that it is on the link: it is not used.
   *
   * @param name the uplink's configured name
   */
  record OffLinkGateway(UplinkKey uplink, String name, InetAddress gateway) implements OfUplink {}

  /**
   * The interface does not exist.
   *
   * @param name the uplink's configured name
   */
  record NoInterface(UplinkKey uplink, String name) implements OfUplink {}

  /**
   * The interface is a member of a VRF, and is not used.
   *
   * @param vrf the name of the VRF
   */
  record InVrf(UplinkKey uplink, String vrf) implements OfUplink {}

  /**
   * No gateway is known on the interface.
   *
   * @param name the uplink's configured name
   * @param inTheWay a default route of IPv4 by another interface, of metric 0, beside which the
   *     kernel refuses a second one ({@code EEXIST}), as a DHCP client tries to add that was told
   *     no metric; null if there is none
   */
  record NoGateway(UplinkKey uplink, String name, @Nullable Route inTheWay) implements OfUplink {}

  /**
   * No gateway is known on the interface, because the default route there does something with the
   * packets that no route of ours can do.
   *
   * @param name the uplink's configured name
   * @param route the other program's route
   */
  record SealedDefault(UplinkKey uplink, String name, Route route) implements OfUplink {}

  /** A target answers on no uplink while others do; it is set aside. */
  record TargetSilent(IpFamily family, InetAddress target) implements Alarm {

    @Override
    public String subject() {
      return InetAddresses.toAddrString(target);
    }
  }

  /** A target is an address of this host, which answers itself: it counts for no uplink. */
  record TargetLocal(IpFamily family, InetAddress target) implements Alarm {

    @Override
    public String subject() {
      return InetAddresses.toAddrString(target);
    }
  }

  /**
   * The uplink that a manual override wants used cannot be.
   *
   * @param condition why it cannot be yet
   */
  record OverrideWaits(UplinkKey uplink, Condition condition) implements OfUplink {}

  /** A dry run cannot judge an uplink that has no route of its own. */
  record NotProbeable(UplinkKey uplink) implements OfUplink {}
}
