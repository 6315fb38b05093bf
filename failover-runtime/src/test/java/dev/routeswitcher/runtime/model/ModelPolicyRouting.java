package dev.routeswitcher.runtime.model;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.engine.route.TableOperation;
import dev.routeswitcher.engine.route.TableRoute;
import dev.routeswitcher.runtime.port.NetworkChange.LookAgain;
import dev.routeswitcher.runtime.port.PolicyRouting;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules and tables of a {@link ModelHost}, of one address family. Guarded by the host. */
public final class ModelPolicyRouting implements PolicyRouting {

  private final ModelHost host;
  private KernelTables tables = KernelTables.EMPTY;
  private @Nullable String refused;

  ModelPolicyRouting(ModelHost host) {
    this.host = host;
  }

  // What a test does to it, and sees

  /** Refuses every operation that holds {@code words}; null refuses none. */
  public void refuse(@Nullable String words) {
    synchronized (host) {
      refused = words;
    }
  }

  /** Somebody deletes every rule. */
  public void deleteRules() {
    set(new KernelTables(ImmutableList.of(), tables().routes()));
  }

  /** Somebody, or an earlier run, has left this. */
  public void set(KernelTables others) {
    synchronized (host) {
      tables = others;
      host.tell(new LookAgain());
    }
  }

  /** What is there now. */
  public KernelTables tables() {
    synchronized (host) {
      return tables;
    }
  }

  /** What is there now, a line each, as the operations write it. */
  public List<String> shown() {
    return Stream.concat(tables().rules().stream(), tables().routes().stream())
        .map(Object::toString)
        .toList();
  }

  void flush(String interfaceName) {
    tables =
        new KernelTables(
            tables.rules(),
            tables.routes().stream()
                .filter(route -> !leavesBy(route, interfaceName))
                .collect(ImmutableList.toImmutableList()));
  }

  private static boolean leavesBy(TableRoute route, String interfaceName) {
    return route.hops().stream().map(NextHop::interfaceName).anyMatch(interfaceName::equals);
  }

  // The port

  @Override
  public void open() throws IOException {
    host.call("open policy");
  }

  @Override
  public KernelTables read(IpFamily family, List<Long> tables) throws IOException {
    host.call("read rules");
    return tables();
  }

  @Override
  public KernelTables readEverywhere(IpFamily family, List<Long> tables) throws IOException {
    return read(family, tables);
  }

  @Override
  public Optional<String> apply(IpFamily family, TableOperation operation) {
    synchronized (host) {
      String words = operation.toString();
      host.did(words);
      if (refused != null && words.contains(refused)) {
        return Optional.of("EPERM");
      }
      set(tables.after(operation));
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    host.did("close policy");
  }
}
