package dev.routeswitcher.netlink.neighbour;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Structure;

/**
 * The ages of a neighbour's entry ({@code struct nda_cacheinfo}), in 1/100 s before now.
 *
 * @param confirmed u32: since it was last known to be reachable
 * @param used u32: since it was last used
 * @param updated u32: since it last changed
 * @param references u32: how many hold it
 */
public record NeighbourCacheInfo(long confirmed, long used, long updated, long references) {

  static final Form<NeighbourCacheInfo> FORM =
      Form.of(
          attribute -> {
            Structure info = attribute.structure(16);
            return new NeighbourCacheInfo(info.u32(0), info.u32(4), info.u32(8), info.u32(12));
          },
          (w, info) -> w.u32(info.confirmed).u32(info.used).u32(info.updated).u32(info.references));

  /** As {@code ip -statistics neigh} prints it, in seconds: {@code ref 1 used 20/3/716}. */
  @Override
  public String toString() {
    String held = references == 0 ? "" : "ref " + references + " ";
    return held + "used " + used / 100 + "/" + confirmed / 100 + "/" + updated / 100;
  }
}
