package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.loop.RequestBatch;
import dev.routeswitcher.icmp.packet.Icmpv4;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The classic BPF program (linux/filter.h) of a raw socket, so that packets for other programs
 * neither wake the prober nor cost a copy.
 *
 * <p>It passes echo replies with the socket's identifier, and those without it that return its
 * cookie: replies to this socket with a changed identifier, which are to be counted. Of ICMP errors
 * it passes those that arrive on the loopback interface and quote the identifier: {@link
 * HostError}s. (For a socket of that interface they are in the error queue too; the second of the
 * two is counted as unmatched.)
 */
final class EchoFilter {
  private static final int LOAD_BYTE_INDEXED = 0x50; // BPF_LD | BPF_B | BPF_IND
  private static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  private static final int LOAD_SHORT_INDEXED = 0x48; // BPF_LD | BPF_H | BPF_IND
  private static final int LOAD_WORD_INDEXED = 0x40; // BPF_LD | BPF_W | BPF_IND
  private static final int LOAD_HEADER_LENGTH = 0xb1; // BPF_LDX | BPF_B | BPF_MSH
  private static final int LOAD_INDEX = 0x01; // BPF_LDX | BPF_IMM
  private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int RETURN = 0x06; // BPF_RET | BPF_K
  private static final int EVERYTHING = -1;

  private static final int INSTRUCTION_SIZE = 8;
  private static final int INSTRUCTIONS = 14;
  // struct sock_fprog: unsigned short len, struct sock_filter *filter
  private static final int PROGRAM_SIZE = 16;
  private static final int PROGRAM_POINTER = 8;

  private static final int IDENTIFIER = 4;
  private static final int COOKIE = 8 + RequestBatch.COOKIE;

  /** Behind the error's header and the IPv4 header that precedes every request, without options. */
  private static final int QUOTED_IDENTIFIER = 8 + 20 + IDENTIFIER;

  /** SKF_AD_OFF + SKF_AD_IFINDEX: the device that the packet arrived by. */
  private static final int ARRIVED_BY = -0x1000 + 8;

  /** LOOPBACK_IFINDEX of include/net/net_namespace.h, the same in every namespace. */
  private static final int LOOPBACK = 1;

  private final NativeBuffer program;
  private final NativeBuffer instructions;

  EchoFilter(LinuxSystemCalls calls, IpVersion version, int identifier, long cookie) {
    instructions = NativeBuffer.allocate(calls, INSTRUCTIONS * INSTRUCTION_SIZE);
    // A raw IPv4 socket is given the IP header, an ICMPv6 socket is not.
    if (version == IpVersion.IPV4) {
      put(LOAD_HEADER_LENGTH, 0, 0, 0);
    } else {
      put(LOAD_INDEX, 0, 0, 0);
    }
    put(LOAD_BYTE_INDEXED, 0, 0, 0);
    put(JUMP_EQUAL, 0, 4, version.echoReply());
    put(LOAD_SHORT_INDEXED, 0, 0, IDENTIFIER);
    put(JUMP_EQUAL, 7, 0, identifier);
    put(LOAD_WORD_INDEXED, 0, 0, COOKIE);
    put(JUMP_EQUAL, 5, 6, (int) (cookie >>> Integer.SIZE));
    // ICMPv6 errors do not get here: ICMPV6_FILTER drops them.
    put(JUMP_EQUAL, 0, 5, Icmpv4.DESTINATION_UNREACHABLE);
    put(LOAD_WORD, 0, 0, ARRIVED_BY);
    put(JUMP_EQUAL, 0, 3, LOOPBACK);
    put(LOAD_SHORT_INDEXED, 0, 0, QUOTED_IDENTIFIER);
    put(JUMP_EQUAL, 0, 1, identifier);
    put(RETURN, 0, 0, EVERYTHING);
    put(RETURN, 0, 0, 0);
    program = NativeBuffer.allocate(calls, PROGRAM_SIZE);
    program.bytes().putShort(0, (short) INSTRUCTIONS);
    program.bytes().putLong(PROGRAM_POINTER, instructions.address());
  }

  /** The program, one {@code struct sock_filter} after the other. */
  ByteBuffer instructions() {
    return instructions.bytes().duplicate().order(ByteOrder.nativeOrder()).flip();
  }

  /** Where the {@code struct sock_fprog} is. */
  long address() {
    return program.address();
  }

  int size() {
    return PROGRAM_SIZE;
  }

  // struct sock_filter: u16 code, u8 jump if true, u8 jump if false, u32 operand
  private void put(int code, int ifTrue, int ifFalse, int operand) {
    ByteBuffer to = instructions.bytes();
    to.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
  }
}
