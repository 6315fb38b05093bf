package dev.routeswitcher.icmp;

/**
 * The layout of {@code struct mmsghdr} and what it points to, as 64-bit Linux has it (recvmmsg(2),
 * linux/socket.h).
 */
final class MessageHeader {
  /** The size of a {@code struct mmsghdr}, a {@code struct msghdr} and the octets transferred. */
  static final int SIZE = 64;

  static final int NAME_POINTER = 0;
  static final int NAME_LENGTH = 8;
  static final int VECTOR_POINTER = 16;
  static final int VECTOR_COUNT = 24;
  static final int CONTROL_POINTER = 32;
  static final int CONTROL_LENGTH = 40;
  static final int FLAGS = 48;
  static final int TRANSFERRED = 56;

  /** The size of a {@code struct iovec}: pointer, length. */
  static final int VECTOR_SIZE = 16;

  static final int VECTOR_LENGTH = 8;

  /** The size of a {@code struct cmsghdr}: size_t length, int level, int type; data follow. */
  static final int CONTROL_HEADER_SIZE = 16;

  static final int CONTROL_LEVEL = 8;
  static final int CONTROL_TYPE = 12;

  private MessageHeader() {}

  /** What a control message occupies, whose length counts header and data. */
  static int aligned(long length) {
    return (int) ((length + Long.BYTES - 1) & -Long.BYTES);
  }
}
