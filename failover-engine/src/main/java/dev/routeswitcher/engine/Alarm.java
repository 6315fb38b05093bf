package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;

/**
 * Something that needs an operator's attention for as long as it lasts. Its figures are those of
 * the moment when it was raised.
 */
public sealed interface Alarm {

  /** What kind of alarm it is. */
  Kind kind();

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

  /** The kinds of alarms. */
  enum Kind {
    /** The active uplink is down and no other answers. */
    NO_UPLINK,
    /** The active uplink is down; another answers but is not trusted yet. */
    HELD,
    /** The kernel changes no route at all. */
    CANNOT_SWITCH,
    /** The kernel refuses one uplink's route. */
    ROUTE_REFUSED,
    /** A route or rule of another program decides where the traffic goes. */
    INEFFECTIVE,
    /** Another program's route stands where a base route of ours would. */
    CONFLICT,
    /** Another program keeps undoing our routes. */
    CONTENDED,
    /** The kernel refuses a rule of ours, or a route of a table of ours. */
    RULES_REFUSED,
    /** Another program keeps undoing our rules or the routes of our tables. */
    RULES_CONTENDED,
    /** A route of another program stands in a table of ours. */
    TABLE_CLASH,
    /** A strict reverse path filter drops replies on an uplink that is not in use. */
    RP_FILTER,
    /** The gateway lies in no connected subnet; its routes carry onlink. */
    OFF_LINK_GATEWAY,
    /** The interface does not exist. */
    NO_INTERFACE,
    /** No gateway is known on the interface. */
    NO_GATEWAY,
    /** A target answers on no uplink while others do; it is set aside. */
    TARGET_SILENT,
    /** The uplink that a manual override wants used cannot be. */
    OVERRIDE_WAITS,
    /** A dry run cannot judge an uplink that has no route of its own. */
    NOT_PROBEABLE;

    /** Whether failover does not work while the alarm lasts, rather than being degraded. */
    public boolean isError() {
      return this == CANNOT_SWITCH || this == INEFFECTIVE;
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

  /** Alarms about one uplink. */
  sealed interface OfUplink extends Alarm {

    /** Which. */
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

    /** Which; its protocol says who made it. */
    Route route();

    @Override
    default String subject() {
      return route().toString();
    }
  }

  /**
   * {@link Kind#NO_UPLINK}.
   *
   * @param active the uplink that the traffic stays on
   * @param activeName its configured name
   */
  record NoUplink(UplinkKey active, String activeName) implements OfFamily {
    @Override
    public Kind kind() {
      return Kind.NO_UPLINK;
    }

    @Override
    public IpFamily family() {
      return active.family();
    }
  }

  /**
   * {@link Kind#HELD}.
   *
   * @param active the uplink that is down
   * @param answering those that answer, and why none of them takes over
   */
  record Held(UplinkKey active, ImmutableList<Obstacle> answering) implements OfFamily {
    @Override
    public Kind kind() {
      return Kind.HELD;
    }

    @Override
    public IpFamily family() {
      return active.family();
    }
  }

  /**
   * Why an uplink that answers does not take over.
   *
   * @param uplink which
   * @param cause why
   */
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
   * {@link Kind#CANNOT_SWITCH}.
   *
   * @param family whose routes
   * @param cause the operation that was tried, and the kernel's words
   */
  record CannotSwitch(IpFamily family, OperationResult cause) implements OfFamily {
    @Override
    public Kind kind() {
      return Kind.CANNOT_SWITCH;
    }
  }

  /**
   * {@link Kind#ROUTE_REFUSED}.
   *
   * @param uplink whose route
   */
  record RouteRefused(UplinkKey uplink) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.ROUTE_REFUSED;
    }
  }

  /**
   * {@link Kind#INEFFECTIVE}, because of a better default route of another program.
   *
   * @param family whose route
   * @param route the one that wins
   * @param highestMetric of our routes; with a metric above it the other route would not win
   */
  record Overruled(IpFamily family, Route route, long highestMetric) implements OfForeignRoute {
    @Override
    public Kind kind() {
      return Kind.INEFFECTIVE;
    }
  }

