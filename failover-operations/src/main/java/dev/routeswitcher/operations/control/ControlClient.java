package dev.routeswitcher.operations.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.routeswitcher.operations.status.Status;
import dev.routeswitcher.operations.status.StatusJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a switcher by its control socket. One call at a time; every method waits for the answer. Not
 * for several threads.
 */
public final class ControlClient implements AutoCloseable {

  private static final String CONTROL = Descriptions.CONTROL + ".";

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    in.flip();
  }

  /** The switcher refused what it was asked; the message says why. */
  public static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * What became of a wish in one family.
   *
   * @param family {@code ipv4} or {@code ipv6}
   * @param inForce whether it is in force
   * @param text why not, in words
   */
  public record Outcome(String family, boolean inForce, String text) {}

  /**
   * Connects to the switcher whose control socket that is.
   *
   * @throws IOException if there is none, or it may not be asked; the message says so in one line,
   *     with the remedy
   */
  public static ControlClient connect(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          "no switcher runs here: there is no socket "
              + path
              + "; start one, or name its socket by --control");
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      return new ControlClient(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      boolean denied =
          e instanceof AccessDeniedException
              || String.valueOf(e.getMessage()).contains("ermission");
      throw new IOException(
          denied
              ? "you may not ask the switcher: its socket "
                  + path
                  + " is for root and its group; ask as one of them"
              : "no switcher runs here: nobody serves the socket " + path + "; start it again",
          e);
    }
  }

  /** How the switcher is, as JSON. */
  public JsonElement statusJson() throws IOException {
    return call("Status", new JsonObject()).get("status");
  }

  /** How the switcher is. */
  public Status status() throws IOException {
    return StatusJson.read(statusJson());
  }

  /**
   * How the switcher is, now and after every change, until it ends.
   *
   * @param everySeconds how often without a change, 1 to 3600, or null for never
   */
  public void watch(@Nullable Integer everySeconds, Consumer<JsonElement> told) throws IOException {
    JsonObject parameters = new JsonObject();
    if (everySeconds != null) {
      parameters.addProperty("every_seconds", everySeconds);
    }
    stream("Watch", parameters, reply -> told.accept(reply.get("status")));
  }

  /** What happens from now on, until the switcher ends. */
  public void events(Consumer<JsonElement> told) throws IOException {
    stream("Events", new JsonObject(), reply -> told.accept(reply.get("event")));
  }

  /** Moves the traffic to an uplink. */
  public List<Outcome> use(String uplink) throws IOException {
    return wish("Use", uplink);
  }

  /** Leaves the choice to the switcher again. */
  public List<Outcome> useAny() throws IOException {
    return outcomes(call("UseAny", new JsonObject()));
  }

  /** Leaves an uplink alone. */
  public List<Outcome> neverUse(String uplink) throws IOException {
    return wish("NeverUse", uplink);
  }

  /** Allows an uplink again. */
  public List<Outcome> mayUse(String uplink) throws IOException {
    return wish("MayUse", uplink);
  }

  /** Has the configuration read again; returns what came of it, in one line. */
  public String reload() throws IOException {
    return call("Reload", new JsonObject()).get("text").getAsString();
  }

  /** Has it log more or less. */
  public void logLevel(String level) throws IOException {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("level", level);
    call("Log", parameters);
  }

  private List<Outcome> wish(String method, String uplink) throws IOException {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("uplink", uplink);
    return outcomes(call(method, parameters));
  }

  private static List<Outcome> outcomes(JsonObject reply) {
    List<Outcome> outcomes = new ArrayList<>();
    for (JsonElement element : reply.getAsJsonArray("families")) {
      JsonObject outcome = element.getAsJsonObject();
      outcomes.add(
          new Outcome(
              outcome.get("family").getAsString(),
              outcome.get("in_force").getAsBoolean(),
              outcome.get("text").getAsString()));
    }
    return outcomes;
  }

  private JsonObject call(String method, JsonObject parameters) throws IOException {
    send(new Call(CONTROL + method, parameters, false, false));
    Reply reply = receive();
    if (reply == null) {
      throw new IOException("the switcher hung up; is it stopping?");
    }
    return checked(reply).parameters();
  }

  private void stream(String method, JsonObject parameters, Consumer<JsonObject> told)
      throws IOException {
    send(new Call(CONTROL + method, parameters, true, false));
    for (Reply reply = receive(); reply != null; reply = receive()) {
      told.accept(checked(reply).parameters());
      if (!reply.continues()) {
        return;
      }
    }
  }

  private static Reply checked(Reply reply) throws RefusedException {
    String error = reply.error();
    if (error == null) {
      return reply;
    }
    JsonObject parameters = reply.parameters();
    if (error.endsWith(".PermissionDenied")) {
      throw new RefusedException(
          "you may read only; ask as root, as the user that the switcher runs as, or as a member of"
              + " the group of its socket");
    } else if (parameters.has("faults")) {
      List<String> faults = new ArrayList<>();
      parameters.getAsJsonArray("faults").forEach(fault -> faults.add(fault.getAsString()));
      throw new RefusedException(String.join("\n", faults));
    } else if (parameters.has("text")) {
      throw new RefusedException(parameters.get("text").getAsString());
    }
    throw new RefusedException("the switcher says: " + error + " " + parameters);
  }

  private void send(Call call) throws IOException {
    byte[] bytes = (call.toMessage() + '\0').getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** The next reply; null if there will be none. */
  private @Nullable Reply receive() throws IOException {
    while (true) {
      while (in.hasRemaining()) {
        byte next = in.get();
        if (next == 0) {
          String text = begun.toString(StandardCharsets.UTF_8);
          begun.reset();
          try {
            return Reply.ofMessage(text);
          } catch (IllegalArgumentException e) {
            throw new IOException("the switcher cannot be understood: " + e.getMessage(), e);
          }
        }
        begun.write(next);
      }
      in.clear();
      int count = channel.read(in);
      in.flip();
      if (count < 0) {
        return null;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
