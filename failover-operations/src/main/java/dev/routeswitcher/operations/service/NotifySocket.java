package dev.routeswitcher.operations.service;

import dev.routeswitcher.libc.Libc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The datagram socket of a service manager (sd_notify(3)): a path, or a name in the abstract
 * namespace (unix(7)) that begins with {@code @}. Java knows no unix sockets of datagrams.
 */
final class NotifySocket implements AutoCloseable {

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code sun_path} of {@code struct sockaddr_un}, with the NUL that ends a path. */
  private static final int LONGEST_PATH = 108;

  /** The calls of libc that are needed here; public because jnr-ffi implements it from outside. */
  public interface Calls {
    int socket(int domain, int type, int protocol);

    int connect(int socket, @In ByteBuffer address, int length);

    @ssize_t
    long send(int socket, @In ByteBuffer bytes, @size_t long length, int flags);

    int close(int descriptor);
  }

  private final Calls calls = Libc.load(Calls.class);
  private final int socket;
  private boolean closed;

  /**
   * Opens it.
   *
   * @throws IOException if nobody listens there
   */
  NotifySocket(String name) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    if (path.length == 0 || path.length >= LONGEST_PATH || (path[0] != '/' && path[0] != '@')) {
      throw new IOException("'" + name + "' is neither a path nor an abstract name");
    }
    boolean isAbstract = path[0] == '@';
    ByteBuffer address = direct(Short.BYTES + path.length + 1);
    address.putShort((short) AF_UNIX).put(path);
    if (isAbstract) {
      address.put(Short.BYTES, (byte) 0);
    }
    // The NUL behind a path is part of the address; a name in the abstract namespace has none.
    int length = address.position() + (isAbstract ? 0 : 1);
    socket = check("socket", calls.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    try {
      check("connect to " + name, calls.connect(socket, address.rewind(), length));
    } catch (IOException e) {
      calls.close(socket);
      throw e;
    }
  }

  /**
   * Sends a message without waiting: if the service manager does not read, it is lost.
   *
   * @return whether it was sent
   */
  synchronized boolean send(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return !closed
        && calls.send(
                socket,
                direct(bytes.length).put(bytes).flip(),
                bytes.length,
                MSG_DONTWAIT | MSG_NOSIGNAL)
            == bytes.length;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      calls.close(socket);
    }
  }

  private static int check(String call, int result) throws IOException {
    if (result < 0) {
      throw new IOException(call + ": error " + LastError.getLastError(Runtime.getSystemRuntime()));
    }
    return result;
  }

  private static ByteBuffer direct(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }
}
