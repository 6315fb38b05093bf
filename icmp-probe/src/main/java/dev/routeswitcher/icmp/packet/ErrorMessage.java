package dev.routeswitcher.icmp.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A report about another packet, which it quotes: destination unreachable, source quench, redirect,
 * time exceeded or parameter problem (RFC 792).
 *
 * @param type the ICMP type, 0 to 255
 * @param code the ICMP code, 0 to 255
 * @param information the four octets between checksum and quotation, as an unsigned number: a
 *     gateway, a pointer, a next-hop MTU, or zero
 * @param quotation the start of the offending packet, its IP header first
 */
public record ErrorMessage(int type, int code, long information, Payload quotation)
    implements IcmpMessage {

  /** Checks the ranges. */
  public ErrorMessage {
    checkArgument(type >= 0 && type <= 0xff, "type %s", type);
    checkArgument(code >= 0 && code <= 0xff, "code %s", code);
    checkArgument(information >= 0 && information <= 0xffff_ffffL, "information %s", information);
    requireNonNull(quotation, "quotation");
  }
}
