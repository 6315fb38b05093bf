package dev.routeswitcher.icmp.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A control group whose processes may use the CPUs for a part of the time only, by the interface of
 * either version ({@code cpu.max}; {@code cpu.cfs_quota_us}).
 */
final class CpuQuota implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final Path root;
  private final Path group;

  private CpuQuota(Path root, Path group) {
    this.root = root;
    this.group = group;
  }

  /** Whether this process may make such groups here. */
  static boolean isPossible() {
    return Files.isWritable(root())
        && (isVersion1() || Files.exists(ROOT.resolve("cgroup.controllers")));
  }

  private static boolean isVersion1() {
    return Files.exists(ROOT.resolve("cpu/cpu.cfs_quota_us"))
        || Files.exists(ROOT.resolve("cpu/cpu.stat"));
  }

  private static Path root() {
    return isVersion1() ? ROOT.resolve("cpu") : ROOT;
  }

  /** Makes a group without processes. */
  static CpuQuota create(int quotaMicros, int periodMicros) throws IOException {
    Path root = root();
    Path group = Files.createTempDirectory(root, "icmp-probe-test-");
    CpuQuota quota = new CpuQuota(root, group);
    try {
      if (isVersion1()) {
        quota.write("cpu.cfs_period_us", periodMicros);
        quota.write("cpu.cfs_quota_us", quotaMicros);
      } else {
        Files.writeString(group.resolve("cpu.max"), quotaMicros + " " + periodMicros);
      }
      return quota;
    } catch (IOException e) {
      quota.close();
      throw e;
    }
  }

  private void write(String file, int value) throws IOException {
    Files.writeString(group.resolve(file), Integer.toString(value));
  }

  /** Holds a process to the quota from now on. */
  void hold(Process process) throws IOException {
    Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
  }

  /** Lets a process go. */
  void release(Process process) throws IOException {
    Files.writeString(root.resolve("cgroup.procs"), Long.toString(process.pid()));
  }

  /** In how many periods the quota was used up. */
  int timesUsedUp() throws IOException {
    List<String> statistics = Files.readAllLines(group.resolve("cpu.stat"));
    String name = "nr_throttled ";
    return statistics.stream()
        .filter(line -> line.startsWith(name))
        .mapToInt(line -> Integer.parseInt(line.substring(name.length())))
        .sum();
  }

  /** Removes the group, which must have no process any more. */
  @Override
  public void close() throws IOException {
    Files.delete(group);
  }
}
