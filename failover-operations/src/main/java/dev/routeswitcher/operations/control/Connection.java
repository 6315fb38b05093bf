package dev.routeswitcher.operations.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One client of the control socket: messages in and out, each ended by a NUL, and the limits that
 * keep it from costing anything. Used by the server's thread alone.
 */
final class Connection {

  /** No call is longer. */
  static final int LONGEST_MESSAGE = 64 * 1024;

  /** So much may wait for a client that does not read; nothing is read of it meanwhile. */
  static final int MOST_WAITING = 1024 * 1024;

  private final SocketChannel channel;
  private final Peer peer;
  private final ByteBuffer in = ByteBuffer.allocate(4096);
  private byte[] message = new byte[0];
  private final Deque<ByteBuffer> out = new ArrayDeque<>();
  private int waiting;
  private long lastProgressNanos;
  private @Nullable Long messageSinceNanos;
  private boolean hasCalled;
  private boolean answering;
  private @Nullable Subscription subscription;

  Connection(SocketChannel channel, Peer peer, long nowNanos) {
    this.channel = channel;
    this.peer = peer;
    this.lastProgressNanos = nowNanos;
  }

  SocketChannel channel() {
    return channel;
  }

  Peer peer() {
    return peer;
  }

  // Reading

  /**
   * Reads what is there.
   *
   * @return whether the client has not hung up
   * @throws IOException if it breaks the rules, or the connection broke
   */
  boolean read(long nowNanos) throws IOException {
    in.clear();
    int count = channel.read(in);
    if (count < 0) {
      return false;
    }
    in.flip();
    byte[] grown = new byte[message.length + in.remaining()];
    System.arraycopy(message, 0, grown, 0, message.length);
    in.get(grown, message.length, in.remaining());
    message = grown;
    if (messageSinceNanos == null && message.length > 0) {
      messageSinceNanos = nowNanos;
    }
    lastProgressNanos = nowNanos;
    return true;
  }

  /**
   * The next call, if one is complete and the last one is answered.
   *
   * @throws IOException if it is too long
   */
  @Nullable String nextMessage(long nowNanos) throws IOException {
    if (answering || subscription != null || waiting > 0) {
      return null;
    }
    for (int i = 0; i < message.length; i++) {
      if (message[i] == 0) {
        String text = new String(message, 0, i, StandardCharsets.UTF_8);
        byte[] rest = new byte[message.length - i - 1];
        System.arraycopy(message, i + 1, rest, 0, rest.length);
        message = rest;
        messageSinceNanos = rest.length == 0 ? null : (Long) nowNanos;
        hasCalled = true;
        return text;
      }
    }
    if (message.length > LONGEST_MESSAGE) {
      throw new IOException("a call of more than " + LONGEST_MESSAGE + " bytes");
    }
    return null;
  }

  /** Whether more may be read: not while a whole call waits for its turn. */
  boolean wantsToRead() {
    return message.length <= LONGEST_MESSAGE && waiting == 0;
  }

  // Writing

  /** Queues a message and writes as much as can be written at once. */
  void send(String text, long nowNanos) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) 0).flip();
    if (waiting + buffer.remaining() > MOST_WAITING && waiting > 0) {
      throw new IOException("it does not read");
    }
    waiting += buffer.remaining();
    out.add(buffer);
    write(nowNanos);
  }

  void write(long nowNanos) throws IOException {
    while (!out.isEmpty()) {
      int count = channel.write(out.element());
      waiting -= count;
      if (count > 0) {
        lastProgressNanos = nowNanos;
      }
      if (out.element().hasRemaining()) {
        return;
      }
      out.remove();
    }
  }

  boolean wantsToWrite() {
    return waiting > 0;
  }

  // Turns

  /** A call is being answered: the next one waits until it is. */
  void answering(boolean now) {
    answering = now;
  }

  boolean isAnswering() {
    return answering;
  }

  @Nullable Subscription subscription() {
    return subscription;
  }

  /** From now on the client gets one reply after the other. */
  void subscribe(Subscription to) {
    subscription = to;
  }

  // Patience

  /** Until when it may go on like this. */
  long endsAtNanos(Patience patience) {
    Long begun = messageSinceNanos;
    if (waiting > 0) {
      return lastProgressNanos + patience.writeNanos();
    } else if (begun != null && !answering && subscription == null) {
      return begun + patience.readNanos();
    } else if (answering || subscription != null) {
      return lastProgressNanos + Patience.FOREVER_NANOS;
    }
    return lastProgressNanos + (hasCalled ? patience.idleNanos() : patience.readNanos());
  }

  /** Whether it may be closed for another one: it has nothing under way. */
  boolean isIdle() {
    return !answering && subscription == null && waiting == 0;
  }

  long lastProgressNanos() {
    return lastProgressNanos;
  }
}
