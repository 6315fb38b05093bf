package dev.routeswitcher.icmp;

/** The memory that all sockets of a prober send from and receive into, one at a time. */
record LinuxMessages(SendHeaders sending, ReceiveBuffers packets, ReceiveBuffers errors) {
  static LinuxMessages allocate(LinuxSystemCalls calls) {
    return new LinuxMessages(
        new SendHeaders(calls), new ReceiveBuffers(calls), new ReceiveBuffers(calls));
  }
}
