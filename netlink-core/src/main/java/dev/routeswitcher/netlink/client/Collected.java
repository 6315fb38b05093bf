package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The objects of an answer as a list. */
final class Collected<T extends NetlinkMessage> implements Sink {
  private final Function<MessageCursor, T> reader;
  private final Predicate<T> wanted;
  private final List<T> objects = new ArrayList<>();

  Collected(Function<MessageCursor, T> reader) {
    this(reader, object -> true);
  }

  Collected(Function<MessageCursor, T> reader, Predicate<T> wanted) {
    this.reader = reader;
    this.wanted = wanted;
  }

  @Override
  public void accept(MessageCursor object) {
    T message = reader.apply(object);
    if (wanted.test(message)) {
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
