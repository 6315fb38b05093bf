package dev.routeswitcher.netlink.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.print.PrintedFile;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessages;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages of 200,000 attributes: reading takes time in proportion, or it would not end. The bound
 * only means that it hung: a quadratic reader takes 40,000,000,000 steps.
 */
class LargeInputTest {
  private static final int COUNT = 200_000;
  private static final Duration HUNG = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "24, 12, 22, 0", // encapsulations, whose type their siblings say
    "24, 12, 9, 8", // multipath attributes of one way each
    "24, 12, 8, 0", // metrics
    "24, 12, 4000, 4", // unknown, marked as nested below
    "16, 16, 18, 8", // kinds of links
    "16, 16, 52, 8", // alternative names
    "28, 12, 1, 4",
    "32, 12, 3, 4",
    "104, 8, 2, 8"
  })
  void attributes_without_end_are_read_in_time(int type, int header, int attribute, int length) {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.BIG_ENDIAN);
    int start = writer.beginMessage(new NetlinkHeader(type, 0, 0, 0));
    writer.u8(2).bytes(new byte[header - 1]);
    int flag = attribute == 4000 ? AttributeCursor.NESTED_FLAG : 0;
    byte[] payload = new byte[length];
    if (length == 8) {
      payload[1] = 8;
    }
    for (int i = 0; i < COUNT; i++) {
      writer.attribute(attribute | flag, payload);
    }
    Bytes bytes = writer.endMessage(start).toBytes();

    assertTimeoutPreemptively(
        HUNG,
        () -> {
          MessageCursor cursor = new MessageCursor(ByteOrder.BIG_ENDIAN).over(bytes.asBuffer());
          assertThat(cursor.next()).isTrue();
          RtnetlinkMessage message = RtnetlinkMessages.read(cursor);
          assertThat(message.problems()).hasSizeLessThanOrEqualTo(64);
          assertThat(message.toString()).isNotEmpty();
          long runs = 0;
          for (Attribute each : message.attributes()) {
            runs += each.inside().size();
          }
          assertThat(runs).isLessThanOrEqualTo(COUNT);
          assertThat(message.attributes().pathAt(bytes.length() - 4)).isPresent();
          assertThat(PrintedFile.byProgram(bytes.toArray())).isNotEmpty();
        });
  }
}
