package dev.routeswitcher.operations.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonElement;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.SwitchCounts;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.history.History;
import dev.routeswitcher.operations.history.HistoryReader;
import dev.routeswitcher.operations.history.Journal;
import dev.routeswitcher.operations.status.Status;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real socket. */
@Timeout(60)
class ControlServerTest {

  private static final UplinkKey ETH1 = new UplinkKey(IpFamily.IPV4, "eth1");
  private static final Event SWITCH =
      new Event(Instant.EPOCH, Event.Kind.SWITCH, ImmutableMap.of("to", "lte"));

  /** Short enough to wait for. */
  private static final Patience SHORT =
      new Patience(
          TimeUnit.MILLISECONDS.toNanos(300),
          TimeUnit.MILLISECONDS.toNanos(300),
          TimeUnit.MILLISECONDS.toNanos(600));

  @TempDir Path folder;

  private final Scripted controls = new Scripted();
  private final Events events = new Events(SettingNames.PLAIN, InstantSource.system());
  private final List<Event> told = new CopyOnWriteArrayList<>();
  private ControlServer server;

  /** Takes down what it was asked. */
  private static final class Scripted implements Controls {
    final List<String> asked = new ArrayList<>();
    CompletableFuture<Snapshot> answer = new CompletableFuture<>();
    volatile int reads;
    volatile Optional<Path> state = Optional.empty();

    @Override
    public Status status() {
      reads++;
      return new Status(
          1,
          Instant.EPOCH,
          new Status.Program("1.0", 7, Instant.EPOCH, reads, "17"),
          new Status.Configuration(null, Instant.EPOCH, ""),
          ImmutableList.of());
    }

    @Override
    public CompletableFuture<Snapshot> use(String uplink) {
      asked.add("use " + uplink);
      if (uplink.equals("eth9")) {
        throw new IllegalArgumentException("no uplink is called eth9");
      }
      return answer;
    }

    @Override
    public CompletableFuture<Snapshot> useAny() {
      asked.add("use any");
      return answer;
    }

    @Override
    public CompletableFuture<Snapshot> neverUse(String uplink) {
      asked.add("never " + uplink);
      return answer;
    }

    @Override
    public CompletableFuture<Snapshot> mayUse(String uplink) {
      asked.add("may " + uplink);
      return answer;
    }

    @Override
    public CompletableFuture<Reloaded> reload() {
      asked.add("reload");
      return CompletableFuture.completedFuture(
          new Reloaded("", List.of("a.toml:1:2: bad", "a.toml:3:1: worse")));
    }

    @Override
    public CompletableFuture<History> history(Instant since, Instant until) {
      asked.add("history " + since + (until.isAfter(Instant.EPOCH) ? " until later" : ""));
      return new HistoryReader(() -> state).read(since, until);
    }

    @Override
    public void logLevel(String level) {
      if (level.equals("loud")) {
        throw new IllegalArgumentException("no level");
      }
      asked.add("log " + level);
    }
  }

  private Path path() {
    return folder.resolve("run").resolve("control");
  }

