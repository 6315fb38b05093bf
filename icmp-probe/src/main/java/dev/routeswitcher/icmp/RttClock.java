package dev.routeswitcher.icmp;

/** Names the clocks a round-trip time was taken from. */
public enum RttClock {
  /**
   * From the kernel's transmit stamp to its receive stamp (SO_TIMESTAMPING), both on
   * CLOCK_REALTIME: the time on the way, free of any delay within this process.
   */
  KERNEL_STAMPS,

  /**
   * From the user-space send time to the kernel's receive stamp: free of the reader's scheduling
   * delay. Used when no transmit stamp is asked for, or none has come.
   */
  KERNEL_RECEIVE_STAMP,

  /**
   * From the user-space send time to the moment the reply was read, both on CLOCK_MONOTONIC: used
   * when the kernel gave no stamp, or when CLOCK_REALTIME was stepped while the probe was under
   * way. It includes the reader's scheduling delay.
   */
  MONOTONIC
}
