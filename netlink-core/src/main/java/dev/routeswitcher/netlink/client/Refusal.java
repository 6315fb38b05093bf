package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a request that the kernel refused fails with. */
final class Refusal {
  private static final Logger log = LoggerFactory.getLogger(Refusal.class);

  private Refusal() {}

  /**
   * What a refused request fails with.
   *
   * @param order the byte order of the request
   */
  static NetlinkException of(Request request, ByteOrder order, Acknowledgement verdict) {
    String words = words(verdict);
    String attribute = null;
    String place = "";
    try {
      attribute = verdict.attributeIn(request.sent(order)).orElse(null);
      place = place(verdict, attribute);
    } catch (MalformedMessageException e) {
      log.debug("operation={} acknowledgement={}", request.operation(), e.getMessage());
    }
    String problem =
        verdict.error()
            + (words.isEmpty() ? "" : ": " + words)
            + (place.isEmpty() ? "" : " (" + place + ")")
            + (verdict.error().equals(Errno.EPERM) ? ": CAP_NET_ADMIN is needed" : "");
    return new NetlinkException(request, problem, verdict.error(), verdict, attribute, null);
  }

  /** Which attribute, and what it should be, such as {@code IFLA_MTU: u32 from 68 to 65535}. */
  private static String place(Acknowledgement verdict, @Nullable String attribute) {
    String missing = verdict.missingType().isPresent() ? "missing " : "";
    String should = verdict.policy().map(policy -> ": " + policy).orElse("");
    return attribute == null ? "" : missing + attribute + should;
  }

  /** The kernel's words; empty if it said none. */
  static String words(Acknowledgement verdict) {
    try {
      return verdict.message().orElse("");
    } catch (MalformedMessageException e) {
      return e.getMessage() == null ? "" : e.getMessage();
    }
  }
}
