package dev.routeswitcher.icmp.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;

/**
 * A network namespace that one thread of this JVM lives in, and every thread and process started by
 * that thread. It ceases to exist when they have all ended.
 */
final class NetworkNamespace implements AutoCloseable {
  /** What unshare(2), capset(2) and gettid(2) are called by. */
  public interface LibC {
    int unshare(int flags);

    int gettid();

    int capset(ByteBuffer header, ByteBuffer data);
  }

  private static final int CLONE_NEWNET = 0x40000000;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;

  private static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");

  private final ExecutorService thread;
  private final Path path;

  private NetworkNamespace(ExecutorService thread, Path path) {
    this.thread = thread;
    this.path = path;
  }

  /** Makes a namespace with a loopback interface that is up, and no IPv6 chatter. */
  static NetworkNamespace create() {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread t = new Thread(task, "namespace");
              t.setDaemon(true);
              return t;
            });
    Path path =
        await(
            thread,
            () -> {
              if (LIBC.unshare(CLONE_NEWNET) != 0) {
                throw new IllegalStateException(
                    "no network namespace could be made: run as root, or in unshare -Urnm");
              }
              long pid = ProcessHandle.current().pid();
              return Path.of("/proc/" + pid + "/task/" + LIBC.gettid() + "/ns/net");
            });
    NetworkNamespace namespace = new NetworkNamespace(thread, path);
    namespace.run("ip link set lo up");
    namespace.sysctl("net/ipv6/conf/all/disable_ipv6", "1");
    namespace.sysctl("net/ipv6/conf/default/disable_ipv6", "1");
    return namespace;
  }

  /** Runs something on the namespace's thread. */
  <T> T call(Callable<T> task) {
    return await(thread, task);
  }

  /**
   * Runs something in the namespace on a thread that has no capabilities, as an unprivileged
   * program's would have none.
   */
  <T> T callWithoutCapabilities(Callable<T> task) {
    return call(
        () -> {
          ExecutorService powerless = Executors.newSingleThreadExecutor();
          try {
            return await(
                powerless,
                () -> {
                  dropCapabilities();
                  return task.call();
                });
          } finally {
            powerless.shutdown();
          }
        });
  }

  /** Runs a command line in the namespace, words separated by blanks, and returns its output. */
  String run(String commandLine) {
    return call(() -> execute(List.of(commandLine.split(" "))));
  }

  /** Feeds an nftables script to the kernel. */
  void nft(String script) {
    call(() -> execute(List.of("nft", script)));
  }

  void sysctl(String name, String value) {
    call(() -> Files.writeString(Path.of("/proc/sys", name), value));
  }

  /** A file below /proc/net of this namespace. */
  List<String> procNet(String file) {
    return call(() -> Files.readAllLines(Path.of("/proc/thread-self/net", file)));
  }

  /** A name of this namespace that {@code ip link ... netns} understands. */
  Path path() {
    return path;
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  private static void dropCapabilities() {
    ByteBuffer header = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    header.putInt(0, CAPABILITY_VERSION_3);
    if (LIBC.capset(header, ByteBuffer.allocateDirect(24)) != 0) {
      throw new IllegalStateException("capabilities could not be dropped");
    }
  }

  private static String execute(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " failed: " + output);
    }
    return output;
  }

  private static <T> T await(ExecutorService thread, Callable<T> task) {
    try {
      return thread.submit(task).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
