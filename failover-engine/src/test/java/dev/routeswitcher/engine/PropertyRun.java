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
 * path: {@code bin/prove sabotage}. Exit status: 0 it holds, 3 it fails.
 */
final class PropertyRun {

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
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    if (summary.getTestsStartedCount() != 1) {
      throw new IllegalArgumentException("no property is named " + arguments[0]);
    }
    summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    System.exit(summary.getTestsFailedCount() == 0 ? 0 : 3);
  }
}
