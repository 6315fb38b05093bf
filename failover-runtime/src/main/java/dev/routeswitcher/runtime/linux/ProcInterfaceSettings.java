package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.port.InterfaceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.inject.Inject;

/**
 * The settings {@code rp_filter}, {@code src_valid_mark} and {@code ignore_routes_with_linkdown}
 * (ip-sysctl). Of the first two the larger of the interface's own value and that of {@code all}
 * counts. Of the last the interface's own counts; that of {@code all} counts only at the moment
 * when it is written.
 *
 * <p>{@code /proc/sys/net} shows the network namespace of the thread that reads it.
 */
public final class ProcInterfaceSettings implements InterfaceSettings {

  private static final int STRICT = 1;

  @Inject
  public ProcInterfaceSettings() {}

  @Override
  public boolean filtersStrictly(String interfaceName) throws IOException {
    return Math.max(number("all", "rp_filter"), number(interfaceName, "rp_filter")) == STRICT;
  }

  @Override
  public boolean filtersByMark(String interfaceName) throws IOException {
    return number("all", "src_valid_mark") != 0 || number(interfaceName, "src_valid_mark") != 0;
  }

  private static int number(String scope, String setting) throws IOException {
    Path file = file(IpFamily.IPV4, scope, setting);
    String text = read(file);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IOException(file + " holds no number: '" + text + "'", e);
    }
  }

  @Override
  public boolean ignoresLinkdown(UplinkKey uplink) throws IOException {
    return !read(linkdown(uplink)).equals("0");
  }

  /** Opens what is there: a missing file is an interface that is gone, none to be made. */
  @Override
  public void setLinkdownIgnored(UplinkKey uplink, boolean ignored) throws IOException {
    String value = ignored ? "1\n" : "0\n";
    Files.writeString(linkdown(uplink), value, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
  }

  private static Path linkdown(UplinkKey uplink) {
    return file(uplink.family(), uplink.interfaceName(), "ignore_routes_with_linkdown");
  }

  private static Path file(IpFamily family, String scope, String setting) {
    String directory = family == IpFamily.IPV4 ? "ipv4" : "ipv6";
    return Path.of("/proc/sys/net", directory, "conf", scope, setting);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }
}
