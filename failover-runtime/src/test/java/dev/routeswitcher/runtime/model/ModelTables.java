package dev.routeswitcher.runtime.model;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.runtime.port.NetworkChange.ReadAgain;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules and tables of a {@link ModelHost}, of one address family. Guarded by the host. */
public final class ModelTables {

  private final ModelHost host;
  private final String reading;
  private KernelTables tables = KernelTables.EMPTY;
  private @Nullable String refused;
  private Runnable afterChange = () -> {};

  ModelTables(ModelHost host, String reading) {
    this.host = host;
    this.reading = reading;
  }

  // What a test does to it, and sees

  /** Refuses every operation that holds {@code words}; null refuses none. */
  public void refuse(@Nullable String words) {
    synchronized (host) {
      refused = words;
    }
  }

  /** Has something done after each operation, refused or not. */
  public void afterChange(Runnable action) {
    synchronized (host) {
      afterChange = action;
    }
  }

  /** Somebody deletes every rule. */
  public void deleteRules() {
    set(new KernelTables(ImmutableList.of(), now().routes()));
  }

  /** Somebody, or an earlier run, has left this. */
  public void set(KernelTables others) {
    synchronized (host) {
      tables = others;
      host.report(new ReadAgain());
    }
  }

  /** What is there now. */
  public KernelTables now() {
    synchronized (host) {
      return tables;
    }
  }

  /** What is there now, a line each, as the operations write it. */
  public List<String> shown() {
    return Stream.concat(now().rules().stream(), now().routes().stream())
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

  private static boolean leavesBy(Route route, String interfaceName) {
    return route.hops().stream().map(Hop::interfaceName).anyMatch(interfaceName::equals);
  }

  // What the kernel does

  KernelTables read() throws IOException {
    host.call(reading);
    return now();
  }

  OperationResult apply(RoutingOperation operation) {
    synchronized (host) {
      boolean refuses = refused != null && operation.toString().contains(refused);
      afterChange.run();
      if (refuses) {
        return new OperationResult(operation, Outcome.UNAVAILABLE, "EPERM");
      }
      set(tables.after(List.of(operation)));
      return OperationResult.applied(operation);
    }
  }
}
