package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exceptions that a kernel's verdict stands for. */
final class Verdict {
  private static final Logger log = LoggerFactory.getLogger(Verdict.class);

  private Verdict() {}

  /**
   * What a refused request fails with.
   *
   * @param order the byte order of the request
   */
  static NetlinkException refusal(Request request, ByteOrder order, Acknowledgement verdict) {
    String words = words(verdict);
    String attribute = attribute(request, order, verdict);
    String problem =
        verdict.error()
            + (words.isEmpty() ? "" : ": " + words)
            + (attribute == null ? "" : " (" + attribute + ")")
            + (verdict.error().equals(Errno.EPERM) ? ": CAP_NET_ADMIN is needed" : "");
    return new NetlinkException(request, problem, verdict.error(), verdict, attribute, null);
  }

  /** The kernel's words; empty if it said none. */
  static String words(Acknowledgement verdict) {
    try {
      return verdict.message().orElse("");
    } catch (MalformedMessageException e) {
      return e.getMessage() == null ? "" : e.getMessage();
    }
  }

  /** Names the attribute that the kernel means, if it says. */
  private static @Nullable String attribute(
      Request request, ByteOrder order, Acknowledgement verdict) {
    try {
      if (verdict.offset().isPresent()) {
        return request.attributeAt(order, verdict.offset().getAsLong()).orElse(null);
      }
      if (verdict.missingType().isPresent() && verdict.missingNest().isEmpty()) {
        return "missing " + request.attributeName(verdict.missingType().getAsLong());
      }
      return null;
    } catch (MalformedMessageException e) {
      log.debug("operation={} acknowledgement={}", request.operation(), e.getMessage());
      return null;
    }
  }
}
