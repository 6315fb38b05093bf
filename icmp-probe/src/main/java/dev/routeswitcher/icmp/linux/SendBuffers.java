package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.loop.RequestBatch;
import java.nio.ByteBuffer;

/** The headers that one {@code sendmmsg} takes beside the packets of a {@link RequestBatch}. */
final class SendBuffers {
  private static final int CONTROL_CAPACITY = 128;
  private static final int TRAFFIC_CLASS_SHIFT = 2;

  private final LinuxSystemCalls calls;
  private final MmsghdrArray headers;
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);
  private long memoryAddress;

  SendBuffers(LinuxSystemCalls calls) {
    this.calls = calls;
    headers = new MmsghdrArray(calls, RequestBatch.CAPACITY, CONTROL_CAPACITY);
  }

  /** Writes the headers of some requests of a batch and returns the address of the first. */
  long describe(RequestBatch batch, int from, int to, SocketFamily family) {
    if (batch.memory() != memory) {
      memory = batch.memory();
      memoryAddress = calls.address(memory.duplicate().position(0));
    }
    for (int i = from; i < to; i++) {
      int name = SocketAddress.put(headers.names(), headers.nameAt(i), family, batch.target(i));
      headers.setData(i, memoryAddress + batch.start(i), batch.length(i));
      headers.setLengths(i, name, putOptions(headers.controlAt(i), batch.options(i), family));
    }
    return headers.address(from);
  }

  /** Writes what differs from the socket's defaults and returns its length. */
  private int putOptions(int start, ProbeOptions options, SocketFamily family) {
    if (options == ProbeOptions.DEFAULTS) {
      return 0;
    }
    int at = start;
    if (options.timeToLive() != ProbeOptions.SYSTEM_DEFAULT) {
      at = put(at, family.timeToLive(), options.timeToLive());
    }
    if (options.dscp() != 0) {
      at = put(at, family.trafficClass(), options.dscp() << TRAFFIC_CLASS_SHIFT);
    }
    if (options.dontFragment() && family == SocketFamily.IPV6) {
      at = put(at, SocketOption.IPV6_DONTFRAG, 1);
    }
    if (options.mark() != 0) {
      at = put(at, SocketOption.SO_MARK, (int) options.mark());
    }
    return at - start;
  }

  private int put(int at, SocketOption type, int value) {
    return AncillaryData.put(headers.controls(), at, type, value);
  }
}
