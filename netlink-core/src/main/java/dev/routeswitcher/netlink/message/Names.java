package dev.routeswitcher.netlink.message;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.StringJoiner;

/** Names of open constants and of flag bits. */
public final class Names {
  private Names() {}

  public static String of(Map<Integer, String> names, int value) {
    String name = names.get(value);
    return name == null ? Integer.toString(value) : name;
  }

  /** The names of the bits that are set, and what is left over in hexadecimal. */
  public static StringJoiner flags(
      ImmutableMap<Long, String> names, long bits, StringJoiner joiner) {
    long rest = bits;
    for (Map.Entry<Long, String> entry : names.entrySet()) {
      if ((bits & entry.getKey()) != 0) {
        joiner.add(entry.getValue());
        rest &= ~entry.getKey();
      }
    }
    return rest == 0 ? joiner : joiner.add("0x" + Long.toHexString(rest));
  }

  public static long requireU32(String what, long value) {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException(what + " must be a u32, is " + value);
    }
    return value;
  }

  public static int requireU16(String what, int value) {
    if (value >>> 16 != 0) {
      throw new IllegalArgumentException(what + " must be a u16, is " + value);
    }
    return value;
  }

  public static int requireU8(String what, int value) {
    if (value >>> 8 != 0) {
      throw new IllegalArgumentException(what + " must be 0 to 255, is " + value);
    }
    return value;
  }
}
