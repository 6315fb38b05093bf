/** Netlink: its messages, sockets and clients. */
module dev.routeswitcher.netlink {
  requires transitive com.google.common;
  requires org.jnrproject.ffi;
  requires org.slf4j;
  requires dev.routeswitcher.libc;
  requires static transitive org.jspecify;

  exports dev.routeswitcher.netlink.address;
  exports dev.routeswitcher.netlink.client;
  exports dev.routeswitcher.netlink.codec;
  exports dev.routeswitcher.netlink.conntrack;
  exports dev.routeswitcher.netlink.encapsulation;
  exports dev.routeswitcher.netlink.ip;
  exports dev.routeswitcher.netlink.link;
  exports dev.routeswitcher.netlink.message;
  exports dev.routeswitcher.netlink.neighbour;
  exports dev.routeswitcher.netlink.nexthop;
  exports dev.routeswitcher.netlink.print;
  exports dev.routeswitcher.netlink.route;
  exports dev.routeswitcher.netlink.rtnetlink;
  exports dev.routeswitcher.netlink.rule;
  exports dev.routeswitcher.netlink.socket;
  exports dev.routeswitcher.netlink.watch;
}
