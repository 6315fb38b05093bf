package dev.routeswitcher.icmp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.netlink.TestNamespace;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is left when probers are closed: nothing. {@code -Dcycles=100000} asks for more of them. */
class IcmpProberLeakIT {
  private static final int CYCLES = Integer.getInteger("cycles", 3_000);

  /** The runtime may start or end a thread of its own; a leak would be in the thousands. */
  private static final int FEW = 30;

  @Test
  void thousands_of_probers_leave_no_descriptor_no_thread_and_no_memory() throws Exception {
    try (TestNamespace namespace = TestNamespace.create()) {
      namespace.sysctl("net/ipv4/ping_group_range", "0 0");
      openProbeClose(namespace, 10);
      long descriptors = count("/proc/self/fd");
      long threads = count("/proc/self/task");
      long buffers = directBuffersLeft(0);
      openProbeClose(namespace, CYCLES);
      assertThat(count("/proc/self/fd") - descriptors).isLessThan(FEW);
      assertThat(count("/proc/self/task") - threads).isLessThan(FEW);
      assertThat(namespace.procNet("icmp")).hasSize(1);
      assertThat(directBuffersLeft(buffers) - buffers).isLessThan(FEW);
    }
  }

  private static void openProbeClose(TestNamespace namespace, int times) {
    for (int i = 0; i < times; i++) {
      namespace.call(
          () -> {
            try (IcmpProber prober = IcmpProber.open()) {
              ProbeOutcome outcome =
                  Probing.probe(prober, "lo", TwoProviders.LOOPBACK, Duration.ofSeconds(20));
              assertThat(outcome).isInstanceOf(ProbeOutcome.Replied.class);
            }
            return null;
          });
    }
  }

  /** Memory outside the heap is freed when the collector finds its buffers unreachable. */
  private static long directBuffersLeft(long enough) {
    BufferPoolMXBean pool =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(each -> each.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < 20 && pool.getCount() > enough; i++) {
      System.gc();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return pool.getCount();
  }

  private static long count(String directory) throws Exception {
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries.count();
    }
  }
}
