package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.codec.Structure;
import java.util.StringJoiner;

/**
 * What the kernel remembers of a route's use ({@code struct rta_cacheinfo}).
 *
 * @param references u32
 * @param lastUse u32, in clock ticks (1/100 s) before now
 * @param expires s32, the remaining lifetime in clock ticks; 0 for ever
 * @param error u32, the errno that the route answers with
 * @param used u32
 * @param id u32
 * @param timestamp u32
 * @param timestampAge u32
 */
public record RouteCacheInfo(
    long references,
    long lastUse,
    int expires,
    long error,
    long used,
    long id,
    long timestamp,
    long timestampAge) {
  private static final int SIZE = 32;

  static final Form<RouteCacheInfo> FORM = Form.of(RouteCacheInfo::read, RouteCacheInfo::write);

  private static RouteCacheInfo read(Attribute attribute) {
    Structure info = attribute.structure(SIZE);
    return new RouteCacheInfo(
        info.u32(0),
        info.u32(4),
        info.s32(8),
        info.u32(12),
        info.u32(16),
        info.u32(20),
        info.u32(24),
        info.u32(28));
  }

  private static void write(NetlinkWriter writer, RouteCacheInfo info) {
    writer.u32(info.references).u32(info.lastUse).s32(info.expires).u32(info.error);
    writer.u32(info.used).u32(info.id).u32(info.timestamp).u32(info.timestampAge);
  }

  /** As {@code ip} prints it: {@code expires 499sec}; empty if there is nothing to say. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ");
    if (expires != 0) {
      text.add("expires").add(expires / 100 + "sec");
    }
    if (error != 0) {
      text.add("error").add(Long.toString(error));
    }
    return text.toString();
  }
}
