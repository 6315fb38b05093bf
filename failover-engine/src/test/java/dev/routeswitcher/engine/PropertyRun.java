package dev.routeswitcher.engine;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * One property of {@link InvariantsTest} outside the build, against whatever engine is on the class
 * path: {@code bin/prove sabotage}. A rare fault may not show in the tries that a build makes, so
 * it is run again and again, in other random worlds. Exit status: 0 it holds each time, 3 it fails.
 */
final class PropertyRun {

  private static final int RUNS = 10;

  private PropertyRun() {}

  /** Runs the property of that name. */
  public static void main(String[] arguments) {
    List<? extends DiscoverySelector> selectors =
        Arrays.stream(InvariantsTest.class.getDeclaredMethods())
            .filter(method -> method.getName().equals(arguments[0]))
            .map(method -> DiscoverySelectors.selectMethod(InvariantsTest.class, method))
            .toList();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
    for (int run = 1; run <= RUNS; run++) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request, listener);
      TestExecutionSummary summary = listener.getSummary();
      if (summary.getTestsStartedCount() != 1) {
        throw new IllegalArgumentException("no property is named " + arguments[0]);
      }
      if (summary.getTestsFailedCount() > 0) {
        System.out.println("run = " + run);
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        System.exit(3);
      }
    }
  }
}
