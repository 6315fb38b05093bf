package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the objects of an answer as they come. */
interface Sink {
  /** Takes the object that the cursor is at; the cursor goes on to the next one afterwards. */
  void accept(MessageCursor object);

  /** What was taken so far is void: the answer comes again from its start. */
  default void restart() {}

  /** What it has of the answer, if it keeps it. */
  default List<? extends NetlinkMessage> taken() {
    return List.of();
  }

  /** Takes nothing. */
  Sink NONE = object -> {};

  /** Keeps the objects of an answer as a list. */
  final class Collected<T extends NetlinkMessage> implements Sink {
    private final Function<MessageCursor, @Nullable T> reader;
    private final List<T> objects = new ArrayList<>();

    /**
     * An empty list.
     *
     * @param reader null for an object that is not wanted
     */
    Collected(Function<MessageCursor, @Nullable T> reader) {
      this.reader = reader;
    }

    @Override
    public void accept(MessageCursor object) {
      T message = reader.apply(object);
      if (message != null) {
        objects.add(message);
      }
    }

    @Override
    public void restart() {
      objects.clear();
    }

    @Override
    public List<T> taken() {
      return objects;
    }
  }
}
