package dev.routeswitcher.runtime.settings;

import com.google.common.base.Splitter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where events are posted to, and how.
 *
 * @param address the URL ({@code http} or {@code https}), or the absolute path of a file that holds
 *     it, for URLs that are secrets
 * @param format what is posted
 * @param headers a file of more headers, {@code NAME: VALUE} each, such as tokens; null for none
 */
public record Webhook(String address, Format format, @Nullable Path headers) {

  private static final String FORMAT = "format=";
  private static final String HEADERS = "headers=";

  /** What is posted. */
  public enum Format {
    /** Every event, as JSON. */
    JSON,
    /** What people care for, as ntfy takes it. */
    NTFY,
    /** What people care for, as Slack, Mattermost and others take it. */
    SLACK,
    /** Alarms and uplinks that are down, as Prometheus' Alertmanager takes them. */
    ALERTMANAGER
  }

  /**
   * Reads {@code https://ntfy.example/uplinks,format=ntfy,headers=/etc/ntfy.headers}.
   *
   * @return null if it cannot be read
   */
  static @Nullable Webhook parse(String text) {
    List<String> parts = Splitter.on(',').splitToList(text);
    int end = parts.size();
    Format format = Format.JSON;
    Path headers = null;
    // From the end: a URL may hold commas.
    while (end > 1 && (parts.get(end - 1).startsWith(FORMAT) || isHeaders(parts.get(end - 1)))) {
      String part = parts.get(end - 1);
      if (isHeaders(part)) {
        headers = file(part.substring(HEADERS.length()));
        if (headers == null) {
          return null;
        }
      } else {
        Format given =
            Form.choice(Format.class).reader().apply(List.of(part.substring(FORMAT.length())));
        if (given == null) {
          return null;
        }
        format = given;
      }
      end--;
    }
    String address = String.join(",", parts.subList(0, end));
    return isAddress(address) ? new Webhook(address, format, headers) : null;
  }

  private static boolean isHeaders(String part) {
    return part.startsWith(HEADERS);
  }

  private static @Nullable Path file(String text) {
    try {
      Path file = Path.of(text);
      return file.isAbsolute() ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isAddress(String text) {
    return text.startsWith("/") ? file(text) != null : isUrl(text);
  }

  /** Whether it is one that can be posted to; one with a name and a password in it is not. */
  public static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether the address is the path of a file that holds it. */
  public boolean isInFile() {
    return address.startsWith("/");
  }

  /** As one writes it. */
  @Override
  public String toString() {
    return address
        + (format == Format.JSON
            ? ""
            : "," + FORMAT + Form.choice(Format.class).writer().apply(format))
        + (headers == null ? "" : "," + HEADERS + headers);
  }
}
