package dev.routeswitcher.icmp.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** The common part of both wire formats, which differ in numbers. */
final class MessageFormat {

  /**
   * How many octets the quotation of an error has, by its length attribute (RFC 4884, section 4); 0
   * if there is none and the quotation takes the rest.
   */
  @FunctionalInterface
  interface QuotationLength {
    int of(int type, long information);
  }

  /** A quotation that an extension structure follows is at least this long (RFC 4884, 4.1). */
  private static final int MIN_QUOTATION_SIZE = 128;

  private static final int CHECKSUM_OFFSET = 2;

  private final int requestType;
  private final int replyType;
  private final Set<Integer> errorTypes;
  private final QuotationLength quotationLength;

  MessageFormat(
      int requestType, int replyType, Set<Integer> errorTypes, QuotationLength quotationLength) {
    this.requestType = requestType;
    this.replyType = replyType;
    this.errorTypes = errorTypes;
    this.quotationLength = quotationLength;
  }

  /**
   * Writes a message with checksum zero into a slice of the buffer, whose position does not change.
   */
  ByteBuffer encodeWithoutChecksum(IcmpMessage message, ByteBuffer out) {
    ByteBuffer packet = out.slice().order(ByteOrder.BIG_ENDIAN);
    if (message instanceof EchoMessage echo) {
      putHeader(packet, echo.kind() == EchoMessage.Kind.REQUEST ? requestType : replyType, 0);
      packet.putShort((short) echo.identifier()).putShort((short) echo.sequence());
      echo.payload().writeTo(packet);
    } else if (message instanceof ErrorMessage error) {
      putHeader(packet, error.type(), error.code());
      packet.putInt((int) error.information());
      error.quotation().writeTo(packet);
      error.extension().writeTo(packet);
    } else if (message instanceof OtherMessage other) {
      putHeader(packet, other.type(), other.code());
      other.body().writeTo(packet);
    }
    return packet.flip();
  }

  void putChecksum(ByteBuffer packet, int checksum) {
    packet.putShort(CHECKSUM_OFFSET, (short) checksum);
  }

  /** Decodes the remaining octets and advances the position. */
  IcmpMessage decode(ByteBuffer packet) {
    int type = Byte.toUnsignedInt(packet.get());
    int code = Byte.toUnsignedInt(packet.get());
    packet.getShort();
    if ((type == requestType || type == replyType) && code == 0) {
      return echo(type, packet);
    }
    return errorTypes.contains(type)
        ? error(type, code, packet)
        : new OtherMessage(type, code, Payload.copyOf(packet));
  }

  static ByteBuffer view(ByteBuffer in) throws MalformedPacketException {
    if (in.remaining() < EchoView.HEADER_SIZE) {
      throw new MalformedPacketException(
          "an ICMP message has at least "
              + EchoView.HEADER_SIZE
              + " octets, not "
              + in.remaining());
    }
    return in.slice().order(ByteOrder.BIG_ENDIAN);
  }

  static MalformedPacketException wrongChecksum(ByteBuffer packet) {
    return new MalformedPacketException(
        "wrong checksum in an ICMP message of " + packet.remaining() + " octets");
  }

  private EchoMessage echo(int type, ByteBuffer rest) {
    return new EchoMessage(
        type == requestType ? EchoMessage.Kind.REQUEST : EchoMessage.Kind.REPLY,
        Short.toUnsignedInt(rest.getShort()),
        Short.toUnsignedInt(rest.getShort()),
        Payload.copyOf(rest));
  }

  private ErrorMessage error(int type, int code, ByteBuffer rest) {
    long information = Integer.toUnsignedLong(rest.getInt());
    int length = quotationLength.of(type, information);
    if (length < MIN_QUOTATION_SIZE || length >= rest.remaining()) {
      return new ErrorMessage(type, code, information, Payload.copyOf(rest));
    }
    Payload quotation = Payload.copyOf(rest.slice().limit(length));
    rest.position(rest.position() + length);
    return new ErrorMessage(type, code, information, quotation, Payload.copyOf(rest));
  }

  private static void putHeader(ByteBuffer packet, int type, int code) {
    packet.put((byte) type).put((byte) code).putShort((short) 0);
  }
}
