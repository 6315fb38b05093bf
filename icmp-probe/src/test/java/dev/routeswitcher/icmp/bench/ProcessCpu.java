package dev.routeswitcher.icmp.bench;

import java.lang.management.ManagementFactory;

/** The processor time this process has used, all threads and the kernel's part included. */
final class ProcessCpu {
  private ProcessCpu() {}

  static long nanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
