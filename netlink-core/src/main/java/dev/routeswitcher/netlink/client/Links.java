package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.address.AddressFamily;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.LinkAttributes;
import dev.routeswitcher.netlink.rtnetlink.LinkFlags;
import dev.routeswitcher.netlink.rtnetlink.LinkHeader;
import dev.routeswitcher.netlink.rtnetlink.LinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.List;

/** {@code ip link}. Links come without their packet counters. */
public final class Links {
  /** {@code RTEXT_FILTER_SKIP_STATS}: the counters are most of a link's size. */
  private static final int SKIP_STATS = 8;

  private final Exchange exchange;

  Links(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * All links of the namespace.
   *
   * @throws DumpInterruptedException if the links do not hold still
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<LinkMessage> list() throws NetlinkException {
    Request request =
        new Request(
            "list links",
            "all",
            RtnetlinkType.GETLINK,
            NetlinkHeader.DUMP,
            request(0, attributes()));
    return exchange.dump(request, LinkMessage::read, link -> true);
  }

  /**
   * The link with this index.
   *
   * @throws NetlinkException ENODEV if there is none
   */
  public LinkMessage get(int index) throws NetlinkException {
    return get("if" + index, request(index, attributes()));
  }

  /**
   * The link with this name.
   *
   * @throws NetlinkException ENODEV if there is none
   */
  public LinkMessage get(String name) throws NetlinkException {
    return get(name, request(0, attributes().text(LinkAttributes.IFNAME, name)));
  }

  private LinkMessage get(String object, LinkMessage body) throws NetlinkException {
    Request request =
        new Request("get link", object, RtnetlinkType.GETLINK, NetlinkHeader.ACK, body);
    List<LinkMessage> answer = exchange.ask(request, LinkMessage::read);
    if (answer.isEmpty()) {
      throw new NetlinkException(request, "an acknowledgement, but no link", null);
    }
    return answer.get(0);
  }

  private AttributesBuilder attributes() {
    return new AttributesBuilder(exchange.transport().order())
        .u32(LinkAttributes.EXT_MASK, SKIP_STATS);
  }

  private static LinkMessage request(int index, AttributesBuilder attributes) {
    LinkHeader header =
        new LinkHeader(AddressFamily.UNSPEC, 0, 0, index, LinkFlags.NONE, LinkFlags.NONE);
    return LinkMessage.of(header, attributes);
  }
}
