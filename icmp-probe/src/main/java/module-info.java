/** Probes by ICMP echoes, each bound to its interface. */
module dev.routeswitcher.icmp {
  requires com.google.common;
  requires org.jnrproject.constants;
  requires org.jnrproject.ffi;
  requires org.slf4j;
  requires dev.routeswitcher.libc;
  requires static transitive org.jspecify;

  exports dev.routeswitcher.icmp;
  exports dev.routeswitcher.icmp.packet;
  exports dev.routeswitcher.icmp.periodic;
  exports dev.routeswitcher.icmp.statistics;

  opens dev.routeswitcher.icmp.linux; // to classes that jnr-ffi makes
}
