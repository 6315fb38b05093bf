/** Uplink failover on Linux: the engine with the kernel around it. */
module dev.routeswitcher.runtime {
  requires transitive dev.routeswitcher.engine;
  requires transitive com.google.common;
  requires dev.routeswitcher.icmp;
  requires dev.routeswitcher.libc;
  requires dev.routeswitcher.netlink;
  requires dagger;
  requires jakarta.inject; // which dagger, having no module-info, does not say that it needs
  requires javax.inject;
  requires org.jnrproject.constants;
  requires org.jnrproject.ffi;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;
  requires static java.compiler; // what Dagger writes says that it was generated
  requires static transitive org.jspecify;

  exports dev.routeswitcher.runtime;
  exports dev.routeswitcher.runtime.linux to
      dev.routeswitcher.operations;
  exports dev.routeswitcher.runtime.linux.lease to
      dev.routeswitcher.operations;
  exports dev.routeswitcher.runtime.settings;
  exports dev.routeswitcher.runtime.words;

  opens dev.routeswitcher.runtime.linux; // to classes that jnr-ffi makes
}
