package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.switching.ReducedWorld.Power;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks at every state of the engine with reduced constants, for each of a few adversaries: {@code
 * bin/prove exhaustive}. {@link ExhaustiveTest} is the short form.
 */
final class ExhaustiveCheck {

  /**
   * What is looked at.
   *
   * @param uplinks how many
   * @param powers what the adversary may do besides answering and losing probes
   * @param tables which tables and rules there are to be
   * @param depth the most moves
   */
  private record Scope(int uplinks, Set<Power> powers, TableLayout tables, int depth) {
    Scope(int uplinks, Set<Power> powers, int depth) {
      this(uplinks, powers, TableLayout.NONE, depth);
    }
  }

  private static final TableLayout OVERRIDE = new TableLayout(true, true, 15700, 15700);

  private static final int ALL = Integer.MAX_VALUE;
  private static final int MOST_STATES = 20_000_000;

  private static final List<Scope> SCOPES =
      List.of(
          new Scope(2, EnumSet.of(Power.CARRIER, Power.BOUNCE, Power.RESTART, Power.RESUME), ALL),
          new Scope(2, EnumSet.of(Power.CARRIER, Power.LATE), ALL),
          new Scope(2, EnumSet.of(Power.CARRIER, Power.RESUME, Power.STAND_STILL), ALL),
          new Scope(2, EnumSet.of(Power.SET_DOWN, Power.REFUSE, Power.DELETE), ALL),
          new Scope(2, EnumSet.of(Power.CARRIER, Power.OVERRULE, Power.RESTART), ALL),
          new Scope(2, EnumSet.of(Power.CARRIER, Power.UNAVAILABLE, Power.STALE), ALL),
          new Scope(2, EnumSet.allOf(Power.class), 9),
          new Scope(3, EnumSet.of(Power.CARRIER, Power.RESTART), 22),
          new Scope(
              2, EnumSet.of(Power.DELETE_RULES, Power.REFUSE_RULES), TableLayout.DEFAULT, ALL),
          new Scope(
              2,
              EnumSet.of(Power.SET_DOWN, Power.DELETE_RULES, Power.REFUSE_RULES),
              TableLayout.DEFAULT,
              14),
          new Scope(2, EnumSet.of(Power.DELETE_RULES, Power.REFUSE_RULES), OVERRIDE, 16));

  private ExhaustiveCheck() {}

  /** Looks at all scopes, or at the one whose number is given, to the depth given with it. */
  public static void main(String[] arguments) {
    for (int i = 0; i < SCOPES.size(); i++) {
      if (arguments.length == 0 || Integer.parseInt(arguments[0]) == i + 1) {
        Scope scope = SCOPES.get(i);
        int depth = arguments.length < 2 ? scope.depth() : Integer.parseInt(arguments[1]);
        look(i + 1, new Scope(scope.uplinks(), scope.powers(), scope.tables(), depth));
      }
    }
  }

  private static void look(int number, Scope scope) {
    System.out.printf(
        Locale.ROOT,
        "%d: %d uplinks, %s%s%s%n",
        number,
        scope.uplinks(),
        scope.powers(),
        scope.tables().probeTables() ? ", tables" : "",
        scope.tables().overridesForeign() ? ", override" : "");
    long begun = System.nanoTime();
    StateSpace space =
        new StateSpace(new ReducedWorld(scope.uplinks(), scope.powers(), scope.tables()));
    StateSpace.Extent extent = space.explore(scope.depth(), MOST_STATES);
    System.out.printf(
        Locale.ROOT,
        "   %,d states%s, the farthest %d moves from the beginning; %,d moves; the primary is back"
            + " within %d ticks; %.0f s%n",
        extent.states(),
        extent.complete() ? ", all there are" : " within the depth",
        extent.depth(),
        extent.moves(),
        extent.longestReturn(),
        (System.nanoTime() - begun) / 1e9);
  }
}
