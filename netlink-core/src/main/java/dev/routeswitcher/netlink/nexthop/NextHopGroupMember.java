package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.message.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * A member of a group of next hops ({@code struct nexthop_grp}).
 *
 * @param id u32: the next hop's number
 * @param weight 1 to 65,536: its share of the traffic; one less on the wire. Above 256 from Linux
 *     6.12 on
 */
public record NextHopGroupMember(long id, int weight) {
  private static final int SIZE = 8;

  public NextHopGroupMember {
    Names.requireU32("next hop id", id);
    if (weight < 1 || weight > 0x10000) {
      throw new IllegalArgumentException("weight must be 1 to 65536, is " + weight);
    }
  }

  /** A member of weight 1. */
  public static NextHopGroupMember of(long id) {
    return new NextHopGroupMember(id, 1);
  }

  /**
   * Reads the members of a group.
   *
   * @param highBytes whether the high bytes of the weights count
   */
  static List<NextHopGroupMember> readAll(Attribute group, boolean highBytes) {
    if (group.length() % SIZE != 0) {
      throw group.malformed("a multiple of " + SIZE + " bytes");
    }
    Attribute.Structure members = group.structure(0);
    List<NextHopGroupMember> list = new ArrayList<>(members.length() / SIZE);
    for (int at = 0; at < members.length(); at += SIZE) {
      int high = highBytes ? members.u8(at + 5) : 0;
      list.add(new NextHopGroupMember(members.u32(at), (high << 8 | members.u8(at + 4)) + 1));
    }
    return list;
  }

  void writeTo(NetlinkWriter writer) {
    int onWire = weight - 1;
    writer.u32(id).u8(onWire & 0xff).u8(onWire >>> 8).u16(0);
  }

  /** As {@code ip} prints it: {@code 7}, or {@code 7,3} with a weight above 1. */
  @Override
  public String toString() {
    return weight == 1 ? Long.toString(id) : id + "," + weight;
  }
}
