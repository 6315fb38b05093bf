package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.port.LinkdownRouting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.inject.Inject;

/**
 * The setting {@code ignore_routes_with_linkdown} of IPv4 and IPv6 (ip-sysctl). The interface's own
 * value counts; that of {@code all} counts only at the moment when it is written.
 *
 * <p>{@code /proc/sys/net} shows the network namespace of the thread that reads it.
 */
public final class ProcLinkdownRouting implements LinkdownRouting {

  private static final Path SETTINGS = Path.of("/proc/sys/net");

  /** The setting of the calling thread's network namespace. */
  @Inject
  public ProcLinkdownRouting() {}

  private static Path file(UplinkKey uplink) {
    String family = uplink.family() == IpFamily.IPV4 ? "ipv4" : "ipv6";
    return SETTINGS
        .resolve(family)
        .resolve("conf")
        .resolve(uplink.interfaceName())
        .resolve("ignore_routes_with_linkdown");
  }

  @Override
  public boolean isPassedOver(UplinkKey uplink) throws IOException {
    return !Files.readString(file(uplink), StandardCharsets.US_ASCII).strip().equals("0");
  }

  /** Opens what is there: a missing file is an interface that is gone, none to be made. */
  @Override
  public void passOver(UplinkKey uplink, boolean pass) throws IOException {
    Files.writeString(
        file(uplink), pass ? "1\n" : "0\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
  }
}
