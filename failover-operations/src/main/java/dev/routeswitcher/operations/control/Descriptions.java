package dev.routeswitcher.operations.control;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.annotations.SerializedName;
import dev.routeswitcher.operations.status.Status;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces in the language of varlink. The types of the status are made from its records, so
 * that they cannot say something else.
 */
final class Descriptions {

  static final String SERVICE = "org.varlink.service";
  static final String CONTROL = "dev.routeswitcher.Control";

  /** The description of each interface. */
  static final ImmutableMap<String, String> ALL =
      ImmutableMap.of(SERVICE, service(), CONTROL, control());

  private Descriptions() {}

  private static String service() {
    return """
        # What every service of varlink offers: what it is, and which interfaces it has.
        interface org.varlink.service

        # What the service is, and the names of its interfaces.
        method GetInfo() -> (
          vendor: string,
          product: string,
          version: string,
          url: string,
          interfaces: []string
        )

        # The text that describes an interface.
        method GetInterfaceDescription(interface: string) -> (description: string)

        # There is no such interface.
        error InterfaceNotFound (interface: string)

        # There is no such method.
        error MethodNotFound (method: string)

        # The method is described and not there.
        error MethodNotImplemented (method: string)

        # A parameter is missing, or its value is none.
        error InvalidParameter (parameter: string)

        # The caller may not do that.
        error PermissionDenied ()

        # The method has several replies; the caller has to ask for more.
        error ExpectedMore ()
        """;
  }

  private static String control() {
    Map<Class<?>, String> types = new LinkedHashMap<>();
    describe(Status.class, types);
    return """
        # How a switcher is, and what can be asked of it. Times are RFC 3339 in UTC, durations are
        # seconds. Reading is for all who may open the socket; changing for root, the user that the
        # switcher runs as, and the group of the socket.
        interface dev.routeswitcher.Control

        """
        + String.join("\n", types.values())
        + """

        # What became of a wish in one address family: whether it is in force, and why not.
        type Outcome (
          family: string,
          in_force: bool,
          text: string
        )

        # How it is.
        method Status() -> (status: SwitcherStatus)

        # How it is, now and after every change; with every_seconds as often as that too, 1 to 3600.
        # Wants more.
        method Watch(every_seconds: ?int) -> (status: SwitcherStatus)

        # What happens from now on, as it is kept in the journal. Wants more.
        method Events() -> (event: object)

        # What has happened, from a time on or from the first event that is kept, until a time or
        # now: uplinks with their availability, outages, switches.
        method History(since: ?string, until: ?string) -> (history: object)

        # Move the traffic to an uplink, given by its name or its interface, as soon as it answers.
        method Use(uplink: string) -> (families: []Outcome)

        # Leave the choice to the switcher again.
        method UseAny() -> (families: []Outcome)

        # Leave an uplink alone.
        method NeverUse(uplink: string) -> (families: []Outcome)

        # Allow an uplink again.
        method MayUse(uplink: string) -> (families: []Outcome)

        # Read the configuration again.
        method Reload() -> (text: string)

        # Log more or less, until the next start: error, warn, info or debug.
        method Log(level: string) -> ()

        # There is no such uplink.
        error NoSuchUplink (text: string)

        # The configuration has faults; everything is as it was.
        error Faulty (faults: []string)

        # It could not be done.
        error Failed (text: string)
        """;
  }

  /** Describes a record, after those that it is made of. */
  private static void describe(Class<?> type, Map<Class<?>, String> types) {
    if (types.containsKey(type)) {
      return;
    }
    types.put(type, "");
    String members =
        Arrays.stream(type.getRecordComponents())
            .map(component -> "  " + name(component) + ": " + optional(component, types))
            .collect(Collectors.joining(",\n"));
    types.remove(type);
    types.put(type, "type " + typeName(type) + " (\n" + members + "\n)\n");
  }

  /** What a component is called in JSON. */
  static String name(RecordComponent component) {
    SerializedName given = component.getAccessor().getAnnotation(SerializedName.class);
    return given != null
        ? given.value()
        : CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, component.getName());
  }

  static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static String optional(RecordComponent component, Map<Class<?>, String> types) {
    return (isNullable(component) ? "?" : "") + word(component.getGenericType(), types);
  }

  /** Types and methods share their names in varlink, and there is a method Status. */
  private static String typeName(Class<?> type) {
    return type == Status.class ? "SwitcherStatus" : type.getSimpleName();
  }

  private static String word(Type type, Map<Class<?>, String> types) {
    if (type instanceof ParameterizedType list && list.getRawType() == ImmutableList.class) {
      return "[]" + word(list.getActualTypeArguments()[0], types);
    } else if (type == String.class || type == Instant.class) {
      return "string";
    } else if (type == boolean.class) {
      return "bool";
    } else if (type == int.class || type == long.class) {
      return "int";
    } else if (type == double.class || type == Double.class) {
      return "float";
    } else if (type instanceof Class<?> known && known.isRecord()) {
      describe(known, types);
      return typeName(known);
    }
    throw new IllegalStateException("no word for " + type);
  }
}
