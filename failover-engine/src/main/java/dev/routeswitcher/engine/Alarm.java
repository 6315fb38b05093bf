package dev.routeswitcher.engine;

/**
 * Something that needs an operator's attention for as long as it lasts.
 *
 * @param kind what it is
 * @param family the address family that it concerns
 * @param subject what it is about: an interface, a route or the family. With kind and family it
 *     identifies the alarm: its other words do not change while it lasts
 * @param problem what is wrong, in a sentence
 * @param remedy what to do about it; empty if waiting is all
 */
public record Alarm(Kind kind, IpFamily family, String subject, String problem, String remedy) {

  /** The kinds of alarms. */
  public enum Kind {
    /** The active uplink is down and no other answers. */
    NO_UPLINK("no-uplink", false),
    /** The active uplink is down; another answers but is not trusted yet. */
    HELD("held", false),
    /** The kernel changes no route at all. */
    CANNOT_SWITCH("cannot-switch", true),
    /** The kernel refuses one uplink's route. */
    ROUTE_REFUSED("route-refused", false),
    /** Another program's route decides where the traffic goes. */
    INEFFECTIVE("ineffective", true),
    /** Another program's route stands where a base route of ours would. */
    CONFLICT("conflict", false),
    /** Another program keeps undoing our routes. */
    CONTENDED("contended", false),
    /** The gateway lies in no connected subnet; its routes carry onlink. */
    OFF_LINK_GATEWAY("off-link-gateway", false),
    /** The interface does not exist. */
    NO_INTERFACE("no-interface", false),
    /** No gateway is known on the interface. */
    NO_GATEWAY("no-gateway", false),
    /** A target answers on no uplink while others do; it is set aside. */
    TARGET_SILENT("target-silent", false),
    /** The uplink an operator wants used cannot be. */
    OVERRIDE_WAITS("override-waits", false),
    /** A dry run cannot judge an uplink that has no route of its own. */
    NOT_PROBEABLE("not-probeable", false);

    private final String text;
    private final boolean error;

    Kind(String text, boolean error) {
      this.text = text;
      this.error = error;
    }

    /** Whether failover does not work while the alarm lasts, rather than being degraded. */
    public boolean isError() {
      return error;
    }

    /** The kind as logs write it: {@code no-uplink}. */
    @Override
    public String toString() {
      return text;
    }
  }
}
