package dev.routeswitcher.libc;

import jnr.ffi.LibraryLoader;

/** The C library, by jnr-ffi. */
public final class Libc {

  private Libc() {}

  /**
   * The functions that an interface declares, under their names.
   *
   * @param functions a public interface with their signatures, as jnr-ffi maps them
   * @throws UnsatisfiedLinkError as {@link #require}
   */
  public static <T> T load(Class<T> functions) {
    require();
    return LibraryLoader.create(functions).load("c");
  }

  /**
   * Makes sure that functions can be loaded. What failed once is not tried again.
   *
   * @throws UnsatisfiedLinkError if there is no folder safe from other users that native code can
   *     be loaded from; the message says what was tried, what is wrong with it, and the remedy
   */
  public static void require() {
    JffiLibrary.require();
  }
}
