package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.TableOperation;
import dev.routeswitcher.runtime.port.PolicyRouting;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the kernel's rules and tables once and only pretends to change them: operations are logged
 * and taken for done.
 */
final class DryRunPolicyRouting implements PolicyRouting {

  private static final Logger log = LoggerFactory.getLogger(DryRunPolicyRouting.class);

  private final PolicyRouting kernel;
  private final Announcer announcer;
  private final Map<IpFamily, KernelTables> pretended = new EnumMap<>(IpFamily.class);

  DryRunPolicyRouting(PolicyRouting kernel, Announcer announcer) {
    this.kernel = kernel;
    this.announcer = announcer;
  }

  @Override
  public void open() throws IOException {
    kernel.open();
  }

  @Override
  public KernelTables read(IpFamily family, List<Long> tables) throws IOException {
    return readEverywhere(family, tables);
  }

  @Override
  public KernelTables readEverywhere(IpFamily family, List<Long> tables) throws IOException {
    KernelTables known = pretended.get(family);
    if (known == null) {
      known = kernel.readEverywhere(family, tables);
      pretended.put(family, known);
    }
    return known;
  }

  @Override
  public Optional<String> apply(IpFamily family, TableOperation operation) {
    announcer.log(
        () -> log.info("dry-run family={} would=\"{}\"", NoticeLog.word(family), operation));
    pretended.computeIfPresent(family, (same, tables) -> tables.after(operation));
    return Optional.empty();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
