package dev.routeswitcher.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which tables and rules there are to be, and their numbers.
 *
 * @param probeTables whether each uplink has a table of its own, and what is bound to it is led
 *     there
 * @param overridesForeign whether the rest of the traffic is led past the defaults of the main
 *     table
 * @param firstTable the table that leads the rest of the traffic; the uplinks' follow it, in
 *     priority order: 15700 is followed by 15701 for the primary, 15702 for the secondary
 * @param firstPreference the preference of the first of three kinds of rules, one behind the other:
 *     main without its defaults for an uplink's addresses, the uplink's table for its interface,
 *     the uplink's table for its addresses
 */
public record TableLayout(
    boolean probeTables, boolean overridesForeign, long firstTable, long firstPreference) {

  /** The first table unless another is chosen. */
  public static final long DEFAULT_TABLE = 15700;

  /** The first preference unless another is chosen. */
  public static final long DEFAULT_PREFERENCE = 15700;

  /**
   * The preference of the rule that looks up main without its defaults for all traffic. It is one
   * of the last before main's own, 32766, so that the rules of others go first.
   */
  public static final long OVERRIDE_PREFERENCE = 32764;

  private static final long HIGHEST_TABLE = 0xffff_ffffL;

  /** Tables for the uplinks at the usual numbers, and no override. */
  public static final TableLayout DEFAULT =
      new TableLayout(true, false, DEFAULT_TABLE, DEFAULT_PREFERENCE);

  /** Neither tables nor rules. */
  public static final TableLayout NONE =
      new TableLayout(false, false, DEFAULT_TABLE, DEFAULT_PREFERENCE);

  /** The table of the uplink with this index, the primary being 0. */
  public long tableOf(int uplink) {
    return firstTable + 1 + uplink;
  }

  /** The table that leads the rest of the traffic. */
  public long overrideTable() {
    return firstTable;
  }

  /** Every table that is used for so many uplinks. */
  public List<Long> tables(int uplinks) {
    LongStream probing = LongStream.range(0, probeTables ? uplinks : 0).map(i -> tableOf((int) i));
    LongStream overriding = overridesForeign ? LongStream.of(overrideTable()) : LongStream.empty();
    return LongStream.concat(overriding, probing).boxed().toList();
  }

  /** Every fault of these numbers for so many uplinks; empty if they can be used. */
  public List<ConfigFault> faults(int uplinks) {
    List<ConfigFault> faults = new ArrayList<>();
    boolean reserved = firstTable <= 255 && firstTable + uplinks >= 253;
    if (firstTable < 1 || firstTable > HIGHEST_TABLE - uplinks || reserved) {
      faults.add(
          new ConfigFault(
              "probe-table",
              "of " + firstTable + " and the next " + uplinks + " not all are free for use",
              "choose a first table from 256 to " + (HIGHEST_TABLE - uplinks)));
    }
    if (firstPreference < 1 || firstPreference > OVERRIDE_PREFERENCE - 3) {
      faults.add(
          new ConfigFault(
              "probe-rule-preference",
              "of "
                  + firstPreference
                  + " and the next two not all are between 0 and "
                  + OVERRIDE_PREFERENCE,
              "choose a first preference from 1 to " + (OVERRIDE_PREFERENCE - 3)));
    }
    return faults;
  }
}
