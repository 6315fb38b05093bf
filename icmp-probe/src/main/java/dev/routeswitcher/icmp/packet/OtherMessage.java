package dev.routeswitcher.icmp.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A message of a type or code that this library does not decode further.
 *
 * @param type the ICMP type, 0 to 255
 * @param code the ICMP code, 0 to 255
 * @param body everything behind the checksum, at least four octets
 */
public record OtherMessage(int type, int code, Payload body) implements IcmpMessage {

  /** Checks the ranges. */
  public OtherMessage {
    checkArgument(type >= 0 && type <= 0xff, "type %s", type);
    checkArgument(code >= 0 && code <= 0xff, "code %s", code);
    requireNonNull(body, "body");
    checkArgument(body.size() >= 4, "body of %s octets", body.size());
  }
}
