package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.Attribute;

/**
 * The ages of a neighbour's entry ({@code struct nda_cacheinfo}), in 1/100 s before now.
 *
 * @param confirmed u32: since it was last known to be reachable
 * @param used u32: since it was last used
 * @param updated u32: since it last changed
 * @param references u32: how many hold it
 */
public record NeighbourCacheInfo(long confirmed, long used, long updated, long references) {

  static NeighbourCacheInfo read(Attribute attribute) {
    Attribute.Structure info = attribute.structure(16);
    return new NeighbourCacheInfo(info.u32(0), info.u32(4), info.u32(8), info.u32(12));
  }

  /** As {@code ip -statistics neigh} prints it, in seconds: {@code ref 1 used 20/3/716}. */
  @Override
  public String toString() {
    String held = references == 0 ? "" : "ref " + references + " ";
    return held + "used " + used / 100 + "/" + confirmed / 100 + "/" + updated / 100;
  }
}
