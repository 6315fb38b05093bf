package dev.routeswitcher.icmp.loop;

import static com.google.common.base.Verify.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Any octets: where {@link SentFrame} sees an ICMP message, there are octets. */
public final class SentFrameFuzz {

  public static void fuzzerTestOneInput(byte[] octets) {
    for (IpVersion family : IpVersion.values()) {
      ByteBuffer frame = ByteBuffer.wrap(octets);
      int start = SentFrame.icmpStart(frame, family);
      verify(
          start == SentFrame.NOT_FOUND || (start > 0 && start < octets.length),
          "%s starts at %s",
          family,
          start);
      int swapped = SentFrame.icmpStart(frame.order(ByteOrder.LITTLE_ENDIAN), family);
      verify(start == swapped, "%s and %s", start, swapped);
    }
  }

  private SentFrameFuzz() {}
}
