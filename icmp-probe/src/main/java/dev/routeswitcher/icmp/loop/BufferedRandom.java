package dev.routeswitcher.icmp.loop;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * A buffer in front of {@link SecureRandom}, each call of which costs more than a probe's share of
 * a system call. For one thread.
 */
final class BufferedRandom implements RandomGenerator {
  private static final int BUFFER_SIZE = 1 << 10;

  private final SecureRandom source;
  private final byte[] octets = new byte[BUFFER_SIZE];
  private final ByteBuffer buffer = ByteBuffer.wrap(octets).position(BUFFER_SIZE);

  BufferedRandom(SecureRandom source) {
    this.source = source;
  }

  @Override
  public long nextLong() {
    if (!buffer.hasRemaining()) {
      source.nextBytes(octets);
      buffer.clear();
    }
    return buffer.getLong();
  }
}
