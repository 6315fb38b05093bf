package dev.routeswitcher.netlink.live;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Messages as a machine of the other byte order would have sent them: every number turned round. It
 * knows the layouts from the kernel's headers, and shares nothing with the code under test.
 *
 * <p>A layout is a string of field sizes: {@code 1}, {@code 2}, {@code 4}, {@code 8}. What follows
 * the last one is left as it is, or is more of the same after {@code *}.
 */
final class Swapped {
  private static final String RAW = "";
  private static final String U32S = "4*";
  private static final String U64S = "8*";

  /** The attributes of one place: layouts by type, and what is inside. */
  private static final class Place {
    private final Map<Integer, String> layouts = new HashMap<>();
    private final Map<Integer, Place> nested = new HashMap<>();

    Place with(String layout, int... types) {
      for (int type : types) {
        layouts.put(type, layout);
      }
      return this;
    }

    Place nest(int type, Place inside) {
      nested.put(type, inside);
      return this;
    }
  }

  private static final Place METRICS =
      new Place().with(U32S, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).with(U32S, 12, 13, 14, 15, 17, 40);

  private static final Place TUNNEL = new Place();
  private static final Place SEGMENTS = new Place().with("4", 1);

  private static final Place ROUTE =
      new Place()
          .with(U32S, 3, 4, 6, 11, 12, 15, 16, 25, 30)
          .with(U64S, 17)
          .with("2", 18, 21)
          .nest(8, METRICS)
          .nest(22, TUNNEL);

  private static final Place LINK =
      new Place()
          .with(U32S, 4, 5, 7, 10, 13, 15, 19, 21, 27, 28, 29, 30, 31, 32, 35, 37, 40, 41, 44, 45)
          .with(U32S, 46, 47, 48, 49, 50, 51, 58, 59, 60, 61, 63, 64)
          .with(U64S, 23)
          .with("8 8 8 2", 14)
          .with("2", 68, 69)
          .nest(18, new Place().nest(2, new Place()).nest(5, new Place()))
          .nest(
              26,
              new Place()
                  .nest(2, new Place().with(U32S, 1))
                  .nest(10, new Place().with(U32S, 1, 2, 5).with(U64S, 3, 6)))
          .nest(43, new Place().with(U32S, 4, 5, 6, 7))
          .nest(52, new Place());

  private static final Place ADDRESS = new Place().with(U32S, 6, 8, 9, 10);

  private static final Place NEIGHBOUR =
      new Place().with(U32S, 3, 4, 7, 8, 9, 10, 11, 13, 15).with("2", 5, 16);

  private static final Place RULE =
      new Place()
          .with(U32S, 4, 6, 10, 11, 13, 14, 15, 16, 20)
          .with("2 2", 23, 24)
          .with("2", 28, 29);

  private static final Place NEXT_HOP =
      new Place()
          .with(U32S, 1, 5, 10, 14, 16, 17)
          .with("2", 3, 7)
          .nest(8, TUNNEL)
          .nest(12, new Place().with("2", 1).with(U32S, 2, 3).with(U64S, 4));

  private static final Place POLICY =
      new Place().with(U32S, 1, 6, 7, 8, 9, 10).with(U64S, 2, 3, 4, 5, 12);

  private static final Place VERDICT = new Place().with(U32S, 2, 5, 6).nest(4, POLICY);

  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int CAPPED = 0x100;
  private static final int HEADER = 16;

  private final ByteBuffer from;
  private final ByteBuffer to;
  private final ByteOrder order;

  private Swapped(Bytes message, ByteOrder order) {
    this.order = order;
    this.from = message.asBuffer().order(order);
    this.to = ByteBuffer.allocate(message.length()).put(message.toArray());
  }

  /** The message in the other byte order. */
  static Bytes copyOf(Bytes message, ByteOrder order) {
    Swapped copy = new Swapped(message, order);
    copy.message(0, message.length());
    return Bytes.of(copy.to.array());
  }

