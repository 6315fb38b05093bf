/** How the libraries of the project reach the C library; no API. */
module dev.routeswitcher.libc {
  requires org.jnrproject.ffi;
  requires org.jnrproject.jffi;
  requires static org.jspecify;

  exports dev.routeswitcher.libc;
}
