package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The routes of an answer that a filter asks for, as a list; of the others nothing is made. */
final class CollectedRoutes implements Sink {
  private final RouteFilter filter;
  private final RouteView view = new RouteView();
  private final Function<MessageCursor, RouteMessage> reader = RouteMessage.reader();
  private final List<RouteMessage> routes = new ArrayList<>();

  CollectedRoutes(RouteFilter filter) {
    this.filter = filter;
  }

  @Override
  public void accept(MessageCursor object) {
    if (filter.accepts(view.over(object))) {
      routes.add(reader.apply(object));
    }
  }

  @Override
  public void restart() {
    routes.clear();
  }

  @Override
  public List<RouteMessage> taken() {
    return routes;
  }
}
