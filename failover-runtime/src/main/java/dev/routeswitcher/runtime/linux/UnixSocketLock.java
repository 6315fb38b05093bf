package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.libc.Libc;
import dev.routeswitcher.runtime.port.InstanceLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.inject.Inject;
import jnr.constants.platform.Errno;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * One switcher per network namespace, by the name of an abstract unix socket (unix(7)): the kernel
 * keeps such names per network namespace and frees them when the socket is closed, however the
 * process ends.
 */
public final class UnixSocketLock implements InstanceLock {

  private static final String NAME = "route-switcher";
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int NONE = -1;

  /** The calls of libc that are needed here. */
  public interface LibC {
    int socket(int domain, int type, int protocol);

    int bind(int socket, ByteBuffer address, int length);

    int close(int descriptor);
  }

  private final LibC libc = Libc.load(LibC.class);
  private int socket = NONE;

  @Inject
  public UnixSocketLock() {}

  @Override
  public void acquire() throws IOException {
    int created = libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (created < 0) {
      throw new IOException("cannot create a unix socket: " + lastError());
    }
    byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer address =
        ByteBuffer.allocateDirect(Short.BYTES + 1 + name.length).order(ByteOrder.nativeOrder());
    address.putShort((short) AF_UNIX).put((byte) 0).put(name).flip();
    if (libc.bind(created, address, address.remaining()) != 0) {
      Errno error = lastError();
      libc.close(created);
      throw new IOException(
          error == Errno.EADDRINUSE
              ? "another route-switcher already runs in this network namespace; stop it first"
                  + " (find it with: ss -xlp src @"
                  + NAME
                  + ")"
              : "cannot take the name of the one switcher: " + error);
    }
    socket = created;
  }

  private static Errno lastError() {
    return Errno.valueOf(LastError.getLastError(Runtime.getSystemRuntime()));
  }

  @Override
  public void release() {
    if (socket != NONE) {
      libc.close(socket);
      socket = NONE;
    }
  }
}
