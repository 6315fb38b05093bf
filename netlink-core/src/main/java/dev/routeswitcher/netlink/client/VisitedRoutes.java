package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.route.RouteView;

/** Tells a visitor the routes of an answer that a filter asks for. */
final class VisitedRoutes implements Sink {
  private final RouteFilter filter;
  private final RouteVisitor visitor;
  private final RouteView view = new RouteView();

  VisitedRoutes(RouteFilter filter, RouteVisitor visitor) {
    this.filter = filter;
    this.visitor = visitor;
  }

  @Override
  public void accept(MessageCursor object) {
    if (filter.accepts(view.over(object))) {
      visitor.route(view);
    }
  }

  @Override
  public void restart() {
    visitor.restart();
  }
}
