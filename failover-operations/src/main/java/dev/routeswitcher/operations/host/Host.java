package dev.routeswitcher.operations.host;

import dev.routeswitcher.engine.config.EngineConfig;

/** Reads what a host is. Nothing of it is changed, and no program is started. */
public interface Host {

  /**
   * The host as it is, and how it answers for a configuration: every target is asked through every
   * uplink, which takes about two seconds. What cannot be read is said in the facts.
   */
  HostFacts read(EngineConfig config);

  /** The same without asking anybody on the network, for no configuration in particular. */
  HostFacts read();
}
