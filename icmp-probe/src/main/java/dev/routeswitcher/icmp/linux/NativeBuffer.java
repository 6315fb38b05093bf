package dev.routeswitcher.icmp.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Zeroed memory outside the heap, in native byte order, with its address.
 *
 * <p>Code that passes the address to the kernel keeps the buffer reachable as long as it is used.
 */
record NativeBuffer(ByteBuffer bytes, long address) {
  static NativeBuffer allocate(LinuxSystemCalls calls, int size) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    return new NativeBuffer(bytes, calls.address(bytes));
  }
}
