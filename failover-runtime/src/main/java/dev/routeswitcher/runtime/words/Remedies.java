package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;

/** What the commands of remedies are made of. */
public final class Remedies {

  private Remedies() {}

  /** The ip(8) command for routes and rules of the family. */
  public static String ip(IpFamily family) {
    return family == IpFamily.IPV6 ? "ip -6" : "ip";
  }

  /**
   * The name that sysctl(8) has for a setting of an interface; a slash in it stands for a dot in
   * the interface's name.
   */
  public static String sysctlName(IpFamily family, String interfaceName, String setting) {
    return "net." + Codes.of(family) + ".conf." + interfaceName.replace('.', '/') + "." + setting;
  }
}