  /**
   * {@link Kind#INEFFECTIVE}, because the kernel sends the traffic elsewhere although our routes
   * stand.
   *
   * @param uplink the uplink that the traffic should go by
   * @param paths where it goes instead
   */
  record Misdirected(UplinkKey uplink, ImmutableList<TargetPath> paths) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.INEFFECTIVE;
    }
  }

  /**
   * {@link Kind#CONFLICT}.
   *
   * @param family whose route
   * @param route the one that stands there
   */
  record Conflict(IpFamily family, Route route) implements OfForeignRoute {
    @Override
    public Kind kind() {
      return Kind.CONFLICT;
    }
  }

  /**
   * {@link Kind#CONTENDED}.
   *
   * @param family whose routes
   */
  record Contended(IpFamily family) implements OfFamily {
    @Override
    public Kind kind() {
      return Kind.CONTENDED;
    }
  }

  /**
   * {@link Kind#RULES_REFUSED}.
   *
   * @param family whose rules
   * @param cause the operation that was refused, and the kernel's words
   */
  record RulesRefused(IpFamily family, OperationResult cause) implements Alarm {
    @Override
    public Kind kind() {
      return Kind.RULES_REFUSED;
    }

    @Override
    public String subject() {
      return cause.operation().entry().toString();
    }
  }

  /**
   * {@link Kind#RULES_CONTENDED}.
   *
   * @param family whose rules
   */
  record RulesContended(IpFamily family) implements OfFamily {
    @Override
    public Kind kind() {
      return Kind.RULES_CONTENDED;
    }
  }

  /**
   * {@link Kind#TABLE_CLASH}.
   *
   * @param family whose table
   * @param route the first of those that stand there
   */
  record TableClash(IpFamily family, Route route) implements OfForeignRoute {
    @Override
    public Kind kind() {
      return Kind.TABLE_CLASH;
    }
  }

  /**
   * {@link Kind#RP_FILTER}.
   *
   * @param uplink on which
   */
  record StrictReversePath(UplinkKey uplink) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.RP_FILTER;
    }
  }

  /**
   * {@link Kind#OFF_LINK_GATEWAY}.
   *
   * @param uplink on which
   * @param gateway which
   */
  record OffLinkGateway(UplinkKey uplink, InetAddress gateway) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.OFF_LINK_GATEWAY;
    }
  }

  /**
   * {@link Kind#NO_INTERFACE}.
   *
   * @param uplink whose interface
   * @param name the uplink's configured name
   */
  record NoInterface(UplinkKey uplink, String name) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.NO_INTERFACE;
    }
  }

  /**
   * {@link Kind#NO_GATEWAY}.
   *
   * @param uplink on which
   * @param name the uplink's configured name
   */
  record NoGateway(UplinkKey uplink, String name) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.NO_GATEWAY;
    }
  }

  /**
   * {@link Kind#TARGET_SILENT}.
   *
   * @param family whose target
   * @param target which
   */
  record TargetSilent(IpFamily family, InetAddress target) implements Alarm {
    @Override
    public Kind kind() {
      return Kind.TARGET_SILENT;
    }

    @Override
    public String subject() {
      return InetAddresses.toAddrString(target);
    }
  }

  /**
   * {@link Kind#OVERRIDE_WAITS}.
   *
   * @param uplink the one that is to be used
   * @param condition why it cannot be yet
   */
  record OverrideWaits(UplinkKey uplink, Condition condition) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.OVERRIDE_WAITS;
    }
  }

  /**
   * {@link Kind#NOT_PROBEABLE}.
   *
   * @param uplink which
   */
  record NotProbeable(UplinkKey uplink) implements OfUplink {
    @Override
    public Kind kind() {
      return Kind.NOT_PROBEABLE;
    }
  }
}
