package dev.routeswitcher.icmp.loop;

/** The packets of one read, filled again by the next. */
public final class ReceivedBatch {
  /** The most packets of one read. */
  public static final int CAPACITY = 64;

  private final ReceivedPacket[] packets = new ReceivedPacket[CAPACITY];
  private boolean filled;

  public ReceivedBatch() {
    for (int i = 0; i < CAPACITY; i++) {
      packets[i] = new ReceivedPacket();
    }
  }

  /** The packet at an index, 0 to {@link #CAPACITY} - 1. */
  public ReceivedPacket get(int index) {
    return packets[index];
  }

  /**
   * Whether the read had room for no more packets, so that there may be some; large ones need much.
   */
  boolean isFilled() {
    return filled;
  }

  public void setFilled(boolean filled) {
    this.filled = filled;
  }
}
