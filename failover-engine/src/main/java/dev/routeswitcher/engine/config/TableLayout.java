package dev.routeswitcher.engine.config;

import com.google.common.collect.Range;
import dev.routeswitcher.engine.config.ConfigFault.Cause;
import dev.routeswitcher.engine.config.ConfigFault.OutOfRange;
import dev.routeswitcher.engine.config.ConfigFault.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Which tables and rules there are to be, and their numbers.
 *
 * @param probeTables whether each uplink has a table of its own, and what is bound to it is led
 *     there
 * @param overridesForeign whether the rest of the traffic is led past the defaults of the main
 *     table, by one more table, the bypass
 * @param firstTable the table that leads the rest of the traffic; the uplinks' follow it, in
 *     priority order: 15700 is followed by 15701 for the primary, 15702 for the secondary
 * @param firstPreference the preference of the first of three kinds of rules, one behind the other:
 *     main without its defaults for an uplink's addresses, the uplink's table for its interface,
 *     the uplink's table for its addresses; those for its mark share the first two
 * @param firstMark the firewall mark whose packets are led to the primary's table; those of the
 *     other uplinks follow it, each by the lowest bit of the mask further. Null for none
 */
public record TableLayout(
    boolean probeTables,
    boolean overridesForeign,
    long firstTable,
    long firstPreference,
    @Nullable FirewallMark firstMark) {

  /** The first table unless another is chosen. */
  public static final long DEFAULT_TABLE = 15700;

  /** The first preference unless another is chosen. */
  public static final long DEFAULT_PREFERENCE = 15700;

  /**
   * The preference of the rule that looks up main without its defaults for all traffic. It is one
   * of the last before main's own, 32766, so that the rules of others go first.
   */
  public static final long BYPASS_PREFERENCE = 32764;

  /** The kernel's own tables: default, main and local. */
  private static final long FIRST_RESERVED = 253;

  private static final long LAST_RESERVED = 255;

  /** Tables for the uplinks at the usual numbers, and no bypass. */
  public static final TableLayout DEFAULT =
      new TableLayout(true, false, DEFAULT_TABLE, DEFAULT_PREFERENCE);

  /** Neither tables nor rules. */
  public static final TableLayout NONE =
      new TableLayout(false, false, DEFAULT_TABLE, DEFAULT_PREFERENCE);

  /** Tables and rules that no firewall mark leads to. */
  public TableLayout(
      boolean probeTables, boolean overridesForeign, long firstTable, long firstPreference) {
    this(probeTables, overridesForeign, firstTable, firstPreference, null);
  }

  /** The firewall mark of the uplink with this index, the primary being 0; null for none. */
  public @Nullable FirewallMark markOf(int uplink) {
    return firstMark == null ? null : firstMark.plus(uplink);
  }

  /** The table of the uplink with this index, the primary being 0. */
  public long tableOf(int uplink) {
    return firstTable + 1 + uplink;
  }

  /** The table that leads the rest of the traffic. */
  public long bypassTable() {
    return firstTable;
  }

  /** Every table that is used for so many uplinks. */
  public List<Long> tables(int uplinks) {
    LongStream probing = LongStream.range(0, probeTables ? uplinks : 0).map(i -> tableOf((int) i));
    LongStream overriding = overridesForeign ? LongStream.of(bypassTable()) : LongStream.empty();
    return LongStream.concat(overriding, probing).boxed().toList();
  }

  /** Every fault of these numbers for so many uplinks; empty if they can be used. */
  public List<ConfigFault> faults(int uplinks) {
    List<ConfigFault> faults = new ArrayList<>();
    Range<Long> tables =
        Range.closed(1L, ConfigField.PROBE_TABLE.numbers().upperEndpoint() - uplinks);
    if (!tables.contains(firstTable)) {
      faults.add(new OutOfRange(ConfigField.PROBE_TABLE, null, firstTable, tables));
    } else if (firstTable <= LAST_RESERVED && firstTable + uplinks >= FIRST_RESERVED) {
      faults.add(
          new Unusable(
              ConfigField.PROBE_TABLE, null, Long.toString(firstTable), Cause.KERNEL_TABLES));
    }
    Range<Long> preferences = ConfigField.PROBE_RULE_PREFERENCE.numbers();
    if (!preferences.contains(firstPreference)) {
      faults.add(
          new OutOfRange(ConfigField.PROBE_RULE_PREFERENCE, null, firstPreference, preferences));
    }
    if (firstMark != null) {
      faultOfMarks(firstMark, uplinks)
          .map(it -> new Unusable(ConfigField.FIREWALL_MARKS, null, firstMark.toString(), it))
          .ifPresent(faults::add);
    }
    return faults;
  }

  private Optional<Cause> faultOfMarks(FirewallMark first, int uplinks) {
    if (!probeTables) {
      return Optional.of(Cause.NO_TABLES);
    } else if (!first.fits()) {
      return Optional.of(Cause.MARK_OUTSIDE_MASK);
    }
    boolean allFit = IntStream.range(0, uplinks).allMatch(uplink -> first.plus(uplink).fits());
    return allFit ? Optional.empty() : Optional.of(Cause.TOO_FEW_MARKS);
  }
}
