package dev.routeswitcher.runtime.linux.lease;

import com.google.common.collect.ImmutableList;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The leases of ISC's dhclient (dhclient.leases(5)): blocks of statements, the newest at the end,
 * of one interface or of several. Times are UTC, or with {@code db-time-format local} seconds since
 * 1970.
 *
 * <p>Option 121 has the name that dhclient.conf gives it: that of Debian, with the bare octets, or
 * that of Red Hat, which writes them as addresses; without a name it is written in hexadecimal.
 */
final class DhclientLeases implements LeaseFormat {

  private static final Pattern BLOCK = Pattern.compile("(?m)^lease\\s*\\{([^{}]*)^\\}");
  private static final Pattern STATEMENT =
      Pattern.compile("(?m)^\\s*(?:option\\s+)?([a-z0-9-]+)\\s+([^;\\n]*);");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss");

  private static final String DEBIAN_ROUTES = "rfc3442-classless-static-routes";
  private static final String RED_HAT_ROUTES = "classless-static-routes";
  private static final String NAMELESS_ROUTES = "unknown-121";
  private static final int DECIMAL = 10;
  private static final int HEXADECIMAL = 16;

  @Override
  public ImmutableList<Lease> leases(byte[] content, Instant modified) {
    ImmutableList.Builder<Lease> leases = ImmutableList.builder();
    Matcher blocks = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
    while (blocks.find()) {
      lease(statements(blocks.group(1))).ifPresent(leases::add);
    }
    return leases.build();
  }

  private static Map<String, String> statements(String block) {
    Map<String, String> values = new HashMap<>();
    Matcher statements = STATEMENT.matcher(block);
    while (statements.find()) {
      values.put(statements.group(1), statements.group(2).strip());
    }
    return values;
  }

  private static Optional<Lease> lease(Map<String, String> values) {
    Optional<String> name = unquoted(values.get("interface"));
    Optional<Inet4Address> address =
        Optional.ofNullable(values.get("fixed-address")).flatMap(Routers::address);
    Optional<Instant> expiry = time(values.getOrDefault("expire", ""));
    return name.isEmpty() || address.isEmpty() || expiry.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lease(name, address.get(), gateway(values), expiry.get()));
  }

  private static Optional<Inet4Address> gateway(Map<String, String> values) {
    String named = values.getOrDefault(DEBIAN_ROUTES, values.get(RED_HAT_ROUTES));
    String nameless = values.get(NAMELESS_ROUTES);
    if (named != null) {
      return Routers.ofOctets(Routers.octets(named, DECIMAL));
    } else if (nameless != null) {
      return Routers.ofOctets(Routers.octets(nameless, HEXADECIMAL));
    }
    return Routers.first(values.getOrDefault("routers", ""));
  }

  private static Optional<String> unquoted(@Nullable String text) {
    return text != null && text.length() > 2 && text.startsWith("\"") && text.endsWith("\"")
        ? Optional.of(text.substring(1, text.length() - 1))
        : Optional.empty();
  }

  /** {@code 1 2026/11/30 01:40:49} with the day of the week, {@code epoch 1796002849}, or never. */
  private static Optional<Instant> time(String text) {
    if (text.equals("never")) {
      return Optional.of(Instant.MAX);
    } else if (text.startsWith("epoch ")) {
      return KeyValues.after(Instant.EPOCH, text.substring("epoch ".length()).strip());
    }
    try {
      return Optional.of(
          LocalDateTime.parse(text.substring(text.indexOf(' ') + 1), TIME)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
