package dev.routeswitcher.netlink;

import dev.routeswitcher.libc.Libc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;

/**
 * A network namespace of a thread of its own: what is run in it, and every socket opened there,
 * belongs to it. It ends with its last socket. Other modules borrow it by netlink-core's test jar.
 * Needs CAP_SYS_ADMIN, as root or in {@code unshare -Urnm}; without it, making one fails.
 */
public final class TestNamespace implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final int CAPABILITY_VERSION_3 = 0x2008_0522;

  private static final LibC C = Libc.load(LibC.class);

  /** The calls it needs; public because jnr-ffi implements it from outside. */
  public interface LibC {
    int unshare(int flags);

    int gettid();

    int capset(@In ByteBuffer header, @In ByteBuffer data);
  }

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "namespace");
            daemon.setDaemon(true);
            return daemon;
          });

  private final Path path = call(TestNamespace::unshare);

  private TestNamespace() {}

  /** A new namespace with the loopback up. */
  public static TestNamespace create() {
    TestNamespace namespace = new TestNamespace();
    namespace.run("ip link set lo up");
    return namespace;
  }

  private static Path unshare() {
    check("unshare(CLONE_NEWNET)", C.unshare(CLONE_NEWNET));
    return Path.of("/proc/" + ProcessHandle.current().pid() + "/task/" + C.gettid() + "/ns/net");
  }

  private static void check(String call, int result) {
    if (result < 0) {
      int errno = Runtime.getRuntime(C).getLastError();
      throw new AssertionError(
          call + " failed with errno " + errno + ": run as root or in unshare -Urnm");
    }
  }

  /** A name of this namespace that {@code ip link ... netns} understands. */
  public Path path() {
    return path;
  }

  /** Gives up every capability of the namespace's thread, for good. */
  public void dropCapabilities() {
    call(TestNamespace::dropOwnCapabilities);
  }

  private static int dropOwnCapabilities() {
    ByteBuffer header = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    header.putInt(0, CAPABILITY_VERSION_3);
    check("capset", C.capset(header, ByteBuffer.allocateDirect(24)));
    return 0;
  }

  /** Runs code in the namespace on a thread that has no capabilities. */
  public <T> T callWithoutCapabilities(Callable<T> code) {
    return call(
        () -> {
          FutureTask<T> task =
              new FutureTask<>(
                  () -> {
                    dropOwnCapabilities();
                    return code.call();
                  });
          Thread powerless = new Thread(task, "powerless");
          powerless.start();
          return outcome(task);
        });
  }

  /** Sets a file below {@code /proc/sys} in the namespace. */
  public void sysctl(String name, String value) {
    call(() -> Files.writeString(Path.of("/proc/sys", name), value));
  }

  /** The lines of a file below {@code /proc/net} of the namespace. */
  public List<String> procNet(String file) {
    return call(() -> Files.readAllLines(Path.of("/proc/thread-self/net", file)));
  }

  /** Runs code in the namespace. */
  public <T> T call(Callable<T> code) {
    return outcome(thread.submit(code));
  }

  /** An error with the message of what the code threw. */
  private static <T> T outcome(Future<T> task) {
    try {
      return task.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs shell commands in the namespace; what they print. Each of them must succeed. */
  public String run(String... commands) {
    return pipe("", String.join(" && ", commands));
  }

  /** Runs a shell command in the namespace with this input; what it prints. */
  public String pipe(String input, String command) {
    return call(() -> execute(input, command));
  }

  /** Gives an nftables script to the kernel. */
  public void nft(String script) {
    pipe(script, "nft -f -");
  }

  private static String execute(String input, String command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new AssertionError(command + " ended with " + status + ": " + output);
    }
    return output;
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
