package dev.routeswitcher.netlink.codec;

import com.google.common.collect.ImmutableMap;

/** Names of kernel numbers, of which some may have none. Internal API. */
public final class Names {
  private final ImmutableMap<Integer, String> names;

  private Names(ImmutableMap<Integer, String> names) {
    this.names = names;
  }

  /** Names of consecutive numbers. */
  public static Names from(int first, String... names) {
    return new Names(ImmutableMap.of()).and(first, names);
  }

  /** These, and names of further consecutive numbers. */
  public Names and(int first, String... more) {
    ImmutableMap.Builder<Integer, String> all =
        ImmutableMap.<Integer, String>builder().putAll(names);
    for (int i = 0; i < more.length; i++) {
      all.put(first + i, more[i]);
    }
    return new Names(all.buildOrThrow());
  }

  /** The name of a number, or the number in decimal. */
  public String of(int number) {
    return of(number, "");
  }

  /** The name of a number, or {@code prefix} and the number in decimal. */
  public String of(int number, String prefix) {
    String name = names.get(number);
    return name == null ? prefix + number : name;
  }
}