  private void message(int at, int end) {
    fields("4 2 2 4 4", at, at + HEADER);
    int type = u16(at + 4);
    int body = at + HEADER;
    if (type == ERROR) {
      boolean capped = (u16(at + 6) & CAPPED) != 0;
      fields("4", body, end);
      int request = capped ? HEADER : from.getInt(body + 4);
      if (capped) {
        fields("4 2 2 4 4", body + 4, end);
      } else {
        message(body + 4, Math.min(end, body + 4 + request));
      }
      attributes(body + 4 + align(request), end, VERDICT);
    } else if (type == DONE) {
      fields("4", body, end);
      attributes(body + 4, end, VERDICT);
    } else {
      object(type & ~3, body, end);
    }
  }

  private void object(int kind, int body, int end) {
    switch (kind) {
      case RtnetlinkType.NEWLINK -> object("1 1 2 4 4 4", 16, LINK, body, end);
      case RtnetlinkType.NEWADDR -> object("1 1 1 1 4", 8, ADDRESS, body, end);
      case RtnetlinkType.NEWROUTE -> object("1 1 1 1 1 1 1 1 4", 12, ROUTE, body, end);
      case RtnetlinkType.NEWNEIGH -> object("1 1 2 4 2 1 1", 12, NEIGHBOUR, body, end);
      case RtnetlinkType.NEWRULE -> object("1 1 1 1 1 1 1 1 4", 12, RULE, body, end);
      case RtnetlinkType.NEWNEXTHOP -> object("1 1 1 1 4", 8, NEXT_HOP, body, end);
      default -> throw new AssertionError("no layout of kind " + kind);
    }
  }

  private void object(String header, int size, Place attributes, int body, int end) {
    fields(header, body, body + size);
    attributes(body + size, end, attributes);
  }

  private void attributes(int start, int end, Place place) {
    int tunnel = tunnelType(start, end, place);
    for (int at = start; at + 4 <= end; ) {
      int length = u16(at);
      int type = u16(at + 2) & 0x3fff;
      fields("2 2", at, at + 4);
      if (place.nested.get(type) == TUNNEL) {
        attributes(at + 4, at + length, tunnel == 5 ? SEGMENTS : TUNNEL);
      } else if (place.nested.containsKey(type)) {
        attributes(at + 4, at + length, place.nested.get(type));
      } else if (place == ROUTE && type == 9) {
        nextHops(at + 4, at + length);
      } else if (place == NEXT_HOP && type == 2) {
        for (int member = at + 4; member < at + length; member += 8) {
          fields("4 1 1 2", member, member + 8);
        }
      } else {
        fields(place.layouts.getOrDefault(type, RAW), at + 4, at + length);
      }
      at += align(length);
    }
  }

  private int tunnelType(int start, int end, Place place) {
    int typeAttribute = place == ROUTE ? 21 : 7;
    int found = 0;
    for (int at = start; at + 4 <= end; at += align(u16(at))) {
      found = u16(at + 2) == typeAttribute && u16(at) == 6 ? u16(at + 4) : found;
    }
    return found;
  }

  private void nextHops(int start, int end) {
    for (int at = start; at + 8 <= end; at += align(u16(at))) {
      fields("2 1 1 4", at, at + 8);
      attributes(at + 8, at + u16(at), ROUTE);
    }
  }

  private void fields(String layout, int start, int end) {
    boolean repeated = layout.endsWith("*");
    String[] sizes = layout.replace("*", "").split(" ");
    if (layout.isEmpty()) {
      return;
    }
    ToIntFunction<Integer> size = i -> Integer.parseInt(sizes[Math.min(i, sizes.length - 1)]);
    int at = start;
    for (int i = 0; (repeated || i < sizes.length) && at + size.applyAsInt(i) <= end; i++) {
      int width = size.applyAsInt(i);
      for (int b = 0; b < width; b++) {
        to.put(at + b, from.get(at + width - 1 - b));
      }
      at += width;
    }
  }

  private int u16(int at) {
    return from.order(order).getShort(at) & 0xffff;
  }

  private static int align(int length) {
    return Math.max(4, (length + 3) & ~3);
  }
}
