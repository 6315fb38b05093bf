package dev.routeswitcher.netlink.message;

/** How an interface is called in a text, by its index. */
@FunctionalInterface
public interface InterfaceNames {
  /** {@code if3}: what {@code ip} prints for an interface it knows no name of. */
  InterfaceNames BY_INDEX = index -> "if" + index;

  /** The name of the interface; never fails. */
  String name(int index);
}
