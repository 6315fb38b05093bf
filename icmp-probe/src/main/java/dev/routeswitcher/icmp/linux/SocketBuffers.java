package dev.routeswitcher.icmp.linux;

/** The memory that all sockets of a prober send from and receive into, one socket at a time. */
record SocketBuffers(SendBuffers sending, ReceiveBuffers packets, ReceiveBuffers errors) {
  static SocketBuffers allocate(LinuxSystemCalls calls) {
    return new SocketBuffers(
        new SendBuffers(calls), new ReceiveBuffers(calls), new ReceiveBuffers(calls));
  }
}
