package dev.routeswitcher.netlink.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The flags of one kind as they are declared: bit and name, in the order they are printed in. */
public final class FlagNames {
  private final Map<Long, String> names = new LinkedHashMap<>();

  /** No flags yet. */
  public FlagNames() {}

  /**
   * Declares a flag.
   *
   * @return its bit
   */
  public long flag(long bit, String name) {
    names.put(bit, name);
    return bit;
  }

  /** Adds the names of the bits that are set, and what is left over in hexadecimal. */
  public StringJoiner addTo(StringJoiner text, long bits) {
    long rest = bits;
    for (Map.Entry<Long, String> entry : names.entrySet()) {
      if ((bits & entry.getKey()) != 0) {
        text.add(entry.getValue());
        rest &= ~entry.getKey();
      }
    }
    return rest == 0 ? text : text.add("0x" + Long.toHexString(rest));
  }

  /** The names of the bits that are set, separated by blanks; unknown bits in hexadecimal. */
  public String text(long bits) {
    return addTo(new StringJoiner(" "), bits).toString();
  }
}
