package dev.routeswitcher.engine.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param setting the setting's name as on the command line, without dashes: {@code failover-metric}
 * @param problem what is wrong, with the value
 * @param remedy what to do about it
 */
public record ConfigFault(String setting, String problem, String remedy) {

  /**
   * A fault of one uplink, in the words of the options that describe it: the primary and the
   * secondary have some of their own, any other is described by {@code --uplink}.
   *
   * @param name what the uplink is called
   * @param part which part of it is wrong: {@code interface}, {@code gateway}, {@code metric}
   */
  public static ConfigFault ofUplink(String name, String part, String problem, String remedy) {
    return hasOptionsOfItsOwn(name)
        ? new ConfigFault(name + "-" + part, problem, remedy)
        : new ConfigFault("uplink " + name, part + " " + problem, remedy);
  }

  static boolean hasOptionsOfItsOwn(String name) {
    return name.equals("primary") || name.equals("secondary");
  }

  /** The fault in one line: {@code failover-metric: 10 is not below ...; choose ...}. */
  @Override
  public String toString() {
    return setting + ": " + problem + "; " + remedy;
  }
}
