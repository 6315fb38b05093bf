package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attributes;

/**
 * An encapsulation of a type that has no accessors here.
 *
 * @param type {@code LWTUNNEL_ENCAP_*}; 0 if the route does not say
 * @param attributes what the type needs, as it is on the wire
 */
public record RawEncapsulation(int type, Attributes attributes) implements Encapsulation {

  /** The type's name and the bytes. */
  @Override
  public String toString() {
    return "encap " + NAMES.of(type) + " 0x" + attributes.bytes();
  }
}
