package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteView;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Any bytes as a datagram, in either byte order: each message is read, or said to be malformed, and
 * nothing else. What was read can be asked for everything, printed, and written again.
 */
public final class DatagramFuzz {
  private static final Map<Class<?>, List<Method>> ACCESSORS = new ConcurrentHashMap<>();

  public static void fuzzerTestOneInput(byte[] datagram) {
    read(datagram, ByteOrder.LITTLE_ENDIAN);
    read(datagram, ByteOrder.BIG_ENDIAN);
  }

  private static void read(byte[] datagram, ByteOrder order) {
    MessageCursor cursor = new MessageCursor(order).over(ByteBuffer.wrap(datagram));
    RouteView view = new RouteView();
    try {
      while (cursor.next()) {
        readOne(cursor, view);
      }
    } catch (MalformedMessageException declared) {
      requirePrintable(String.valueOf(declared.getMessage()));
      require(!cursor.next(), "a frame that cannot be is the last of its datagram");
    }
  }

  private static void readOne(MessageCursor cursor, RouteView view) {
    try {
      int type = cursor.type();
      if (type == NetlinkHeader.ERROR || type == NetlinkHeader.DONE) {
        askEverything(Acknowledgement.read(cursor));
        return;
      }
      RtnetlinkMessage message = RtnetlinkMessages.read(cursor);
      askEverything(message);
      writeAndReadAgain(message, cursor.header());
      if (message instanceof RouteMessage) {
        askEverything(view.over(cursor));
      }
    } catch (MalformedMessageException declared) {
      requirePrintable(String.valueOf(declared.getMessage()));
    }
  }

  private static void writeAndReadAgain(RtnetlinkMessage message, NetlinkHeader header) {
    byte[] first = written(message, header);
    MessageCursor again = new MessageCursor(message.attributes().order());
    require(again.over(ByteBuffer.wrap(first)).next(), "what was written is a message");
    RtnetlinkMessage read = RtnetlinkMessages.read(again);
    require(read.equals(message), "read again it is equal");
    require(read.attributes().bytes().equals(message.attributes().bytes()), "to the last byte");
    require(Arrays.equals(first, written(read, header)), "and so it is when written again");
  }

  private static byte[] written(RtnetlinkMessage message, NetlinkHeader header) {
    NetlinkWriter writer = new NetlinkWriter(message.attributes().order());
    int start = writer.beginMessage(header);
    message.writeTo(writer);
    return writer.endMessage(start).toBytes().toArray();
  }

  /** Calls every public method that takes nothing and returns something. */
  private static void askEverything(Object object) {
    for (Method accessor :
        ACCESSORS.computeIfAbsent(object.getClass(), DatagramFuzz::accessorsOf)) {
      try {
        String text = String.valueOf(accessor.invoke(object));
        if (object instanceof RtnetlinkMessage && accessor.getName().equals("toString")) {
          requirePrintable(text);
        }
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof MalformedAttributeException)) {
          throw new AssertionError(accessor + " fails", e.getCause());
        }
        require(!accessor.getName().equals("toString"), "printing never fails");
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<Method> accessorsOf(Class<?> type) {
    List<Method> accessors =
        Arrays.stream(type.getMethods())
            .filter(method -> method.getParameterCount() == 0)
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getReturnType() != void.class)
            .filter(method -> method.getDeclaringClass() != Object.class)
            .toList();
    accessors.forEach(method -> method.setAccessible(true));
    return accessors;
  }

  private static void requirePrintable(String text) {
    require(
        text.chars().noneMatch(Character::isISOControl),
        "no control characters in what is printed: " + text);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  private DatagramFuzz() {}
}
