package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.codec.Structure;
import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.AttributeText;
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

  /** All members of a group. */
  static final Form<List<NextHopGroupMember>> FORM =
      Form.of(
              NextHopGroupMember::readAll,
              (w, members) -> members.forEach(member -> member.writeTo(w)))
          .checkedBy(NextHopGroupMember::requireWhole);

  public NextHopGroupMember {
    Unsigned.requireU32("next hop id", id);
    if (weight < 1 || weight > 0x10000) {
      throw new IllegalArgumentException("weight must be 1 to 65536, is " + weight);
    }
  }

  /** A member of weight 1. */
  public static NextHopGroupMember of(long id) {
    return new NextHopGroupMember(id, 1);
  }

  private static void requireWhole(Attribute group) {
    if (group.length() % SIZE != 0) {
      throw group.malformed("a multiple of " + SIZE + " bytes");
    }
  }

  private static List<NextHopGroupMember> readAll(Attribute group) {
    boolean highBytes = hasWeightsOf16Bits(new AttributeText(group.siblings()));
    requireWhole(group);
    Structure members = group.structure(0);
    List<NextHopGroupMember> list = new ArrayList<>(members.size() / SIZE);
    for (int at = 0; at < members.size(); at += SIZE) {
      int high = highBytes ? members.u8(at + 5) : 0;
      list.add(new NextHopGroupMember(members.u32(at), (high << 8 | members.u8(at + 4)) + 1));
    }
    return list;
  }

  /**
   * True for a request that names no group type, and for an answer, which always names it, that
   * says that the high bytes of the weights are set.
   */
  private static boolean hasWeightsOf16Bits(AttributeText siblings) {
    return !siblings.has(NextHopAttributes.GROUP_TYPE)
        || (siblings.get(NextHopAttributes.OP_FLAGS, 0) & NextHopAttributes.WEIGHTS_OF_16_BITS)
            != 0;
  }

  private void writeTo(NetlinkWriter writer) {
    int onWire = weight - 1;
    writer.u32(id).u8(onWire & 0xff).u8(onWire >>> 8).u16(0);
  }

  /** As {@code ip} prints it: {@code 7}, or {@code 7,3} with a weight above 1. */
  @Override
  public String toString() {
    return weight == 1 ? Long.toString(id) : id + "," + weight;
  }
}
