package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.runtime.port.ReversePathFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.inject.Inject;

/**
 * The setting {@code rp_filter} of IPv4 (ip-sysctl), where the larger of the interface's own value
 * and that of {@code all} counts.
 *
 * <p>{@code /proc/sys/net} shows the network namespace of the thread that reads it.
 */
public final class ProcReversePathFilter implements ReversePathFilter {

  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");
  private static final int STRICT = 1;

  /** The filter of the calling thread's network namespace. */
  @Inject
  public ProcReversePathFilter() {}

  @Override
  public boolean isStrict(String interfaceName) throws IOException {
    return Math.max(value("all"), value(interfaceName)) == STRICT;
  }

  private static int value(String scope) throws IOException {
    Path file = SETTINGS.resolve(scope).resolve("rp_filter");
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IOException(file + " holds no number: '" + text + "'", e);
    }
  }
}
