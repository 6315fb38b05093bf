package dev.routeswitcher.icmp;

/** Names the clocks a round-trip time was taken from. */
public enum RttClock {
  /**
   * From the user-space send time to the kernel's receive stamp (SO_TIMESTAMPNS), both on
   * CLOCK_REALTIME: free of the reader's scheduling delay.
   */
  KERNEL_RECEIVE_STAMP,

  /**
   * From the user-space send time to the moment the reply was read, both on CLOCK_MONOTONIC: used
   * when the kernel gave no stamp, or when CLOCK_REALTIME was stepped while the probe was under
   * way. It includes the reader's scheduling delay.
   */
  MONOTONIC
}
