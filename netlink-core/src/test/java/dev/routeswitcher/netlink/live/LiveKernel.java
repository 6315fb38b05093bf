package dev.routeswitcher.netlink.live;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.link.LinkAttributes;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RawMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessages;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.socket.NetlinkSocket;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.SocketOptions;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A namespace with an object of every kind that this kernel has, and a conversation with it. */
final class LiveKernel implements AutoCloseable {
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final TestNamespace namespace = TestNamespace.create();
  private final Conversation kernel;

  LiveKernel() {
    namespace.run(
        "ip link add up0 index 10 address 02:00:5e:10:00:0a type veth"
            + " peer name far0 index 21 address 02:00:5e:10:00:15",
        "ip link property add dev up0 altname wan",
        "ip link add br0 index 30 address 02:00:5e:10:00:1e type bridge",
        "ip link set far0 master br0",
        "ip link add mv0 index 31 address 02:00:5e:10:00:1f link up0 type macvlan mode bridge",
        "ip link add vx0 index 32 type vxlan id 7 dstport 4789 local 192.0.2.2",
        "ip link set mv0 alias uplink",
        "ip link set up0 up",
        "ip link set far0 up",
        "ip addr add 192.0.2.2/24 brd + dev up0",
        "ip addr add 198.51.100.2 peer 198.51.100.1 valid_lft 300 preferred_lft 200 dev up0",
        "ip addr add 192.0.2.3/24 metric 7 dev up0 noprefixroute",
        "ip -6 addr add 2001:db8::2/64 dev up0 nodad",
        "ip route add default via 192.0.2.1 proto 157 src 192.0.2.2 metric 5 mtu 1400",
        "ip route add 203.0.113.0/24 table 4711 via 192.0.2.1 mtu lock 1300 rtt 100"
            + " congctl cubic initcwnd 20 features ecn rto_min 200 hoplimit 9 quickack 1",
        "ip route add 203.0.113.64/26 nexthop via 192.0.2.1 weight 3 nexthop via 192.0.2.9 dev up0"
            + " onlink weight 256",
        "ip route add 203.0.113.128/25 via inet6 2001:db8::1 dev up0 realms 5/7",
        "ip route add 203.0.113.7 encap ip id 7 dst 192.0.2.77 dev up0",
        "ip route add blackhole 203.0.113.9 tos 0x10 metric 4294967295",
        "ip route add unreachable 203.0.113.10 scope link",
        "ip -6 route add 2001:db8:1::/48 via 2001:db8::1 expires 500 pref high",
        "ip -6 route add 2001:db8:2::/48 nexthop via 2001:db8::1 nexthop via 2001:db8::9",
        "ip -6 route add 2001:db8:5::/48 encap seg6 mode encap segs 2001:db8::a,2001:db8::b dev"
            + " up0",
        "ip -6 route add 2001:db8:6::/48 encap seg6 mode inline segs 2001:db8::a dev up0",
        "ip -6 route add 2001:db8:7::/48 encap ip6 id 7 dst 2001:db8::c dev up0",
        "ip -6 route add ::ffff:192.0.2.0/120 dev up0",
        "ip neigh add 192.0.2.9 lladdr 02:00:5e:10:00:09 dev up0",
        "ip neigh add 2001:db8::9 lladdr 02:00:5e:10:00:09 dev up0 router nud stale",
        "ip neigh add 192.0.2.11 dev up0 managed",
        "bridge fdb add 02:00:5e:10:00:0b dev vx0 dst 192.0.2.99 vni 9",
        "bridge fdb add 02:00:5e:10:00:0c dev far0 master",
        "ip rule add pref 100 not from 192.0.2.0/24 to 203.0.113.7 fwmark 1/0xff lookup 4711",
        "ip rule add pref 101 iif up0 oif gone0 ipproto tcp sport 5 dport 80-90 lookup 4711",
        "ip rule add pref 102 uidrange 0-0 lookup 100",
        "ip rule add pref 103 l3mdev",
        "ip rule add pref 104 tun_id 7 lookup 5",
        "ip rule add pref 105 suppress_prefixlength 0 lookup main",
        "ip rule add pref 106 goto 40000",
        "ip rule add pref 107 realms 5/7 lookup main proto static",
        "ip -6 rule add pref 108 from 2001:db8::/32 tos 0x10 prohibit",
        "ip nexthop add id 1 via 192.0.2.1 dev up0 proto 157",
        "ip nexthop add id 2 dev up0",
        "ip nexthop add id 3 group 1,3/2",
        "ip nexthop add id 4 group 1 type resilient buckets 4 idle_timer 5",
        "ip nexthop add id 5 blackhole",
        "ip nexthop add id 6 via 192.0.2.77 fdb",
        "ip -6 nexthop add id 7 via 2001:db8::1 dev up0 onlink",
        "ip -6 nexthop add id 8 encap seg6 mode encap segs 2001:db8::a via 2001:db8::1 dev up0",
        "ip route add 198.51.100.64/26 nhid 3");
    kernel =
        namespace.call(
            () ->
                new Conversation(
                    NetlinkSocket.openRoute(SocketOptions.DEFAULT.receiveBuffer(1 << 20))));
  }

