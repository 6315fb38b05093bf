package dev.routeswitcher.icmp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.loop.AddressBits;
import dev.routeswitcher.icmp.loop.ReceivedPacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A packet that is an error of this host becomes one. */
class HostErrorTest {
  private static final String ERROR = "0301000000000000";
  private static final String IPV4 = "45000024424200004001f00dc0000202cb007108";
  private static final String ECHO = "08000000123400071122334455667788";

  private final ReceivedPacket received = new ReceivedPacket();

  @Test
  void an_error_has_code_reporter_and_the_request_it_quotes() {
    recognise(ERROR + IPV4 + ECHO);
    assertThat(received.kind()).isEqualTo(ReceivedPacket.Kind.ICMP_ERROR);
    assertThat(received.errorType()).isEqualTo(3);
    assertThat(received.errorCode()).isEqualTo(1);
    assertThat(received.reporter()).isEqualTo(InetAddresses.forString("192.0.2.2"));
    assertThat(received.isPeer(AddressBits.of(InetAddresses.forString("203.0.113.8")))).isTrue();
    assertThat(received.data()).isEqualTo(packet(ECHO));
  }

  @Test
  void a_quotation_that_ends_within_its_header_quotes_nothing() {
    recognise(ERROR + "4f" + IPV4.substring(2) + ECHO);
    assertThat(received.data().hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0301", ERROR, ERROR + "45000024424200004001f00dc0000202", ECHO})
  void any_other_packet_is_not_changed(String hex) {
    recognise(hex);
    assertThat(received.kind()).isEqualTo(ReceivedPacket.Kind.ARRIVED);
    assertThat(received.data()).isEqualTo(packet(hex));
  }

  private void recognise(String hex) {
    ByteBuffer names = ByteBuffer.allocate(SocketAddress.MAX_SIZE).order(ByteOrder.nativeOrder());
    AddressBits reporter = AddressBits.of(InetAddresses.forString("192.0.2.2"));
    SocketAddress.put(names, 0, SocketFamily.IPV4, reporter);
    received.setData(packet(hex));
    HostError.recognise(received, names, 0);
  }

  private static ByteBuffer packet(String hex) {
    return ByteBuffer.wrap(BaseEncoding.base16().lowerCase().decode(hex))
        .order(ByteOrder.nativeOrder());
  }
}
