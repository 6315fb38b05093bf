package dev.routeswitcher.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.World;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class TraceFormatTest {

  private static List<Class<?>> kinds(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(type -> type.isSealed() ? kinds(type).stream() : Stream.of(type))
        .toList();
  }

  @Example
  void every_kind_of_event_decision_and_notice_has_a_word() {
    for (Class<?> type : List.of(EngineEvent.class, Decision.class, Notice.class)) {
      assertThat(RecordCodec.recordsOf(type)).containsExactlyInAnyOrderElementsOf(kinds(type));
    }
    assertThat(RecordCodec.name(EngineEvent.ProbeFinished.class)).isEqualTo("probe-finished");
    assertThat(RecordCodec.name(Notice.SwitchInForce.class)).isEqualTo("switch-in-force");
  }

  @Property(tries = 200)
  void whatever_is_in_a_line_is_read_as_it_was_written(@ForAll long seed) {
    for (Class<?> kind : kinds(TraceLine.class)) {
      TraceLine line = (TraceLine) new AnyValue(new Random(seed)).of(kind);
      String text = TraceFormat.write(line);
      assertThat(text).doesNotContain("\n");
      assertThat(TraceFormat.read(text)).isEqualTo(line);
    }
  }

  @Example
  void another_version_is_refused_by_name() {
    assertThatThrownBy(() -> TraceFormat.read("{\"trace\":1}"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage("version 1 of the format, but only 6 can be read");
  }

  @Example
  void members_that_a_later_program_adds_are_ignored() {
    assertThat(TraceFormat.read("{\"step\": 7, \"mood\": [null, {\"good\": true}]}"))
        .isEqualTo(new TraceLine.Stepped(7));
  }

  @Example
  void what_is_no_line_is_refused_with_the_reason() {
    refuses("", "breaks off");
    refuses("{\"step\":7", "expected '}'");
    refuses("{\"step\":7}}", "more than one value");
    refuses("{\"step\":7,\"step\":8}", "\"step\" twice");
    refuses("{\"step\":7.5}", "no whole number of 64 bits");
    refuses("{\"step\":99999999999999999999}", "no whole number of 64 bits");
    refuses("{\"step\":\"7\"}", "\"7\" is not a whole number");
    refuses("{\"start\":7}", "\"time\" is missing");
    refuses("{\"start\":7,\"time\":\"a\tb\"}", "a control character");
    refuses("{\"start\":7,\"time\":\"\\x\"}", "unknown escape sequence");
    refuses("{\"start\":7,\"time\":\"\\u12g4\"}", "unknown escape sequence");
    refuses("{\"start\":7,\"time\":\"", "breaks off in a string");
    refuses("{\"event\":\"flood\"}", "unknown event \"flood\"");
    refuses("[1]", "not a line of a trace");
    refuses("{\"a\":nul}", "expected true, false or null");
    refuses("[".repeat(100), "nested too deeply");
    refuses("{\"event\":\"routes-changed\",\"family\":\"ipv5\",\"results\":[]}", "\"ipv5\"");
    refuses("{\"event\":\"routes-changed\",\"family\":\"ipv4\",\"results\":[null]}", "null");
    refuses("{\"event\":\"routes-changed\",\"family\":\"ipv4\",\"results\":{}}", "not an array");
    refuses("{\"event\":\"link-changed\",\"uplink\":3}", "3 is not an object");
    refuses("{\"event\":\"routes-changed\",\"family\":\"ipv4\"}", "\"results\" is missing");
    refuses("{\"step\":\"" + "7".repeat(100) + "\"}", "\"" + "7".repeat(59) + "... is not");
    refuses("[" + "0,".repeat(Json.MOST_VALUES) + "0]", "more than 200000 values");
    refuses(" ".repeat(TraceFormat.LONGEST + 1), "a line of more than 4000000 characters");
  }

  private void refuses(String text, String reason) {
    assertThatThrownBy(() -> TraceFormat.read(text))
        .as(text)
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(reason);
  }

  @Property(tries = 300)
  void any_text_survives(@ForAll String text) {
    TraceLine line = new TraceLine.Started(1, text);
    assertThat(TraceFormat.read(TraceFormat.write(line))).isEqualTo(line);
  }

  /** Values of any record, made of random parts, so that no new one is forgotten. */
  private static final class AnyValue {
    private final Random random;

    AnyValue(Random random) {
      this.random = random;
    }

    Object of(Type type) {
      if (type instanceof ParameterizedType generic) {
        return collection(generic);
      }
      Class<?> kind = (Class<?>) type;
      if (kind.isEnum()) {
        return kind.getEnumConstants()[random.nextInt(kind.getEnumConstants().length)];
      } else if (kind.isSealed() && kind != InetAddress.class) { // sealed too in newer JDKs
        List<Class<?>> kinds = kinds(kind);
        return of(kinds.get(random.nextInt(kinds.size())));
      } else if (kind == TraceLine.Header.class) {
        return new TraceLine.Header(
            TraceFormat.VERSION,
            "a program",
            (dev.routeswitcher.engine.config.EngineConfig)
                of(dev.routeswitcher.engine.config.EngineConfig.class));
      }
      return kind.isRecord() ? record(kind) : atom(kind);
    }

    private Object collection(ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Supplier<Object> element = () -> of(arguments[0]);
      int size = random.nextInt(3);
      if (generic.getRawType() == ImmutableList.class) {
        return Stream.generate(element).limit(size).collect(ImmutableList.toImmutableList());
      } else if (generic.getRawType() == ImmutableSet.class) {
        return Stream.generate(element).limit(size).collect(ImmutableSet.toImmutableSet());
      }
      assertThat(generic.getRawType()).isEqualTo(ImmutableSortedMap.class);
      return ImmutableSortedMap.of(1, random.nextLong(), 2 + random.nextInt(9), 1500L);
    }

    private Object record(Class<?> kind) {
      if (kind == dev.routeswitcher.engine.route.InterfaceAddress.class) {
        return dev.routeswitcher.engine.route.InterfaceAddress.of(
            InetAddresses.forString("192.0.2.7"), random.nextInt(33));
      }
      if (kind == EngineEvent.ConfigChanged.class) {
        return new EngineEvent.ConfigChanged(World.withUplinks(2 + random.nextInt(3)).config());
      }
      if (kind == dev.routeswitcher.engine.route.Subnet.class) {
        return new dev.routeswitcher.engine.route.Subnet(
            InetAddresses.forString("2001:db8::"), random.nextInt(129));
      }
      RecordComponent[] components = kind.getRecordComponents();
      try {
        return kind.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
            .newInstance(Arrays.stream(components).map(this::component).toArray());
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    private @Nullable Object component(RecordComponent component) {
      boolean nullable =
          component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextBoolean();
      return nullable ? null : of(component.getGenericType());
    }

    private Object atom(Class<?> kind) {
      if (kind == long.class || kind == Long.class) {
        return random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextLong();
      } else if (kind == int.class || kind == Integer.class) {
        return random.nextInt();
      } else if (kind == boolean.class) {
        return random.nextBoolean();
      } else if (kind == String.class) {
        return List.of("", "eth0", "a \"quoted\" \\ word\n", "\u00e9\ud83d\ude00")
            .get(random.nextInt(4));
      } else if (kind == Duration.class) {
        return Duration.ofNanos(random.nextLong());
      } else if (kind == InetAddress.class) {
        return InetAddresses.forString(random.nextBoolean() ? "198.51.100.9" : "2001:db8::1");
      } else if (kind == ImmutableLongArray.class) {
        return ImmutableLongArray.of(random.nextLong(), 3);
      }
      throw new AssertionError("make a " + kind + " here, and write it in a trace");
    }
  }

  @Example
  void addresses_of_both_families_are_written_in_digits() {
    assertThat(
            RecordCodec.of(InetAddress.class)
                .write()
                .apply(InetAddresses.forString("2001:db8:0:0:0:0:0:1")))
        .isEqualTo("2001:db8::1");
    assertThat(RecordCodec.of(IpFamily.class).write().apply(IpFamily.IPV6)).isEqualTo("ipv6");
  }
}
