package dev.routeswitcher.operations.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.routeswitcher.operations.LoggedLines;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.hook.WebhookSender.Timing;
import dev.routeswitcher.runtime.settings.Webhook;
import dev.routeswitcher.runtime.settings.Webhook.Format;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server on the loopback. */
@Timeout(120)
class WebhookSenderTest {

  private static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMinutes(1));

  private static final Instant TIME = Instant.parse("2026-11-30T10:00:00Z");
  private static final String SECRET = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2";

  private static final Event SWITCH =
      new Event(
          TIME,
          Kind.SWITCH,
          ImmutableMap.of("text", "failover from=fibre/eth0 to=lte/eth1 <&>", "family", "ipv4"));

  private static final Event ALARM =
      new Event(
          TIME,
          Kind.ALARM,
          ImmutableMap.of(
              "text",
              "alarm=no-gateway",
              "alarm",
              "no-gateway",
              "severity",
              "warn",
              "subject",
              "eth0",
              "remedy",
              "name one"));

  /** A request as it came. */
  private record Request(
      String path, ImmutableMap<String, String> headers, String body, int answer) {}

  private final Logger logger =
      (Logger) org.slf4j.LoggerFactory.getLogger("dev.routeswitcher.operations.hook");
  private final LoggedLines said = LoggedLines.of(WebhookSender.class);
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  /** What is answered to the next requests; 200 to those after them. */
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

  @TempDir Path folder;
  private HttpServer server;
  private @Nullable WebhookSender sender;

  WebhookSenderTest() throws IOException {
    server = served(0);
  }

  private HttpServer served(int port) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    made.createContext("/", this::answer);
    made.start();
    return made;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Integer answer = answers.poll();
    int status = answer == null ? 200 : answer;
    ImmutableMap.Builder<String, String> headers = ImmutableMap.builder();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    requests.add(
        new Request(
            exchange.getRequestURI().toString(),
            headers.buildOrThrow(),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8),
            status));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @AfterEach
  void end() {
    said.close();
    if (sender != null) {
      sender.close();
    }
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/up,links?x=1";
  }

  private WebhookSender to(Format format, @Nullable Path headers) {
    return to(new Webhook(url(), format, headers), QUICK, 100);
  }

  private WebhookSender to(Webhook webhook, Timing timing, int capacity) {
    WebhookSender made = new WebhookSender(webhook, timing, capacity);
    sender = made;
    return made;
  }

  private Request next() throws InterruptedException {
    Request request = requests.poll(60, TimeUnit.SECONDS);
    assertThat(request).isNotNull();
    return request;
  }

  private Path secret(String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void an_event_is_posted_as_json_with_the_host_it_is_of() throws Exception {
    to(Format.JSON, null).onEvent(SWITCH);
    Request request = next();
    assertThat(request.path()).isEqualTo("/up,links?x=1");
    assertThat(request.headers())
        .containsEntry("Content-type", "application/json")
        .containsEntry("User-agent", "route-switcher");
    JsonObject json = JsonParser.parseString(request.body()).getAsJsonObject();
    assertThat(json.get("event").getAsString()).isEqualTo("switch");
    assertThat(json.get("host").getAsString())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }

  @Test
  void ntfy_gets_a_line_with_a_title_and_a_priority() throws Exception {
    WebhookSender ntfy = to(Format.NTFY, null);
    ntfy.onEvent(SWITCH);
    Request request = next();
    assertThat(request.body()).isEqualTo("failover from=fibre/eth0 to=lte/eth1 <&>");
    assertThat(request.headers()).containsEntry("Priority", "default");
    assertThat(request.headers().get("Title")).endsWith(": switch");
    ntfy.onEvent(ALARM);
    assertThat(next().headers()).containsEntry("Priority", "high").containsEntry("Tags", "warning");
  }

  @Test
  void slack_gets_a_text_with_its_three_characters_escaped() throws Exception {
    to(Format.SLACK, null).onEvent(SWITCH);
    JsonObject json = JsonParser.parseString(next().body()).getAsJsonObject();
    assertThat(json.get("text").getAsString())
        .endsWith(": failover from=fibre/eth0 to=lte/eth1 &lt;&amp;&gt;");
    assertThat(json.size()).isEqualTo(1);
  }

  @Test
  void people_are_not_told_of_what_comes_to_nothing() throws Exception {
    WebhookSender slack = to(Format.SLACK, null);
    slack.onEvent(new Event(TIME, Kind.SWITCH_DECIDED, ImmutableMap.of("text", "decided")));
    slack.onEvent(
        new Event(
            TIME,
            Kind.UPLINK,
            ImmutableMap.of("text", "failing", "health", "failing", "health_before", "unknown")));
    slack.onEvent(SWITCH);
    assertThat(next().body()).contains("failover");
    assertThat(requests).isEmpty();
  }

  @Test
  void alertmanager_gets_an_alert_and_its_end_with_the_same_labels() throws Exception {
    WebhookSender alerts = to(Format.ALERTMANAGER, null);
    alerts.onEvent(SWITCH);
    alerts.onEvent(ALARM);
    alerts.onEvent(new Event(TIME.plusSeconds(9), Kind.ALARM_CLEARED, ALARM.figures()));
    JsonObject begin =
        JsonParser.parseString(next().body()).getAsJsonArray().get(0).getAsJsonObject();
    JsonObject end =
        JsonParser.parseString(next().body()).getAsJsonArray().get(0).getAsJsonObject();
    assertThat(end.get("labels")).isEqualTo(begin.get("labels"));
    assertThat(begin.getAsJsonObject("labels").get("alertname").getAsString())
        .isEqualTo("no-gateway");
    assertThat(begin.get("startsAt").getAsString()).isEqualTo("2026-11-30T10:00:00Z");
    assertThat(end.get("endsAt").getAsString()).isEqualTo("2026-11-30T10:00:09Z");
    assertThat(begin.getAsJsonObject("annotations").get("remedy").getAsString())
        .isEqualTo("name one");
  }

  @Test
  void headers_come_from_a_file_that_is_read_each_time() throws Exception {
    Path file =
        secret("# token\nAuthorization: Bearer " + SECRET + "\n\nX-Tags: a,b\n", "rw-------");
    WebhookSender sent = to(Format.JSON, file);
    sent.onEvent(SWITCH);
    assertThat(next().headers())
        .containsEntry("Authorization", "Bearer " + SECRET)
        .containsEntry("X-tags", "a,b");
    secret("Authorization: Basic YTpi", "rw-------");
    sent.onEvent(SWITCH);
    assertThat(next().headers()).containsEntry("Authorization", "Basic YTpi");
  }

  @Test
  void a_url_that_is_a_secret_comes_from_a_file() throws Exception {
    Path file = secret(url() + "&s=" + SECRET + "\n", "rw-r-----");
    to(new Webhook(file.toString(), Format.SLACK, null), QUICK, 100).onEvent(SWITCH);
    assertThat(next().path()).endsWith("&s=" + SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rw-r--r-- Authorization: Bearer ",
        "rw------- Authorization Bearer ",
        "rw------- Connection: ",
        "rw------- Auth orization: ",
        "rw------- X: \u0001 ",
      })
  void no_secret_is_ever_said(String wrong) throws Exception {
    Path file = secret(wrong.substring(10) + SECRET + "\n", wrong.substring(0, 9));
    WebhookSender sent = to(Format.JSON, file);
    sent.onEvent(SWITCH);
    said.await(Level.WARN);
    secret("X: y", "rw-------");
    next();
    sent.close();
    assertThat(said.events())
        .allSatisfy(
            it -> {
              assertThat(it.getFormattedMessage()).doesNotContain(SECRET).doesNotContain("x=1");
              assertThat(it.getThrowableProxy()).isNull();
            });
    assertThat(said.at(Level.WARN).get(0)).contains(file.toString());
  }

  @Test
  void an_event_is_tried_again_until_it_is_taken_and_none_overtakes_it() throws Exception {
    answers.addAll(List.of(503, 302, 401, 500));
    WebhookSender sent = to(Format.JSON, null);
    sent.onEvent(SWITCH);
    sent.onEvent(ALARM);
    for (int status : List.of(503, 302, 401, 500, 200)) {
      Request request = next();
      assertThat(request.answer()).isEqualTo(status);
      assertThat(request.body()).contains("\"event\":\"switch\"");
    }
    assertThat(next().body()).contains("\"event\":\"alarm\"");
    sent.close();
    assertThat(said.at(Level.WARN))
        .singleElement()
        .asString()
        .isEqualTo(
            "webhook 127.0.0.1 cannot be told of event=switch: it answers 503; it is tried for a day");
    assertThat(said.at(Level.INFO)).singleElement().asString().contains("lost_events=0");
  }

  @Test
  void what_the_service_finds_fault_with_is_given_up() throws Exception {
    answers.add(400);
    WebhookSender sent = to(Format.JSON, null);
    sent.onEvent(SWITCH);
    sent.onEvent(ALARM);
    assertThat(next().body()).contains("\"event\":\"switch\"");
    assertThat(next().body()).contains("\"event\":\"alarm\"");
    sent.close();
    assertThat(said.at(Level.WARN)).singleElement().asString().endsWith("it gets the next event");
    assertThat(said.at(Level.INFO)).singleElement().asString().contains("lost_events=1");
  }

  /** As during an outage: nobody is there, and then somebody is. */
  @Test
  void events_wait_for_a_service_that_cannot_be_reached() throws Exception {
    int port = server.getAddress().getPort();
    WebhookSender sent = to(Format.JSON, null);
    server.stop(0);
    sent.onEvent(SWITCH);
    said.await(Level.WARN);
    assertThat(said.at(Level.WARN).get(0)).contains("no connection");
    sent.onEvent(ALARM);
    server = served(port);
    assertThat(next().body()).contains("\"event\":\"switch\"");
    assertThat(next().body()).contains("\"event\":\"alarm\"");
  }

  @Test
  void another_event_ends_a_long_pause() throws Exception {
    answers.addAll(List.of(503));
    Timing slow =
        new Timing(
            Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofHours(1), Duration.ofDays(1));
    for (int i = 0; i < 11; i++) {
      answers.add(503); // the pause is 20 s then
    }
    WebhookSender sent = to(new Webhook(url(), Format.JSON, null), slow, 10);
    sent.onEvent(SWITCH);
    for (int i = 0; i < 12; i++) {
      assertThat(next().answer()).isEqualTo(503);
    }
    long begin = System.nanoTime();
    sent.onEvent(ALARM);
    assertThat(next().answer()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void an_event_that_is_too_old_is_given_up() throws Exception {
    int port = server.getAddress().getPort();
    WebhookSender sent =
        to(
            new Webhook(url(), Format.JSON, null),
            new Timing(
                Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofMillis(5), Duration.ZERO),
            10);
    server.stop(0);
    sent.onEvent(SWITCH);
    said.await(Level.WARN);
    assertThat(said.at(Level.WARN).get(0)).endsWith("it gets the next event");
    server = served(port);
    sent.onEvent(ALARM);
    assertThat(next().body()).contains("\"event\":\"alarm\"");
    sent.close();
    assertThat(said.at(Level.INFO)).singleElement().asString().contains("lost_events=1");
  }

  @Test
  void a_service_that_never_answers_costs_a_deadline_and_no_more() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          try {
            over.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Timing impatient =
        new Timing(
            Duration.ofMillis(300),
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofMinutes(1));
    WebhookSender sent = to(new Webhook(url(), Format.JSON, null), impatient, 10);
    sent.onEvent(SWITCH);
    said.await(Level.WARN);
    assertThat(said.at(Level.WARN).get(0)).contains("no answer");
    long begin = System.nanoTime();
    sent.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    over.countDown();
    assertThat(said.at(Level.WARN)).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void ten_thousand_events_at_once_are_delivered_or_counted() throws Exception {
    WebhookSender sent = to(new Webhook(url(), Format.JSON, null), QUICK, 50);
    long begin = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      sent.onEvent(SWITCH);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    sent.close();
    long accounted = 0;
    for (Request request : requests) {
      JsonObject json = JsonParser.parseString(request.body()).getAsJsonObject();
      accounted +=
          json.get("event").getAsString().equals("dropped") ? json.get("count").getAsLong() : 1;
    }
    assertThat(accounted).isEqualTo(10_000);
  }

  @Test
  void a_name_that_is_unknown_is_said_so() throws InterruptedException {
    WebhookSender sent = to(new Webhook("http://nowhere.invalid/x", Format.JSON, null), QUICK, 10);
    sent.onEvent(SWITCH);
    said.await(Level.WARN);
    assertThat(said.at(Level.WARN).get(0))
        .startsWith("webhook nowhere.invalid cannot be told of event=switch: ");
  }
}
