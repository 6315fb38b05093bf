package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One switcher per network namespace. */
@Timeout(120)
class UnixSocketLockIT {

  private final NetworkNamespace namespace = NetworkNamespace.create();

  @AfterEach
  void close() {
    namespace.close();
  }

  private UnixSocketLock acquired(NetworkNamespace where) {
    UnixSocketLock lock = new UnixSocketLock();
    where.call(
        () -> {
          lock.acquire();
          return lock;
        });
    return lock;
  }

  @Test
  void a_second_one_of_the_same_process_is_refused_until_the_first_gives_up() {
    UnixSocketLock first = acquired(namespace);
    assertThatThrownBy(() -> acquired(namespace))
        .hasMessageContaining("another route-switcher already runs in this network namespace");
    first.release();
    acquired(namespace).release();
  }

  @Test
  void another_namespace_has_a_lock_of_its_own() {
    UnixSocketLock here = acquired(namespace);
    try (NetworkNamespace other = NetworkNamespace.create()) {
      acquired(other).release();
    }
    here.release();
  }

  @Test
  void another_process_holds_it_until_it_is_killed() throws Exception {
    Process holder = namespace.call(UnixSocketLockIT::startHolder);
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('l');
      assertThatThrownBy(() -> acquired(namespace)).hasMessageContaining("already runs");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    acquired(namespace).release();
  }

  @Test
  void a_child_process_does_not_inherit_it() throws Exception {
    UnixSocketLock lock = acquired(namespace);
    Process child = namespace.call(() -> new ProcessBuilder("sleep", "600").start());
    try {
      lock.release();
      acquired(namespace).release();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void what_is_not_held_may_be_released() throws IOException {
    new UnixSocketLock().release();
  }

  private static Process startHolder() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), Holder.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Holds the lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      new UnixSocketLock().acquire();
      System.out.print('l');
      System.out.flush();
      Thread.sleep(600_000);
    }
  }
}
