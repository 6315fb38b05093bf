package dev.routeswitcher.netlink.socket;

import static dev.routeswitcher.netlink.socket.LinuxSystem.c;
import static dev.routeswitcher.netlink.socket.LinuxSystem.errno;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.netlink.codec.Errno;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace, by the file that stands for it ({@code setns(2)}). Opening a socket in
 * another one needs CAP_SYS_ADMIN, in the user namespace that owns it too.
 *
 * <pre>{@code
 * NetworkNamespace blue = NetworkNamespace.named("blue");   // ip netns add blue
 * try (RtnetlinkClient client = RtnetlinkClient.open(SocketOptions.DEFAULT.in(blue))) { ... }
 * }</pre>
 */
public final class NetworkNamespace {
  /** Where {@code ip netns} has its names. */
  private static final Path NAMED = Path.of("/var/run/netns");

  private final String name;
  private final Path path;

  private NetworkNamespace(String name, Path path) {
    this.name = name;
    this.path = path;
  }

  /**
   * The namespace of this name, as {@code ip netns} lists it.
   *
   * @throws IllegalArgumentException if it is no file name
   */
  public static NetworkNamespace named(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw new IllegalArgumentException("name of a network namespace: \"" + name + "\"");
    }
    return new NetworkNamespace(name, NAMED.resolve(name));
  }

  /** The namespace that a file stands for, such as {@code /proc/4711/ns/net}. */
  public static NetworkNamespace at(Path path) {
    return new NetworkNamespace(path.toString(), path);
  }

  /**
   * Calls something on a thread in this namespace. The thread is one of its own, which ends with
   * the call: a namespace is a thread's, and nobody else's must change.
   */
  <T> T call(Callable<T> inside) throws NetlinkSocketException {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              enter();
              return inside.call();
            });
    Thread thread = new Thread(task, "netlink-namespace-" + name);
    thread.setDaemon(true);
    thread.start();
    try {
      return Objects.requireNonNull(Uninterruptibles.getUninterruptibly(task));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NetlinkSocketException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void enter() throws NetlinkSocketException {
    int fd = c().open(path.toString(), LinuxSystem.O_CLOEXEC | LinuxSystem.O_NONBLOCK);
    if (fd < 0) {
      throw failure("open", errno());
    }
    try {
      if (c().setns(fd, LinuxSystem.CLONE_NEWNET) < 0) {
        throw failure("enter", errno());
      }
    } finally {
      c().close(fd);
    }
  }

  private NetlinkSocketException failure(String verb, Errno errno) {
    String operation = verb + " network namespace " + name;
    if (errno.equals(Errno.EPERM)) {
      return new NetlinkSocketException(operation, errno, "CAP_SYS_ADMIN is needed");
    } else if (errno.equals(Errno.EACCES)) {
      return new NetlinkSocketException(operation, errno, path + " may not be opened");
    } else if (errno.equals(Errno.ENOENT)) {
      return new NetlinkSocketException(operation, errno, "there is no " + path);
    } else if (errno.equals(Errno.EINVAL)) {
      return new NetlinkSocketException(operation, errno, path + " is no network namespace");
    }
    return new NetlinkSocketException(operation, errno);
  }

  /** Its name, or its path if it was given by path. */
  @Override
  public String toString() {
    return name;
  }
}
