package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated objects of every kind but routes, half of them made by us and half by {@code ip}, must
 * be read as they were meant both by us and by {@code ip -json}, field by field.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class ObjectsAgreementWithIpIT {
  private static final int OF_EACH_KIND = 60;

  private final TestNamespace namespace = TestNamespace.create();
  private final long seed = ThreadLocalRandom.current().nextLong();
  private final Random random = new Random(seed);
  private RtnetlinkClient client;

  static List<Specified> kinds() {
    return List.of(
        new SpecifiedLinks(),
        new SpecifiedAddresses(),
        new SpecifiedNeighbours(),
        new SpecifiedRules(),
        new SpecifiedNextHops());
  }

  @BeforeEach
  void open() {
    namespace.run(
        "ip link add v0 index 10 type veth peer name v1 index 21",
        "ip link set v0 up",
        "ip link set v1 up",
        "ip addr add 192.0.2.2/24 dev v0",
        "ip -6 addr add 2001:db8::2/64 dev v0 nodad");
    client = namespace.call(() -> RtnetlinkClient.open());
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void objects_made_by_either_are_read_alike_by_both(Specified kind) throws Exception {
    Map<String, SortedMap<String, String>> meant = new TreeMap<>();
    List<Operation> ours = new ArrayList<>();
    StringBuilder batch = new StringBuilder();
    StringBuilder batch6 = new StringBuilder();
    for (int i = 0; i < OF_EACH_KIND; i++) {
      TreeMap<String, String> spec = new TreeMap<>(kind.generate(i, random));
      meant.put(kind.key(spec), spec);
      if (random.nextBoolean()) {
        ours.add(Operation.add(kind.message(spec)));
      } else {
        (kind.isIpv6(spec) ? batch6 : batch).append(kind.command(spec)).append('\n');
      }
    }
    assertThat(meant).hasSize(OF_EACH_KIND);
    client.batch(ours).orThrow();
    namespace.pipe(batch.toString(), "ip -batch -");
    namespace.pipe(batch6.toString(), "ip -6 -batch -");

    Map<String, SortedMap<String, String>> readByUs =
        keyed(kind, kind.list(client), object -> kind.read(object));
    Map<String, SortedMap<String, String>> readByIp =
        keyed(kind, elements(kind), element -> kind.read(element));

    assertThat(select(readByUs, meant))
        .as("by us, seed %s", seed)
        .containsExactlyInAnyOrderEntriesOf(meant);
    assertThat(select(readByIp, meant))
        .as("by ip, seed %s", seed)
        .containsExactlyInAnyOrderEntriesOf(meant);
  }

  private List<JsonObject> elements(Specified kind) {
    List<JsonObject> elements = new ArrayList<>();
    for (String command : kind.listings()) {
      for (JsonElement element : IpJson.ip(namespace, command)) {
        elements.addAll(kind.parts(element.getAsJsonObject()));
      }
    }
    return elements;
  }

  private static <T> Map<String, SortedMap<String, String>> keyed(
      Specified kind, List<? extends T> objects, Function<T, SortedMap<String, String>> reader) {
    Map<String, SortedMap<String, String>> all = new TreeMap<>();
    for (T object : objects) {
      SortedMap<String, String> spec = reader.apply(object);
      all.put(kind.key(spec), spec);
    }
    return all;
  }

  /** What the kernel had of its own is not compared. */
  private static Map<String, SortedMap<String, String>> select(
      Map<String, SortedMap<String, String>> read, Map<String, ?> meant) {
    TreeMap<String, SortedMap<String, String>> selected = new TreeMap<>(read);
    selected.keySet().retainAll(meant.keySet());
    return selected;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void objects_as_they_are_listed_name_themselves_for_deletion(Specified kind) throws Exception {
    List<String> before = texts(kind);
    List<Operation> additions = new ArrayList<>();
    for (int i = 0; i < OF_EACH_KIND; i++) {
      additions.add(Operation.add(kind.message(new TreeMap<>(kind.generate(i, random)))));
    }
    client.batch(additions).orThrow();

    List<Operation> deletions = new ArrayList<>();
    for (RtnetlinkMessage object : kind.list(client)) {
      if (!before.contains(kind.key(kind.read(object)))) {
        deletions.add(Operation.delete(object));
      }
    }
    BatchResult result = client.batch(deletions);

    assertThat(deletions).as("seed %s", seed).hasSize(OF_EACH_KIND);
    result.orThrow();
    assertThat(texts(kind)).as("seed %s", seed).isEqualTo(before);
  }

  private List<String> texts(Specified kind) throws NetlinkException {
    ImmutableList.Builder<String> keys = ImmutableList.builder();
    for (RtnetlinkMessage object : kind.list(client)) {
      keys.add(kind.key(kind.read(object)));
    }
    return keys.build();
  }
}
