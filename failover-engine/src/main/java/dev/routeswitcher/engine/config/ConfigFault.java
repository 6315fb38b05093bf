package dev.routeswitcher.engine.config;

import com.google.common.collect.Range;
import dev.routeswitcher.engine.IpFamily;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong with a configuration, as a code with its figures. */
public sealed interface ConfigFault {

  /** What is wrong, or the first of the two things that do not go together. */
  ConfigField field();

  /** The name of the uplink whose field it is; null for a field of no uplink. */
  @Nullable String uplink();

  /**
   * A number, a duration or a count lies outside of its range.
   *
   * @param value a {@code Long} or a {@code Duration}, as are the ends of the range
   */
  record OutOfRange(ConfigField field, @Nullable String uplink, Comparable<?> value, Range<?> range)
      implements ConfigFault {}

  /** A value cannot be used, whatever the others are, or beside another of its kind. */
  record Unusable(ConfigField field, @Nullable String uplink, String value, Cause cause)
      implements ConfigFault {}

  /** Something must be given and is not: a target, a second uplink, a rule for a window. */
  record Missing(ConfigField field, @Nullable String uplink) implements ConfigFault {}

  /** A value must be greater than another, or at least as great, and is not. */
  record TooSmall(
      ConfigField field,
      @Nullable String uplink,
      Comparable<?> value,
      ConfigField otherField,
      @Nullable String otherUplink,
      Comparable<?> otherValue)
      implements ConfigFault {}

  /**
   * More targets must reply than there are.
   *
   * @param family whose targets they are; null if only one family is managed
   */
  record QuorumTooHigh(int quorum, int targets, @Nullable IpFamily family) implements ConfigFault {
    @Override
    public ConfigField field() {
      return ConfigField.QUORUM;
    }

    @Override
    public @Nullable String uplink() {
      return null;
    }
  }

  /** Why a value cannot be used. */
  enum Cause {
    NOT_AN_INTERFACE_NAME,
    /** An interface with the mark of its peer behind its name, as in listings: {@code eth0@if5}. */
    LISTED_INTERFACE,
    NOT_A_NAME,
    /** Another uplink has that name or interface. */
    NAME_TAKEN,
    DUPLICATE_INTERFACE,
    DUPLICATE_TARGET,
    NOT_IPV4,
    NOT_IPV6,
    /** A multicast, broadcast, unspecified or loopback address. */
    NOT_A_HOST,
    LINK_LOCAL,
    /** Of the tables from this one on the kernel uses some itself. */
    KERNEL_TABLES,
    /** A firewall mark has no bit that counts, or one that does not. */
    MARK_OUTSIDE_MASK,
    /** The mask has not room for a mark for each uplink. */
    TOO_FEW_MARKS,
    /** Firewall marks lead to tables of the uplinks, and there are none. */
    NO_TABLES
  }
}
