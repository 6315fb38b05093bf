package dev.routeswitcher.icmp.packet;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An error message, which quotes the packet it is about: destination unreachable, time exceeded,
 * parameter problem, source quench and redirect of RFC 792; packet too big of RFC 4443.
 *
 * @param type the ICMP type, 0 to 255
 * @param code the ICMP code, 0 to 255
 * @param information the four octets between checksum and quotation, as an unsigned number: a
 *     gateway, a pointer, a next-hop MTU, the length of the quotation (RFC 4884), or zero
 * @param quotation the start of the offending packet, its IP header first; with an extension
 *     structure it is padded with zeros
 * @param extension the extension structure of RFC 4884, its header first; {@link Payload#EMPTY} for
 *     none
 */
public record ErrorMessage(
    int type, int code, long information, Payload quotation, Payload extension)
    implements IcmpMessage {
  private static final int STRUCTURE_HEADER_SIZE = 4;
  private static final int STRUCTURE_VERSION = 2;
  private static final int OBJECT_HEADER_SIZE = 4;

  /** Checks the ranges. */
  public ErrorMessage {
    checkArgument(type >= 0 && type <= 0xff, "type %s", type);
    checkArgument(code >= 0 && code <= 0xff, "code %s", code);
    checkArgument(information >= 0 && information <= 0xffff_ffffL, "information %s", information);
    requireNonNull(quotation, "quotation");
    requireNonNull(extension, "extension");
  }

  /** A message without an extension structure. */
  public ErrorMessage(int type, int code, long information, Payload quotation) {
    this(type, code, information, quotation, Payload.EMPTY);
  }

  /**
   * Decodes the extension structure; without one there are no objects.
   *
   * @throws MalformedPacketException if its version, checksum or an object's length is wrong
   */
  public List<ExtensionObject> extensionObjects() throws MalformedPacketException {
    if (extension.size() == 0) {
      return List.of();
    }
    ByteBuffer structure = ByteBuffer.wrap(extension.toByteArray());
    if (structure.remaining() < STRUCTURE_HEADER_SIZE) {
      throw new MalformedPacketException("an extension structure is cut short");
    }
    int version = Byte.toUnsignedInt(structure.get(0)) >>> 4;
    boolean hasChecksum = structure.getShort(2) != 0;
    if (version != STRUCTURE_VERSION || (hasChecksum && InternetChecksum.of(structure) != 0)) {
      throw new MalformedPacketException(
          "an extension structure of version " + version + ", or with a wrong checksum");
    }
    List<ExtensionObject> objects = new ArrayList<>();
    structure.position(STRUCTURE_HEADER_SIZE);
    while (structure.hasRemaining()) {
      objects.add(nextObject(structure));
    }
    return List.copyOf(objects);
  }

  private static ExtensionObject nextObject(ByteBuffer in) throws MalformedPacketException {
    if (in.remaining() < OBJECT_HEADER_SIZE) {
      throw new MalformedPacketException("an extension object is cut short");
    }
    int length = Short.toUnsignedInt(in.getShort());
    int classNumber = Byte.toUnsignedInt(in.get());
    int type = Byte.toUnsignedInt(in.get());
    int contentLength = length - OBJECT_HEADER_SIZE;
    if (contentLength < 0 || contentLength > in.remaining()) {
      throw new MalformedPacketException("an extension object of " + length + " octets");
    }
    Payload content = Payload.copyOf(in.slice().limit(contentLength));
    in.position(in.position() + contentLength);
    return new ExtensionObject(classNumber, type, content);
  }
}