  @BeforeEach
  void open() throws IOException {
    events.add(told::add);
    server = ControlServer.open(path(), controls, "1.0", events, SHORT);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Snapshot seen(UplinkKey wanted, ManualOverride override) {
    return new Snapshot(
        0,
        ImmutableList.of(
            new Snapshot.Family(
                IpFamily.IPV4,
                FailoverState.FALLBACK,
                wanted,
                null,
                ImmutableList.of(),
                ImmutableList.of(),
                override,
                SwitchCounts.NONE,
                ImmutableSet.of(),
                null,
                null,
                Past.none(IpFamily.IPV4))));
  }

  /** A client that says what it likes. */
  private static final class Raw implements AutoCloseable {
    final SocketChannel channel;

    Raw(Path path) throws IOException {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(path));
    }

    Raw say(String text) throws IOException {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      return this;
    }

    /** The next message, or null when the other side has hung up. */
    @Nullable String hear() throws IOException {
      StringBuilder text = new StringBuilder();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (true) {
        one.clear();
        int count;
        try {
          count = channel.read(one);
        } catch (IOException e) {
          count = -1; // Reset by peer.
        }
        if (count < 0) {
          return null;
        } else if (one.get(0) == 0) {
          return text.toString();
        }
        text.append((char) one.get(0));
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  // What is answered

  @Test
  void says_what_it_is_and_describes_itself() throws IOException {
    try (Raw raw = new Raw(path())) {
      raw.say("{\"method\":\"org.varlink.service.GetInfo\"}\0");
      assertThat(raw.hear())
          .contains("\"interfaces\":[\"org.varlink.service\",\"dev.routeswitcher.Control\"]");
      raw.say(
          "{\"method\":\"org.varlink.service.GetInterfaceDescription\",\"parameters\":{\"interface\":\"dev.routeswitcher.Control\"}}\0");
      assertThat(raw.hear())
          .contains("interface dev.routeswitcher.Control")
          .contains("rtt_seconds: ?float")
          .contains("families: []Family");
    }
  }

  @Test
  void no_name_stands_for_two_things_and_every_type_is_described() {
    String text = Objects.requireNonNull(Descriptions.ALL.get("dev.routeswitcher.Control"));
    List<String> names =
        Pattern.compile("(?m)^(?:type|method|error) (\\w+)")
            .matcher(text)
            .results()
            .map(name -> name.group(1))
            .toList();
    assertThat(names).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(Pattern.compile(": [?]?(?:\\[\\])?([A-Z]\\w+)").matcher(text).results())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(names).contains(type.group(1)));
  }

  @Test
  void what_there_is_not_is_an_error_of_its_kind() throws IOException {
    try (Raw raw = new Raw(path())) {
      raw.say("{\"method\":\"dev.routeswitcher.Control.Dance\"}\0");
      assertThat(raw.hear()).contains("org.varlink.service.MethodNotFound").contains("Dance");
      raw.say("{\"method\":\"org.example.Other.Status\"}\0");
      assertThat(raw.hear()).contains("InterfaceNotFound").contains("org.example.Other");
      raw.say("{\"method\":\"Status\"}\0");
      assertThat(raw.hear()).contains("InterfaceNotFound");
      raw.say("{\"method\":\"dev.routeswitcher.Control.Use\",\"parameters\":{\"uplink\":7}}\0");
      assertThat(raw.hear()).contains("InvalidParameter").contains("uplink");
      raw.say("{\"method\":\"dev.routeswitcher.Control.Watch\"}\0");
      assertThat(raw.hear()).contains("ExpectedMore");
      raw.say(
          "{\"method\":\"dev.routeswitcher.Control.Watch\",\"more\":true,\"parameters\":{\"every_seconds\":0}}\0");
      assertThat(raw.hear()).contains("InvalidParameter");
      raw.say(
          "{\"method\":\"dev.routeswitcher.Control.Log\",\"parameters\":{\"level\":\"loud\"}}\0");
      assertThat(raw.hear()).contains("InvalidParameter");
    }
    assertThat(controls.asked).isEmpty();
  }

  @Test
  void answers_in_order_what_comes_at_once_and_in_pieces() throws IOException {
    String call = "{\"method\":\"dev.routeswitcher.Control.Status\"}\0";
    try (Raw raw = new Raw(path())) {
      raw.say(call + call + call.substring(0, 9));
      assertThat(raw.hear()).contains("\"uptime_seconds\":1.0");
      assertThat(raw.hear()).contains("\"uptime_seconds\":2.0");
      raw.say(call.substring(9));
      assertThat(raw.hear()).contains("\"uptime_seconds\":3.0");
    }
  }

  @Test
  void a_wish_is_answered_when_it_was_taken_up() throws Exception {
    try (ControlClient client = ControlClient.connect(path())) {
      controls.answer.complete(seen(ETH1, ManualOverride.NONE.using(ETH1)));
      assertThat(client.use("eth1"))
          .containsExactly(new ControlClient.Outcome("ipv4", true, "in force"));
      assertThat(client.useAny()).extracting(ControlClient.Outcome::inForce).containsExactly(true);
      assertThat(client.mayUse("eth1")).hasSize(1);
      controls.answer =
          CompletableFuture.completedFuture(seen(ETH1, ManualOverride.NONE.never(ETH1)));
      assertThat(client.neverUse("eth1"))
          .containsExactly(
              new ControlClient.Outcome(
                  "ipv4", false, "it waits until another uplink can carry the traffic"));
      assertThatThrownBy(() -> client.use("eth9"))
          .isInstanceOf(ControlClient.RefusedException.class)
          .hasMessage("no uplink is called eth9");
      controls.answer =
          CompletableFuture.failedFuture(new IllegalStateException("the switcher ended"));
      assertThatThrownBy(client::useAny).hasMessage("the switcher ended");
      assertThatThrownBy(client::reload).hasMessage("a.toml:1:2: bad\na.toml:3:1: worse");
      client.logLevel("debug");
    }
    assertThat(controls.asked)
        .containsExactly(
            "use eth1",
            "use any",
            "may eth1",
            "never eth1",
            "use eth9",
            "use any",
            "reload",
            "log debug");
    assertThat(told).hasSize(8).allMatch(event -> event.kind() == Event.Kind.OVERRIDE);
    assertThat(told.get(0).figures())
        .containsEntry("wish", "use")
        .containsEntry("subject", "eth1")
        .containsEntry("user", System.getProperty("user.name"))
        .containsEntry("text", "Use eth1 by user " + System.getProperty("user.name"));
    assertThat(told.get(3).figures()).containsEntry("wish", "never-use");
  }

  @Test
  void what_has_happened_is_read_from_the_journal_that_is_kept() throws IOException {
    String method = "{\"method\":\"dev.routeswitcher.Control.History\"";
    Path state = folder.resolve("state");
    Journal journal = new Journal(state, SettingNames.PLAIN);
    Event started = new Event(Instant.now(), Event.Kind.STARTED, ImmutableMap.of());
    journal.onEvent(started);
    journal.close();
    try (Raw raw = new Raw(path())) {
      raw.say(method + "}\0");
      assertThat(raw.hear()).contains("dev.routeswitcher.Control.Failed", "no history is kept");
      controls.state = Optional.of(state);
      raw.say(method + "}\0");
      assertThat(raw.hear()).contains("\"history\":{\"since\":", "\"outages\":[]");
      raw.say(method + ",\"parameters\":{\"since\":\"2026-11-01T00:00:00Z\",\"until\":null}}\0");
      assertThat(raw.hear()).contains("\"since\":\"2026-11-01T00:00:00Z\"");
      raw.say(method + ",\"parameters\":{\"since\":\"yesterday\"}}\0");
      assertThat(raw.hear()).contains("InvalidParameter", "since");
      raw.say(method + ",\"parameters\":{\"until\":3}}\0");
      assertThat(raw.hear()).contains("InvalidParameter", "until");
      controls.state = Optional.of(folder.resolve("gone"));
      raw.say(method + "}\0");
      assertThat(raw.hear()).contains("Control.Failed", "gone: it does not exist");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void who_waits_for_an_answer_keeps_nobody_waiting() throws Exception {
    try (Raw waiting = new Raw(path());
        ControlClient other = ControlClient.connect(path())) {
      waiting.say(
          "{\"method\":\"dev.routeswitcher.Control.Use\",\"parameters\":{\"uplink\":\"eth1\"}}\0");
      waiting.say("{\"method\":\"dev.routeswitcher.Control.Status\"}\0");
      assertThat(other.status().process().version()).isEqualTo("1.0");
      controls.answer.complete(seen(ETH1, ManualOverride.NONE.using(ETH1)));
      assertThat(waiting.hear()).contains("\"in_force\":true");
      assertThat(waiting.hear()).contains("\"status\"");
    }
  }

  @Test
  void a_oneway_call_is_done_and_not_answered() throws IOException {
    try (Raw raw = new Raw(path())) {
      raw.say(
          "{\"method\":\"dev.routeswitcher.Control.Log\",\"oneway\":true,\"parameters\":{\"level\":\"warn\"}}\0");
      raw.say("{\"method\":\"dev.routeswitcher.Control.Status\"}\0");
      assertThat(raw.hear()).contains("\"status\"");
    }
    assertThat(controls.asked).containsExactly("log warn");
  }

  // Streams

  private BlockingQueue<JsonElement> stream(boolean status, CompletableFuture<Void> ended) {
    BlockingQueue<JsonElement> told = new LinkedBlockingQueue<>();
    Thread thread =
        new Thread(
            () -> {
              try (ControlClient client = ControlClient.connect(path())) {
                if (status) {
                  client.watch(null, told::add);
                } else {
                  client.events(told::add);
                }
                ended.complete(null);
              } catch (IOException e) {
                ended.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return told;
  }

  @Test
  void a_watcher_is_told_at_once_and_after_each_change_until_the_end() throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    BlockingQueue<JsonElement> told = stream(true, ended);
    assertThat(told.take().toString()).contains("\"uptime_seconds\":1.0");
    server.onEvent(SWITCH);
    assertThat(told.take().toString()).contains("\"uptime_seconds\":2.0");
    server.close();
    ended.get();
    assertThat(told).isEmpty();
    assertThat(path()).doesNotExist();
  }

  @Test
  void events_are_told_in_order_and_none_is_lost_of_ten_thousand_or_it_is_counted()
      throws Exception {
    BlockingQueue<JsonElement> told = stream(false, new CompletableFuture<>());
    // Subscribed when the first one comes; before that nobody is told.
    JsonElement first = null;
    while (first == null) {
      server.onEvent(SWITCH);
      first = told.poll(20, TimeUnit.MILLISECONDS);
    }
    for (int i = 0; i < 10_000; i++) {
      server.onEvent(
          new Event(Instant.EPOCH, Event.Kind.RELOAD, ImmutableMap.of("number", (long) i)));
    }
    long accounted = 0;
    long last = -1;
    while (accounted < 10_000) {
      var event = told.take().getAsJsonObject();
      if (event.get("event").getAsString().equals("dropped")) {
        accounted += event.get("count").getAsLong();
      } else if (event.has("number")) {
        assertThat(event.get("number").getAsLong()).isGreaterThan(last);
        last = event.get("number").getAsLong();
        accounted++;
      }
    }
    assertThat(accounted).isEqualTo(10_000);
  }

  @Test
  void who_wants_to_be_told_every_second_is() throws Exception {
    try (Raw raw = new Raw(path())) {
      raw.say(
          "{\"method\":\"dev.routeswitcher.Control.Watch\",\"more\":true,\"parameters\":{\"every_seconds\":1}}\0");
      assertThat(raw.hear()).contains("\"uptime_seconds\":1.0").contains("\"continues\":true");
      assertThat(raw.hear()).contains("\"uptime_seconds\":2.0");
    }
  }

  // Who breaks the rules

  @Test
  void garbage_ends_a_connection_and_nothing_else() throws Exception {
    for (String garbage :
        List.of("\0", "hello\0", "[]\0", "{}\0", "{\"method\":7,\"more\":[]}\0")) {
      try (Raw raw = new Raw(path())) {
        assertThat(raw.say(garbage).hear()).as(garbage).isNull();
      }
    }
    try (Raw raw = new Raw(path())) {
      String endless = "x".repeat(1 << 20);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1024; i++) {
                  raw.say(endless);
                }
              })
          .isInstanceOf(IOException.class);
    }
    try (Raw raw = new Raw(path())) {
      assertThat(raw.say("{\"a\":".repeat(10_000) + "\0").hear()).isNull();
    }
    assertServes();
  }

  @Test
  void who_says_nothing_or_never_ends_is_let_go() throws Exception {
    try (Raw silent = new Raw(path());
        Raw slow = new Raw(path())) {
      slow.say("{");
      assertThat(silent.hear()).isNull();
      assertThat(slow.hear()).isNull();
    }
  }

  @Test
  void who_does_not_read_is_let_go() throws Exception {
    String call = "{\"method\":\"dev.routeswitcher.Control.Watch\",\"more\":true}\0";
    try (Raw raw = new Raw(path())) {
      raw.say(call);
      int before = controls.reads;
      // Until the kernel's buffer is full nothing shows that it does not read.
      while (controls.reads < before + 10_000 && raw.channel.isOpen()) {
        int reads = controls.reads;
        server.onEvent(SWITCH);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (controls.reads == reads && System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        if (controls.reads == reads) {
          break;
        }
      }
      int full = controls.reads;
      assertServes();
      Thread.sleep(TimeUnit.NANOSECONDS.toMillis(2 * SHORT.writeNanos()));
      server.onEvent(SWITCH);
      assertServes();
      // One reading for each of the two that were served, and none for the one that was let go.
      assertThat(controls.reads).isEqualTo(full + 2);
    }
  }

  @Test
  void a_hundred_silent_clients_keep_nobody_out() throws Exception {
    List<Raw> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        crowd.add(new Raw(path()));
      }
      assertServes();
    } finally {
      for (Raw raw : crowd) {
        raw.close();
      }
    }
  }

  private void assertServes() throws IOException {
    try (ControlClient client = ControlClient.connect(path())) {
      assertThat(client.status().version()).isEqualTo(1);
    }
  }

  // The socket

  @Test
  void the_socket_is_for_its_owner_and_its_group() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-rw----");
    assertThat(folder.resolve("run")).isDirectoryContaining(it -> it.equals(path()));
    try (var files = Files.list(folder.resolve("run"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void another_one_is_not_pushed_aside() {
    assertThatThrownBy(() -> ControlServer.open(path(), controls, "1.0", events))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another program serves it");
  }

  @Test
  void one_that_nobody_serves_gives_way_and_the_new_one_stays() throws Exception {
    Path left = folder.resolve("left");
    try (var listening = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(left));
    }
    assertThatThrownBy(() -> ControlClient.connect(left)).hasMessageContaining("nobody serves");
    try (ControlServer next = ControlServer.open(left, controls, "1.0", events);
        ControlClient client = ControlClient.connect(left)) {
      assertThat(next).isNotNull();
      assertThat(client.status().version()).isEqualTo(1);
    }
    assertThat(left).doesNotExist();
  }

  @Test
  void a_file_is_not_replaced() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    assertThatThrownBy(() -> ControlServer.open(file, controls, "1.0", events))
        .hasMessageContaining("no socket");
    assertThat(file).hasContent("precious");
  }

  @Test
  void who_finds_no_socket_is_told_so() {
    assertThatThrownBy(() -> ControlClient.connect(folder.resolve("none")))
        .hasMessageContaining("no switcher runs here");
  }

  @Test
  void others_may_only_read() throws IOException {
    Peer stranger = new Peer("nobody", "nogroup");
    assertThat(stranger.mayChange("switcher", "switcher")).isFalse();
    assertThat(new Peer("root", "root").mayChange("switcher", "switcher")).isTrue();
    assertThat(new Peer("switcher", "x").mayChange("switcher", "switcher")).isTrue();
    assertThat(new Peer("alice", "switcher").mayChange("bob", "switcher")).isTrue();
    ControlService service =
        new ControlService(
            controls, "1.0", peer -> peer.mayChange("root", "root"), events, Runnable::run);
    for (String method : List.of("Use", "UseAny", "NeverUse", "MayUse", "Reload", "Log")) {
      Call call =
          Call.of(
              "{\"method\":\"dev.routeswitcher.Control."
                  + method
                  + "\",\"parameters\":{\"uplink\":\"eth1\",\"level\":\"debug\"}}");
      assertThat(Objects.requireNonNull(service.answer(call, stranger, 0).reply()).join().error())
          .as(method)
          .isEqualTo("org.varlink.service.PermissionDenied");
    }
    assertThat(controls.asked).isEmpty();
    assertThat(told).isEmpty();
  }
}
