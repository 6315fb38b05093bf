package dev.routeswitcher.operations.hook;

import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.runtime.settings.Webhook;
import dev.routeswitcher.runtime.words.DurationText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts events to a web service, in order, each until it is taken or a day old: across an outage
 * too. The pauses between two attempts grow from a second to five minutes, and begin anew when
 * something else happens, such as the failover. Up to 1024 events wait, in memory only.
 *
 * <p>An event is taken when the answer is of the class 2xx. It is given up when the service finds
 * fault with it (400, 413, 415, 422); every other answer may be one of a gateway on the way, or of
 * a service that is being set up.
 *
 * <p>Of the URL only the host is ever logged, of a file only its name.
 */
public final class WebhookSender implements Events.Receiver, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Set<Integer> FAULTS_OF_THE_EVENT = Set.of(400, 413, 415, 422);

  /**
   * How long things take.
   *
   * @param answer how long an answer is waited for, connecting included
   * @param firstPause from an attempt to the next one, which doubles
   * @param longestPause up to this
   * @param oldest how old an event may become
   */
  record Timing(Duration answer, Duration firstPause, Duration longestPause, Duration oldest) {
    static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofDays(1));
  }

  private final Webhook webhook;
  private final Timing timing;
  private final String name;
  private final String host;
  private final QueueThread queue;
  private @Nullable HttpClient client;
  private boolean failing;

  /** Events that were given up while it failed. */
  private long lost;

  /** What came of an attempt: null for nothing wrong. */
  private record Problem(String text, boolean isFinal) {}

  public WebhookSender(Webhook webhook) {
    this(webhook, Timing.DEFAULT, QueueThread.CAPACITY);
  }

  WebhookSender(Webhook webhook, Timing timing, int capacity) {
    this.webhook = webhook;
    this.timing = timing;
    this.host = hostName();
    this.name =
        "webhook "
            + (webhook.isInFile() ? webhook.address() : URI.create(webhook.address()).getHost());
    this.queue = new QueueThread("route-switcher-webhook", name, capacity, this::deliver);
  }

  private static String hostName() {
    try {
      return Files.readString(HOST_NAME, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public void onEvent(Event event) {
    if (WebhookBody.of(event, webhook.format(), host).isPresent()) {
      queue.offer(event);
    }
  }

  private void deliver(EventQueue.Waiting waiting, EventQueue rest) throws InterruptedException {
    Optional<WebhookBody> body = WebhookBody.of(waiting.event(), webhook.format(), host);
    if (body.isEmpty()) {
      return; // that some were dropped, of which this format has no words
    }
    Duration pause = timing.firstPause();
    while (true) {
      long before = rest.offered();
      Problem problem = attempt(body.get());
      if (problem == null) {
        succeeded(waiting);
        return;
      }
      boolean isOld = age(waiting).compareTo(timing.oldest()) >= 0;
      failed(problem, waiting, problem.isFinal() || isOld || rest.isClosed());
      if (problem.isFinal() || isOld || rest.isClosed()) {
        return;
      }
      pause = paused(pause, before, rest) ? timing.firstPause() : longer(pause);
    }
  }

  private static Duration age(EventQueue.Waiting waiting) {
    return Duration.ofNanos(System.nanoTime() - waiting.sinceNanos());
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(timing.longestPause()) < 0 ? twice : timing.longestPause();
  }

  /** Whether something happened since the attempt; the first pause passes even then. */
  private boolean paused(Duration pause, long before, EventQueue rest) throws InterruptedException {
    Duration first = timing.firstPause();
    rest.awaitClose(first);
    return rest.awaitMore(before, pause.minus(first));
  }

  private void succeeded(EventQueue.Waiting waiting) {
    if (failing) {
      log.info(
          "{} takes events again: late={} lost_events={}",
          name,
          DurationText.of(age(waiting)),
          lost);
      failing = false;
      lost = 0;
    }
  }

  private void failed(Problem problem, EventQueue.Waiting waiting, boolean isGivenUp) {
    lost += isGivenUp ? 1 : 0;
    if (failing) {
      log.debug("{} cannot be told: {}", name, problem.text());
      return;
    }
    failing = true;
    log.warn(
        "{} cannot be told of event={}: {}; {}",
        name,
        waiting.event().kind(),
        problem.text(),
        isGivenUp ? "it gets the next event" : "it is tried for a day");
  }

  private @Nullable Problem attempt(WebhookBody body) throws InterruptedException {
    HttpRequest request;
    try {
      request = request(body);
    } catch (IOException e) {
      return new Problem(String.valueOf(e.getMessage()), false);
    }
    CompletableFuture<HttpResponse<Void>> answer =
        client().sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      int status = answer.get(timing.answer().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return status / 100 == 2
          ? null
          : new Problem("it answers " + status, FAULTS_OF_THE_EVENT.contains(status));
    } catch (TimeoutException e) {
      return new Problem("no answer within " + DurationText.of(timing.answer()), false);
    } catch (ExecutionException e) {
      return new Problem(words(e.getCause()), false);
    } finally {
      answer.cancel(true); // of effect if it goes on
    }
  }

  private HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(timing.answer())
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = made;
    }
    return made;
  }

  private HttpRequest request(WebhookBody body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address())
            .POST(HttpRequest.BodyPublishers.ofString(body.text(), StandardCharsets.UTF_8))
            .setHeader("User-Agent", "route-switcher");
    body.headers().forEach(request::setHeader);
    Path file = webhook.headers();
    if (file != null) {
      addHeaders(request, file);
    }
    return request.build();
  }

  private URI address() throws IOException {
    if (!webhook.isInFile()) {
      return URI.create(webhook.address());
    }
    List<String> lines = SecretFile.lines(Path.of(webhook.address()));
    if (lines.size() != 1 || !Webhook.isUrl(lines.get(0))) {
      throw new IOException(
          webhook.address() + " does not hold one URL; write https://HOST/PATH into it");
    }
    return URI.create(lines.get(0));
  }

  private static void addHeaders(HttpRequest.Builder request, Path file) throws IOException {
    List<String> lines = SecretFile.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      try {
        request.setHeader(
            line.substring(0, Math.max(0, colon)).strip(), line.substring(colon + 1).strip());
      } catch (IllegalArgumentException e) {
        // Its message, and it as a cause, would quote a secret.
        throw new IOException(
            file + ": header " + (i + 1) + " cannot be sent; write it as NAME: VALUE");
      }
    }
  }

  /** What is wrong, for people; a connection that was refused has no words of its own. */
  private static String words(@Nullable Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof UnresolvedAddressException) {
        return "its name cannot be resolved";
      }
    }
    if (failure instanceof HttpTimeoutException) {
      return "no answer in time";
    } else if (failure instanceof ConnectException) {
      return "no connection";
    }
    return failure == null
        ? "no answer"
        : failure.getClass().getSimpleName() + " " + failure.getMessage();
  }

  /** Tries once more what waits, if that takes no more than 3 s; what is left is lost. */
  @Override
  public void close() {
    queue.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
