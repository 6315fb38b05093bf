package dev.routeswitcher.icmp.packet;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The wire format of ICMP for IPv4 (RFC 792): every message is type, code, checksum and at least
 * four further octets, in network byte order.
 */
public final class Icmpv4 {
  /** The octets of the header that every message starts with. */
  public static final int HEADER_SIZE = 8;

  /** Echo reply. */
  public static final int ECHO_REPLY = 0;

  /** Destination unreachable. */
  public static final int DESTINATION_UNREACHABLE = 3;

  /** Source quench, obsolete (RFC 6633). */
  public static final int SOURCE_QUENCH = 4;

  /** Redirect. */
  public static final int REDIRECT = 5;

  /** Echo request. */
  public static final int ECHO_REQUEST = 8;

  /** Time exceeded. */
  public static final int TIME_EXCEEDED = 11;

  /** Parameter problem. */
  public static final int PARAMETER_PROBLEM = 12;

  private static final int CHECKSUM_OFFSET = 2;

  private Icmpv4() {}

  /**
   * Writes a message with its checksum and moves the position behind it.
   *
   * @throws BufferOverflowException if the message does not fit; the buffer's position stays
   */
  public static void encode(IcmpMessage message, ByteBuffer out) {
    ByteBuffer packet = out.slice().order(ByteOrder.BIG_ENDIAN);
    if (message instanceof EchoMessage echo) {
      putHeader(packet, echo.kind() == EchoMessage.Kind.REQUEST ? ECHO_REQUEST : ECHO_REPLY, 0);
      packet.putShort((short) echo.identifier()).putShort((short) echo.sequence());
      echo.payload().writeTo(packet);
    } else if (message instanceof ErrorMessage error) {
      putHeader(packet, error.type(), error.code());
      packet.putInt((int) error.information());
      error.quotation().writeTo(packet);
    } else if (message instanceof OtherMessage other) {
      putHeader(packet, other.type(), other.code());
      other.body().writeTo(packet);
    }
    packet.flip();
    packet.putShort(CHECKSUM_OFFSET, (short) InternetChecksum.of(packet));
    out.position(out.position() + packet.limit());
  }

  /**
   * Reads the message that the remaining octets are; the buffer's position stays.
   *
   * <p>An echo with a code other than 0 is an {@link OtherMessage}.
   *
   * @throws MalformedPacketException if there are fewer than eight octets or the checksum is wrong
   */
  public static IcmpMessage decode(ByteBuffer in) throws MalformedPacketException {
    ByteBuffer packet = view(in);
    if (InternetChecksum.of(packet) != 0) {
      throw new MalformedPacketException(
          "wrong checksum in an ICMP message of " + packet.remaining() + " octets");
    }
    int type = Byte.toUnsignedInt(packet.get());
    int code = Byte.toUnsignedInt(packet.get());
    packet.getShort();
    if ((type == ECHO_REQUEST || type == ECHO_REPLY) && code == 0) {
      return echo(type, packet);
    }
    if (isError(type)) {
      long information = Integer.toUnsignedLong(packet.getInt());
      return new ErrorMessage(type, code, information, Payload.copyOf(packet));
    }
    return new OtherMessage(type, code, Payload.copyOf(packet));
  }

  /**
   * Reads the echo request that an ICMP error quotes, starting at its ICMP header.
   *
   * <p>The checksum is not looked at, because a quotation may be cut short: RFC 792 promises no
   * more than the header, so the payload may be a part of the one sent, or empty.
   *
   * @throws MalformedPacketException if this is not the start of an echo request
   */
  public static EchoMessage decodeQuotedRequest(ByteBuffer in) throws MalformedPacketException {
    ByteBuffer packet = view(in);
    int type = Byte.toUnsignedInt(packet.get());
    int code = Byte.toUnsignedInt(packet.get());
    packet.getShort();
    if (type != ECHO_REQUEST || code != 0) {
      throw new MalformedPacketException(
          "the quoted message is no echo request: type " + type + ", code " + code);
    }
    return echo(type, packet);
  }

  private static ByteBuffer view(ByteBuffer in) throws MalformedPacketException {
    if (in.remaining() < HEADER_SIZE) {
      throw new MalformedPacketException(
          "an ICMP message has at least " + HEADER_SIZE + " octets, not " + in.remaining());
    }
    return in.slice().order(ByteOrder.BIG_ENDIAN);
  }

  private static EchoMessage echo(int type, ByteBuffer rest) {
    return new EchoMessage(
        type == ECHO_REQUEST ? EchoMessage.Kind.REQUEST : EchoMessage.Kind.REPLY,
        Short.toUnsignedInt(rest.getShort()),
        Short.toUnsignedInt(rest.getShort()),
        Payload.copyOf(rest));
  }

  private static boolean isError(int type) {
    return switch (type) {
      case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM ->
          true;
      default -> false;
    };
  }

  private static void putHeader(ByteBuffer packet, int type, int code) {
    packet.put((byte) type).put((byte) code).putShort((short) 0);
  }
}
