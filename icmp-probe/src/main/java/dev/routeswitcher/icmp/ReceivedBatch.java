package dev.routeswitcher.icmp;

/** The messages of one read, filled again and again. */
final class ReceivedBatch {
  /** The most messages of one read. */
  static final int CAPACITY = 64;

  private final ReceivedMessage[] messages = new ReceivedMessage[CAPACITY];

  ReceivedBatch() {
    for (int i = 0; i < CAPACITY; i++) {
      messages[i] = new ReceivedMessage();
    }
  }

  ReceivedMessage get(int index) {
    return messages[index];
  }
}
