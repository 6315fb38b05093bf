/** Decides which uplink carries the traffic: a pure function. */
module dev.routeswitcher.engine {
  requires transitive com.google.common;
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.routeswitcher.engine;
  exports dev.routeswitcher.engine.config;
  exports dev.routeswitcher.engine.route;
  exports dev.routeswitcher.engine.trace;
}
