package dev.routeswitcher.icmp;

/** The clocks a round-trip time was measured with. */
public enum RttClock {
  /**
   * The kernel's transmit stamp and its receive stamp (SO_TIMESTAMPING), both on CLOCK_REALTIME:
   * without any delay within this process. If the packet was stamped after the send call had
   * returned, which means that it waited for its interface, the time counts from that return.
   */
  KERNEL_STAMPS,

  /**
   * From the user-space send time to the kernel's receive stamp: without the reader's scheduling
   * delay. Used if transmit stamps are off, or none was received.
   */
  KERNEL_RECEIVE_STAMP,

  /**
   * From the user-space send time to the moment the reply was read, both on CLOCK_MONOTONIC: used
   * if the kernel gave no stamp, or if CLOCK_REALTIME was stepped while the probe was in flight. It
   * includes the reader's scheduling delay.
   */
  MONOTONIC
}
