package dev.routeswitcher.icmp.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * One object of the extension structure that a router may add to an error (RFC 4884, section 7.1),
 * for example the MPLS labels of RFC 4950.
 *
 * @param classNumber what kind of object it is, 0 to 255
 * @param type its sub-type, 0 to 255
 * @param content what it says
 */
public record ExtensionObject(int classNumber, int type, Payload content) {

  /** Checks the ranges. */
  public ExtensionObject {
    checkArgument(classNumber >= 0 && classNumber <= 0xff, "class number %s", classNumber);
    checkArgument(type >= 0 && type <= 0xff, "type %s", type);
    requireNonNull(content, "content");
  }
}
