package dev.routeswitcher.runtime.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;

/**
 * A network namespace that one thread of this JVM lives in, with every thread and process that this
 * one starts. It has two uplinks: eth0 with 192.0.2.2/24 and eth1 with 198.51.100.2/24, whose other
 * ends peer0 (192.0.2.1) and peer1 (198.51.100.1) lie in a namespace of their own and answer pings,
 * also for 203.0.113.8. Both cease to exist when it is closed.
 */
public final class NetworkNamespace implements AutoCloseable {

  /** What namespaces and capabilities are changed by. */
  public interface LibC {
    /** unshare(2). */
    int unshare(int flags);

    /** gettid(2). */
    int gettid();

    /** capset(2). */
    int capset(ByteBuffer header, ByteBuffer data);
  }

  private static final long CARRIERS_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final LibC LIBC = LibraryLoader.create(LibC.class).load("c");

  private final ExecutorService inside = namespaceThread();
  private final ExecutorService beyond = namespaceThread();

  private NetworkNamespace() {}

  /** Makes the namespaces; fails if that is not allowed. */
  public static NetworkNamespace create() {
    NetworkNamespace made = new NetworkNamespace();
    String providers = await(made.beyond, NetworkNamespace::unshare);
    await(made.inside, NetworkNamespace::unshare);
    made.ip("link set lo up");
    made.link(0, "192.0.2", providers);
    made.link(1, "198.51.100", providers);
    made.beyond("address add 203.0.113.8/32 dev lo");
    made.beyond("link set lo up");
    made.awaitCarriers();
    return made;
  }

  /** What the kernel changes by itself, as the carriers come, it has changed afterwards. */
  private void awaitCarriers() {
    long started = System.nanoTime();
    String routes;
    do {
      if (System.nanoTime() - started > CARRIERS_NANOS) {
        throw new IllegalStateException("the carriers did not come up");
      }
      routes = ip("route show table all");
    } while (routes.contains("linkdown")
        || !routes.contains("multicast ff00::/8 dev eth0")
        || !routes.contains("multicast ff00::/8 dev eth1"));
  }

  private void link(int number, String net, String providers) {
    String eth = "eth" + number;
    String peer = "peer" + number;
    // Different indexes: for equal ones the kernel may report a lost carrier a second late.
    ip(
        "link add %s index %d type veth peer name %s index %d"
            .formatted(eth, 100 + number, peer, 200 + number));
    ip("link set " + peer + " netns " + providers);
    ip("address add " + net + ".2/24 dev " + eth);
    ip("link set " + eth + " up");
    beyond("address add " + net + ".1/24 dev " + peer);
    beyond("link set " + peer + " up");
  }

  /** Runs {@code ip} where the uplinks are; returns what it says. */
  public String ip(String words) {
    return call(() -> execute(words));
  }

  /** Runs {@code ip} where the providers are. */
  public String beyond(String words) {
    return await(beyond, () -> execute(words));
  }

  /** Runs something on the thread that lives in the namespace. */
  public <T> T call(Callable<T> task) {
    return await(inside, task);
  }

  /** Runs something in the namespace on a thread without any capability. */
  public <T> T callWithoutCapabilities(Callable<T> task) {
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

  /** Lets group 0 open datagram ICMP sockets. */
  public void openPing() {
    call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 0"));
  }

  @Override
  public void close() {
    inside.shutdown();
    beyond.shutdown();
  }

  private static ExecutorService namespaceThread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "namespace");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static String unshare() {
    if (LIBC.unshare(CLONE_NEWNET) != 0) {
      throw new IllegalStateException(
          "no network namespace could be made: run as root, or in unshare -Urnm");
    }
    return "/proc/" + ProcessHandle.current().pid() + "/task/" + LIBC.gettid() + "/ns/net";
  }

  private static void dropCapabilities() {
    ByteBuffer header = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    header.putInt(0, CAPABILITY_VERSION_3);
    if (LIBC.capset(header, ByteBuffer.allocateDirect(24)) != 0) {
      throw new IllegalStateException("capabilities could not be dropped");
    }
  }

  private static String execute(String words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(("ip " + words).split(" ")).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("ip " + words + " failed: " + output);
    }
    return output;
  }

  private static <T> T await(ExecutorService thread, Callable<T> task) {
    try {
      return thread.submit(task).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      throw new IllegalStateException(cause.getMessage(), cause);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
