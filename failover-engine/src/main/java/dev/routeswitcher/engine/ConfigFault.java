package dev.routeswitcher.engine;

/**
 * One thing that is wrong with a configuration.
 *
 * @param setting the setting's name as on the command line, without dashes: {@code failover-metric}
 * @param problem what is wrong, with the value
 * @param remedy what to do about it
 */
public record ConfigFault(String setting, String problem, String remedy) {

  /** The fault in one line: {@code failover-metric: 10 is not below ...; choose ...}. */
  @Override
  public String toString() {
    return setting + ": " + problem + "; " + remedy;
  }
}
