package dev.routeswitcher.icmp.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * One object of the extension structure that a router may add to an error (RFC 4884, section 7.1),
 * for example the MPLS labels of RFC 4950.
 *
 * @param classNumber the class of the object (Class-Num), 0 to 255
 * @param type the sub-type (C-Type), 0 to 255
 * @param content the octets behind the header
 */
public record ExtensionObject(int classNumber, int type, Payload content) {

  /** Checks the ranges. */
  public ExtensionObject {
    checkArgument(classNumber >= 0 && classNumber <= 0xff, "class number %s", classNumber);
    checkArgument(type >= 0 && type <= 0xff, "type %s", type);
    requireNonNull(content, "content");
  }
}
