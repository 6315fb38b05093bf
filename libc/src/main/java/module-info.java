/** How the libraries of the project reach the C library. */
module dev.routeswitcher.libc {
  requires org.jnrproject.ffi;
  requires org.jnrproject.jffi;
  // What jnr-ffi, having no module-info, does not say that it needs.
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.tree;
  requires org.objectweb.asm.tree.analysis;
  requires org.objectweb.asm.util;
  requires static transitive org.jspecify;

  exports dev.routeswitcher.libc;
}
