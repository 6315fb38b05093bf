/** What an operator touches of a failover: status, control, history, hooks, service manager. */
module dev.routeswitcher.operations {
  requires transitive dev.routeswitcher.runtime;
  requires transitive com.google.gson;
  requires dev.routeswitcher.icmp;
  requires dev.routeswitcher.libc;
  requires dev.routeswitcher.netlink;
  requires java.management;
  requires java.net.http;
  requires jdk.management;
  requires jdk.net;
  requires org.jnrproject.ffi;
  requires org.slf4j;
  requires org.tomlj;
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.routeswitcher.operations;
  exports dev.routeswitcher.operations.control;
  exports dev.routeswitcher.operations.doctor;
  exports dev.routeswitcher.operations.draft;
  exports dev.routeswitcher.operations.event;
  exports dev.routeswitcher.operations.history;
  exports dev.routeswitcher.operations.hook;
  exports dev.routeswitcher.operations.host;
  exports dev.routeswitcher.operations.service;
  exports dev.routeswitcher.operations.settings;
  exports dev.routeswitcher.operations.status;

  opens dev.routeswitcher.operations.status to
      com.google.gson;
}
