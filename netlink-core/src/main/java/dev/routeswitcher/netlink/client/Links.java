package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.Utf8;
import dev.routeswitcher.netlink.link.LinkAttributes;
import dev.routeswitcher.netlink.link.LinkBuilder;
import dev.routeswitcher.netlink.link.LinkMessage;
import java.util.List;

/**
 * {@code ip link}. Links come without their packet counters.
 *
 * <p>Setting something again is harmless. All of it fails with ENODEV if there is no such link, and
 * with EPERM without CAP_NET_ADMIN.
 */
public final class Links extends Verbs<LinkMessage> {
  /** {@code RTEXT_FILTER_SKIP_STATS}: the counters are most of a link's size. */
  private static final int SKIP_STATS = 8;

  /** IFNAMSIZ - 1 and ALTIFNAMSIZ - 1, in bytes (linux/if.h). */
  private static final int LONGEST_NAME = 15;

  private static final int LONGEST_ALTERNATIVE_NAME = 127;

  Links(Exchange exchange) {
    super(exchange, Kind.LINK, LinkMessage::read);
  }

  /**
   * All links of the namespace.
   *
   * @throws DumpInterruptedException if the links keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<LinkMessage> list() throws NetlinkException {
    return list("all", question().build(), link -> true);
  }

  /**
   * The link with this index.
   *
   * @throws NetlinkException ENODEV if there is none
   */
  public LinkMessage get(int index) throws NetlinkException {
    if (index <= 0) {
      throw absent("if" + index); // the kernel would look for a name
    }
    return get("if" + index, question().index(index).build());
  }

  /**
   * The link with this name, or this alternative name.
   *
   * @throws NetlinkException ENODEV if there is none
   * @throws IllegalArgumentException if the name holds a zero byte
   */
  public LinkMessage get(String name) throws NetlinkException {
    int length = Utf8.write(name).length;
    if (length == 0 || length > LONGEST_ALTERNATIVE_NAME) {
      throw absent(name);
    }
    boolean alternative = length > LONGEST_NAME;
    return get(
        name,
        question()
            .set(alternative ? LinkAttributes.ALT_IFNAME : LinkAttributes.IFNAME, name)
            .build());
  }

  private static NetlinkException absent(String name) {
    return new NetlinkException("get link", name, Errno.ENODEV.toString(), Errno.ENODEV, null);
  }

  private LinkBuilder question() {
    return LinkMessage.builder(order()).set(LinkAttributes.EXT_MASK, SKIP_STATS);
  }

  /**
   * Changes what the message sets of the link that it names by index or, if that is 0, by name
   * ({@code ip link set}).
   *
   * @throws NetlinkException if the kernel refuses
   */
  public Acknowledgement change(LinkMessage link) throws NetlinkException {
    return ask(Verb.CHANGE, link);
  }

  /** Sets a link up. It has carrier a little later, if at all. */
  public Acknowledgement setUp(int index) throws NetlinkException {
    return change(LinkMessage.builder(order()).index(index).up().build());
  }

  /** Sets a link down. Its IPv4 routes go without an event. */
  public Acknowledgement setDown(int index) throws NetlinkException {
    return change(LinkMessage.builder(order()).index(index).down().build());
  }

  /**
   * Sets the MTU of a link.
   *
   * @param mtu in bytes
   * @throws NetlinkException EINVAL if the link cannot have it
   */
  public Acknowledgement setMtu(int index, long mtu) throws NetlinkException {
    return change(LinkMessage.builder(order()).index(index).mtu(mtu).build());
  }

  /**
   * Makes a link part of a bridge, bond or VRF.
   *
   * @param master its index; 0 makes the link part of none
   * @throws NetlinkException EOPNOTSUPP, EBUSY or others if the one does not take the other
   */
  public Acknowledgement setMaster(int index, int master) throws NetlinkException {
    return change(LinkMessage.builder(order()).index(index).master(master).build());
  }
}
