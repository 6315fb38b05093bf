package dev.routeswitcher.icmp.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * An echo request, or the reply that returns its identifier, sequence and payload unchanged (RFC
 * 792, page 14).
 *
 * @param kind request or reply
 * @param identifier 0 to 65,535
 * @param sequence 0 to 65,535
 * @param payload what the reply returns
 */
public record EchoMessage(Kind kind, int identifier, int sequence, Payload payload)
    implements IcmpMessage {

  /** Request or reply. */
  public enum Kind {
    /** Asks for a reply. */
    REQUEST,
    /** Answers a request. */
    REPLY
  }

  /** Checks the ranges. */
  public EchoMessage {
    requireNonNull(kind, "kind");
    checkArgument(identifier >= 0 && identifier <= 0xffff, "identifier %s", identifier);
    checkArgument(sequence >= 0 && sequence <= 0xffff, "sequence %s", sequence);
    requireNonNull(payload, "payload");
  }
}
