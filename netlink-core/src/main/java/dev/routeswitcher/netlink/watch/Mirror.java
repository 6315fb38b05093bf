package dev.routeswitcher.netlink.watch;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import dev.routeswitcher.netlink.watch.WatchEvent.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects that a {@link RtnetlinkWatch} watches, kept as they are in the kernel by applying its
 * events. Not thread-safe.
 *
 * <pre>{@code
 * Mirror mirror = new Mirror();
 * while (true) {
 *   watch.next(Duration.ofMinutes(1)).ifPresent(mirror::apply);
 *   show(mirror.objects());
 * }
 * }</pre>
 *
 * <p>It knows what an event leaves unsaid: which object a new one takes the place of, that IPv4
 * routes of one key stand in an order, that the next hops of an IPv6 multipath route come and go
 * one by one (and then in another order than the kernel lists them in).
 */
public final class Mirror {
  private final Map<Object, ImmutableList<RtnetlinkMessage>> byKey = new LinkedHashMap<>();

  /** A mirror of nothing yet. */
  public Mirror() {}

  /**
   * Applies an event. One that says that the objects are out of date changes none.
   *
   * @throws MalformedAttributeException if an attribute of a key cannot be read
   */
  public void apply(WatchEvent event) {
    if (event instanceof Snapshot snapshot) {
      byKey.clear();
      snapshot.objects().forEach(this::take);
    } else if (event instanceof ObjectChanged changed) {
      change(changed);
    }
  }

  /** Takes an object of a listing, where objects of one key stand in their order. */
  private void take(RtnetlinkMessage object) {
    byKey.merge(
        ObjectKey.of(object),
        ImmutableList.of(object),
        (before, more) ->
            ImmutableList.<RtnetlinkMessage>builder().addAll(before).addAll(more).build());
  }

  private void change(ObjectChanged changed) {
    RtnetlinkMessage object = changed.object();
    Object key = ObjectKey.of(object);
    if (object instanceof RouteMessage route) {
      ImmutableList<RtnetlinkMessage> before = byKey.getOrDefault(key, ImmutableList.of());
      put(key, RoutesOfOneKey.after(before, changed.change(), changed.header(), route));
    } else if (changed.change() == Change.NEW) {
      byKey.put(key, ImmutableList.of(object));
    } else {
      byKey.remove(key);
    }
  }

  private void put(Object key, List<RtnetlinkMessage> objects) {
    if (objects.isEmpty()) {
      byKey.remove(key);
    } else {
      byKey.put(key, ImmutableList.copyOf(objects));
    }
  }

  /** All objects. Those of one key stand in the kernel's order. */
  public ImmutableList<RtnetlinkMessage> objects() {
    return byKey.values().stream().flatMap(List::stream).collect(ImmutableList.toImmutableList());
  }

  /** All objects of a kind, such as {@code RouteMessage.class}. */
  public <M extends RtnetlinkMessage> ImmutableList<M> objects(Class<M> kind) {
    return byKey.values().stream()
        .flatMap(List::stream)
        .filter(kind::isInstance)
        .map(kind::cast)
        .collect(ImmutableList.toImmutableList());
  }
}
