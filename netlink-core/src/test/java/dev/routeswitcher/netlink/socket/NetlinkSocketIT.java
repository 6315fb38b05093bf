package dev.routeswitcher.netlink.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@SuppressWarnings("NullAway.Init")
class NetlinkSocketIT {
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);
  private static final int RTM_GETLINK = 18;

  private final TestNamespace namespace = TestNamespace.create();
  private NetlinkTransport socket;

  @BeforeEach
  void open() {
    socket = namespace.call(() -> NetlinkSocket.openRoute(SocketOptions.DEFAULT));
  }

  @AfterEach
  void close() {
    socket.close();
    namespace.close();
  }

  private static ByteBuffer dumpLinks() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    int start =
        writer.beginMessage(
            new NetlinkHeader(RTM_GETLINK, NetlinkHeader.REQUEST | NetlinkHeader.DUMP, 1, 0));
    writer.u64(0).u64(0);
    return writer.endMessage(start).toBytes().asBuffer();
  }

  @Test
  void a_new_socket_has_a_port_strict_checking_and_a_receive_buffer() {
    assertThat(socket.portId()).isPositive();
    assertThat(socket.strictChecking()).isTrue();
    assertThat(socket.receiveBufferSize()).isPositive();
  }

  @Test
  void the_receive_buffer_is_as_asked_for_and_doubled_by_the_kernel() {
    try (NetlinkTransport large =
        namespace.call(
            () -> NetlinkSocket.openRoute(SocketOptions.DEFAULT.receiveBuffer(128 * 1024)))) {
      assertThat(large.receiveBufferSize()).isEqualTo(256 * 1024);
    }
  }

  @Test
  void the_kernel_answers_from_port_0_to_the_port_of_the_socket() throws Exception {
    socket.send(dumpLinks());
    Datagram datagram = socket.newDatagram();

    assertThat(socket.receive(datagram, LONG)).isEqualTo(Reception.DATAGRAM);

    assertThat(datagram.senderPort()).isZero();
    assertThat(datagram.isTruncated()).isFalse();
    MessageCursor cursor = new MessageCursor(socket.order()).over(datagram.bytes());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.portId()).isEqualTo(socket.portId());
  }

  @Test
  void a_datagram_longer_than_the_buffer_is_known_to_be_cut_off() throws Exception {
    socket.send(dumpLinks());
    Datagram small = Datagram.allocateDirect(64);

    assertThat(socket.receive(small, LONG)).isEqualTo(Reception.DATAGRAM);

    assertThat(small.isTruncated()).isTrue();
    assertThat(small.fullLength()).isGreaterThan(64);
    assertThat(small.bytes().remaining()).isEqualTo(64);
  }

  @Test
  void the_socket_stays_in_the_namespace_it_was_opened_in() throws Exception {
    namespace.run("ip link add only-here type bridge");
    socket.send(dumpLinks());
    Datagram datagram = socket.newDatagram();
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf("only-here") < 0) {
      assertThat(socket.receive(datagram, LONG)).isEqualTo(Reception.DATAGRAM);
      ByteBuffer bytes = datagram.bytes();
      seen.append(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()));
    }
    assertThat(seen.toString()).contains("only-here");
  }

  @Test
  void nothing_to_receive_is_a_timeout() throws Exception {
    assertThat(socket.receive(socket.newDatagram(), 0)).isEqualTo(Reception.TIMED_OUT);
    assertThat(socket.receive(socket.newDatagram(), 20_000_000)).isEqualTo(Reception.TIMED_OUT);
  }

  @Test
  void an_unknown_group_is_refused() {
    NetlinkSocketException e =
        catchThrowableOfType(NetlinkSocketException.class, () -> socket.join(30_000));

    assertThat(e.errno()).isEqualTo(Errno.EINVAL);
    assertThat(e).hasMessage("join group 30000: EINVAL");
  }

  @Test
  void closing_wakes_a_reader_and_everything_after_it_says_closed() throws Exception {
    CompletableFuture<Reception> reception = new CompletableFuture<>();
    Thread reader = reader(reception);

    awaitPolling(reader);
    socket.close();

    assertThat(reception.get(60, TimeUnit.SECONDS)).isEqualTo(Reception.CLOSED);
    assertThat(socket.receive(socket.newDatagram(), LONG)).isEqualTo(Reception.CLOSED);
    assertThatThrownBy(() -> socket.send(dumpLinks())).hasMessageContaining("EBADF");
    assertThatThrownBy(() -> socket.join(1)).hasMessageContaining("EBADF");
    assertThat(socket.receiveBufferSize()).isZero();
    socket.close();
  }

  @Test
  void an_interrupt_wakes_a_reader_and_the_socket_goes_on() throws Exception {
    CompletableFuture<Reception> reception = new CompletableFuture<>();
    Thread reader = reader(reception);

    awaitPolling(reader);
    reader.interrupt();

    assertThat(reception.get(60, TimeUnit.SECONDS)).isEqualTo(Reception.INTERRUPTED);
    assertThat(socket.receive(socket.newDatagram(), 1_000_000)).isEqualTo(Reception.TIMED_OUT);
    socket.send(dumpLinks());
    assertThat(socket.receive(socket.newDatagram(), LONG)).isEqualTo(Reception.DATAGRAM);
  }

  @Test
  void a_wait_is_ended_now_or_the_next_time() throws Exception {
    CompletableFuture<Reception> reception = new CompletableFuture<>();
    awaitPolling(reader(reception));

    socket.wake();

    assertThat(reception.get(60, TimeUnit.SECONDS)).isEqualTo(Reception.TIMED_OUT);
    socket.wake();
    assertThat(socket.receive(socket.newDatagram(), LONG)).isEqualTo(Reception.TIMED_OUT);
    socket.send(dumpLinks());
    assertThat(socket.receive(socket.newDatagram(), LONG)).isEqualTo(Reception.DATAGRAM);
    socket.close();
    socket.wake();
  }

  @Test
  void an_interrupted_thread_does_not_wait_and_stays_interrupted() throws Exception {
    Thread.currentThread().interrupt();
    try {
      assertThat(socket.receive(socket.newDatagram(), LONG)).isEqualTo(Reception.INTERRUPTED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void two_readers_at_once_are_an_error() throws Exception {
    CompletableFuture<Reception> reception = new CompletableFuture<>();
    awaitPolling(reader(reception));

    assertThatThrownBy(() -> socket.receive(socket.newDatagram(), 0))
        .isInstanceOf(IllegalStateException.class);

    socket.close();
    assertThat(reception.get(60, TimeUnit.SECONDS)).isEqualTo(Reception.CLOSED);
  }

  @Test
  void closed_sockets_give_their_descriptors_back() throws Exception {
    int before = descriptors();
    for (int i = 0; i < 50; i++) {
      NetlinkTransport one = NetlinkSocket.openRoute(SocketOptions.DEFAULT);
      one.send(Bytes.copyOf(dumpLinks(), 0, 32).asBuffer());
      one.close();
    }
    assertThat(descriptors()).isLessThan(before + 20);
  }

  private static int descriptors() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }

  private Thread reader(CompletableFuture<Reception> reception) {
    Thread thread =
        new Thread(
            () -> {
              try {
                reception.complete(socket.receive(socket.newDatagram(), LONG));
              } catch (NetlinkSocketException e) {
                reception.completeExceptionally(e);
              }
            });
    thread.start();
    return thread;
  }

  /** Waits until the thread is in the native poll call. */
  private static void awaitPolling(Thread thread) {
    long start = System.nanoTime();
    while (true) {
      StackTraceElement[] stack = thread.getStackTrace();
      for (StackTraceElement frame : stack) {
        if (frame.getMethodName().equals("poll")) {
          return;
        }
      }
      assertThat(System.nanoTime() - start).isLessThan(LONG);
      Thread.onSpinWait();
    }
  }
}