  /** Every message so far, requests and answers, in order. */
  List<Bytes> messages() {
    return kernel.messages();
  }

  /** The verdict on a request. */
  Acknowledgement ask(int type, int flags, RtnetlinkMessage request) throws NetlinkSocketException {
    List<Bytes> answer = kernel.ask(type, flags, request);
    return Acknowledgement.read(cursor(answer.get(answer.size() - 1), ORDER));
  }

  /** Every object of every kind. */
  List<Bytes> listEverything() throws NetlinkSocketException {
    List<Bytes> objects = new ArrayList<>();
    LinkMessage links =
        LinkMessage.builder().attribute(LinkAttributes.EXT_MASK.number(), w -> w.u32(1)).build();
    objects.addAll(kernel.list(RtnetlinkType.GETLINK, links));
    for (AddressFamily family : List.of(AddressFamily.INET, AddressFamily.INET6)) {
      objects.addAll(kernel.list(RtnetlinkType.GETADDR, header(8, family)));
      objects.addAll(kernel.list(RtnetlinkType.GETROUTE, header(12, family)));
      objects.addAll(kernel.list(RtnetlinkType.GETNEIGH, header(12, family)));
      objects.addAll(kernel.list(RtnetlinkType.GETRULE, header(12, family)));
    }
    objects.addAll(kernel.list(RtnetlinkType.GETNEIGH, header(12, AddressFamily.BRIDGE)));
    objects.addAll(kernel.list(RtnetlinkType.GETNEXTHOP, header(8, AddressFamily.UNSPEC)));
    return objects;
  }

  /** A request without attributes, and zeros but for the family: the same for every kind. */
  private static RtnetlinkMessage header(int size, AddressFamily family) {
    byte[] body = new byte[size];
    body[0] = (byte) family.value();
    return new RawMessage(0, Bytes.of(body), ORDER);
  }

  /** Every object of a kind and family, as it is printed. */
  List<String> listed(int type, int headerSize, AddressFamily family)
      throws NetlinkSocketException {
    return kernel.list(type, header(headerSize, family)).stream()
        .map(message -> RtnetlinkMessages.read(cursor(message, ORDER)))
        .map(RtnetlinkMessage::toString)
        .toList();
  }

  /** A cursor at a message. */
  static MessageCursor cursor(Bytes message, ByteOrder order) {
    MessageCursor cursor = new MessageCursor(order).over(message.asBuffer());
    if (!cursor.next()) {
      throw new AssertionError("no message");
    }
    return cursor;
  }

  @Override
  public void close() {
    kernel.close();
    namespace.close();
  }
}
