package dev.routeswitcher.operations.control;

import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.runtime.words.Printable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket: a unix stream socket on which a switcher is asked by varlink how it is, told
 * what to do, and tells what happens.
 *
 * <p>One thread of its own serves all clients. Their number, their messages, and the time they take
 * are bounded; who breaks a bound loses the connection. Nothing of it touches the switcher's thread
 * but the wishes themselves.
 */
public final class ControlServer implements Events.Receiver, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

  static final int MOST_CLIENTS = 64;

  /** So many events may wait for this thread; what more comes is counted. */
  private static final int MOST_EVENTS = 1024;

  private final Path path;
  private final Patience patience;
  private final ControlService service;
  private final Controls controls;
  private final Events toldBy;
  private final Selector selector;
  private final ServerSocketChannel listening;
  private final Object fileKey;
  private final String owner;
  private final String ownerGroup;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_EVENTS);
  private final AtomicLong dropped = new AtomicLong();

  /** Answers that were waited for: no more than there are clients. */
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

  private final Map<SelectionKey, Connection> clients = new LinkedHashMap<>();
  private final Thread thread = new Thread(this::serve, "route-switcher-control");
  private volatile boolean closing;

  private ControlServer(
      Path path,
      Controls controls,
      String version,
      Events events,
      Patience patience,
      Selector selector,
      ServerSocketChannel listening)
      throws IOException {
    this.path = path;
    this.patience = patience;
    this.controls = controls;
    this.toldBy = events;
    this.selector = selector;
    this.listening = listening;
    PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
    this.fileKey = file.fileKey();
    this.owner = file.owner().getName();
    this.ownerGroup = file.group().getName();
    this.service =
        new ControlService(
            controls, version, peer -> peer.mayChange(owner, ownerGroup), events, this::later);
  }

  /**
   * Opens the socket and serves it, until it is closed. The folder that it is in is made, if only
   * that is missing. A socket that nobody serves any more gives way. It is for its owner and its
   * group.
   *
   * @param path where it is
   * @param version that of the program
   * @param events what its clients are told, and who is told what they change
   * @throws IOException if it cannot be; the message says why and what to do
   */
  public static ControlServer open(Path path, Controls controls, String version, Events events)
      throws IOException {
    return open(path, controls, version, events, Patience.USUAL);
  }

  static ControlServer open(
      Path path, Controls controls, String version, Events events, Patience patience)
      throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      bind(listening, path);
      listening.configureBlocking(false);
      listening.register(selector, SelectionKey.OP_ACCEPT);
      ControlServer server =
          new ControlServer(path, controls, version, events, patience, selector, listening);
      events.add(server);
      server.thread.setDaemon(true);
      server.thread.start();
      return server;
    } catch (IOException | RuntimeException e) {
      selector.close();
      listening.close();
      throw e;
    }
  }

  /** It is complete, with its rights, before it has its name. */
  private static void bind(ServerSocketChannel listening, Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    if (isServed(path)) {
      throw new IOException("another program serves it; name another one");
    }
    Path next = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(next);
    listening.bind(UnixDomainSocketAddress.of(next), MOST_CLIENTS);
    try {
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-rw----"));
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(next);
      throw e;
    }
  }

  /** Whether somebody accepts connections there. */
  private static boolean isServed(Path path) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      if (Files.readAttributes(path, PosixFileAttributes.class).isOther()) {
        return false;
      }
      throw new IOException("there is a file that is no socket; name another one", e);
    }
  }

  // Other threads

  /** Tells clients that want to know; called by the thread that publishes events. */
  @Override
  public void onEvent(Event event) {
    if (!events.offer(event)) {
      dropped.incrementAndGet();
    }
    selector.wakeup();
  }

  private void later(Runnable answer) {
    answers.add(answer);
    selector.wakeup();
  }

  /** Ends all connections, with the answers that are there, and takes the socket away. */
  @Override
  public void close() {
    toldBy.remove(this);
    closing = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // The thread

  private void serve() {
    try {
      while (!closing) {
        selector.select(this::ready, millisToWait());
        giveAnswers();
        takeEvents();
        lookAfterClients();
      }
      giveAnswers();
    } catch (IOException | RuntimeException e) {
      log.warn("control: ended by a failure; the switcher goes on", e);
    } finally {
      closeAll();
    }
  }

  private void giveAnswers() {
    for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
      answer.run();
    }
  }

  private void takeEvents() {
    List<Event> taken = new ArrayList<>();
    events.drainTo(taken);
    long lost = dropped.getAndSet(0);
    for (Connection client : clients.values()) {
      Subscription subscription = client.subscription();
      if (subscription != null) {
        taken.forEach(subscription::onEvent);
        subscription.onDropped(lost);
      }
    }
  }

  private void closeAll() {
    clients.keySet().stream().toList().forEach(key -> drop(key, "the switcher ends"));
    try {
      listening.close();
      selector.close();
      if (Files.exists(path)
          && fileKey.equals(Files.readAttributes(path, PosixFileAttributes.class).fileKey())) {
        Files.delete(path);
      }
    } catch (IOException e) {
      log.debug("control: {}", e.toString());
    }
  }

  private void ready(SelectionKey key) {
    if (key.channel() == listening) {
      accept();
      return;
    }
    Connection client = clients.get(key);
    if (client == null) {
      return;
    }
    long now = System.nanoTime();
    try {
      if (key.isWritable()) {
        client.write(now);
      }
      if (key.isReadable() && !client.read(now)) {
        drop(key, "it hung up");
        return;
      }
      serve(key, client, now);
    } catch (IOException | CancelledKeyException e) {
      drop(key, String.valueOf(e.getMessage()));
    }
  }

  private void accept() {
    try {
      SocketChannel channel = listening.accept();
      if (channel == null) {
        return;
      }
      if (clients.size() >= MOST_CLIENTS && !makeRoom()) {
        channel.close();
        log.debug("control: more than {} clients at a time", MOST_CLIENTS);
        return;
      }
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      clients.put(key, new Connection(channel, Peer.of(channel), System.nanoTime()));
    } catch (IOException e) {
      log.debug("control: a client was lost: {}", e.toString());
    }
  }

  /** Lets the one go that has been idle for longest. */
  private boolean makeRoom() {
    Optional<SelectionKey> oldest =
        clients.entrySet().stream()
            .filter(entry -> entry.getValue().isIdle())
            .min(Comparator.comparingLong(entry -> entry.getValue().lastProgressNanos()))
            .map(Map.Entry::getKey);
    oldest.ifPresent(key -> drop(key, "others want to be served"));
    return oldest.isPresent();
  }

  private void drop(SelectionKey key, String why) {
    Connection client = clients.remove(key);
    key.cancel();
    if (client != null) {
      log.debug("control: client of user {} left: {}", client.peer().user(), why);
      try {
        client.channel().close();
      } catch (IOException e) {
        log.debug("control: {}", e.toString());
      }
    }
  }

  /** Answers the calls that are complete, one after the other. */
  private void serve(SelectionKey key, Connection client, long now) throws IOException {
    String message = client.nextMessage(now);
    while (message != null) {
      answer(key, client, message, now);
      message = client.nextMessage(now);
    }
    tellSubscriber(client, now);
    want(key, client);
  }

  private void answer(SelectionKey key, Connection client, String message, long now)
      throws IOException {
    Call call;
    try {
      call = Call.of(message);
    } catch (IllegalArgumentException e) {
      throw new IOException(Printable.of(String.valueOf(e.getMessage())), e);
    }
    ControlService.Answer answer = service.answer(call, client.peer(), now);
    Subscription subscription = answer.subscription();
    if (subscription != null) {
      client.subscribe(subscription);
      return;
    }
    CompletableFuture<Reply> reply = answer.reply();
    if (reply != null && reply.isDone()) {
      send(client, call, reply.join(), now);
    } else if (reply != null) {
      client.answering(true);
      reply.whenComplete((it, failure) -> later(() -> answered(key, client, call, it)));
    }
  }

  /** A reply that was waited for is there. */
  private void answered(SelectionKey key, Connection client, Call call, @Nullable Reply reply) {
    if (!clients.containsKey(key)) {
      return;
    }
    client.answering(false);
    try {
      if (reply == null) {
        throw new IOException("no reply is to be had");
      }
      send(client, call, reply, System.nanoTime());
      serve(key, client, System.nanoTime());
    } catch (IOException | CancelledKeyException e) {
      drop(key, String.valueOf(e.getMessage()));
    }
  }

  private static void send(Connection client, Call call, Reply reply, long now) throws IOException {
    if (!call.oneway()) {
      client.send(reply.toMessage(), now);
    }
  }

  private void tellSubscriber(Connection client, long now) throws IOException {
    Subscription subscription = client.subscription();
    while (subscription != null && !client.wantsToWrite()) {
      Reply next = subscription.next(controls, now);
      if (next == null) {
        return;
      }
      client.send(next.continued().toMessage(), now);
    }
  }

  private static void want(SelectionKey key, Connection client) {
    int operations =
        (client.wantsToRead() ? SelectionKey.OP_READ : 0)
            | (client.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    key.interestOps(operations);
  }

  /** Tells subscribers what there is to tell, and loses patience with whom it is due. */
  private void lookAfterClients() {
    long now = System.nanoTime();
    for (Map.Entry<SelectionKey, Connection> entry : Map.copyOf(clients).entrySet()) {
      SelectionKey key = entry.getKey();
      Connection client = entry.getValue();
      try {
        if (now - client.endsAtNanos(patience) >= 0) {
          drop(key, "it takes too long");
        } else if (client.subscription() != null) {
          tellSubscriber(client, now);
          want(key, client);
        }
      } catch (IOException | CancelledKeyException e) {
        drop(key, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Until the next client is told something, or tries the patience; 0 is for ever. */
  private long millisToWait() {
    long now = System.nanoTime();
    long earliest = Long.MAX_VALUE;
    for (Connection client : clients.values()) {
      earliest = Math.min(earliest, client.endsAtNanos(patience) - now);
      Subscription subscription = client.subscription();
      Long due = subscription == null ? null : subscription.dueAtNanos();
      if (due != null && !client.wantsToWrite()) {
        earliest = Math.min(earliest, due - now);
      }
    }
    return earliest == Long.MAX_VALUE
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(Math.max(0, earliest)) + 1);
  }
}
