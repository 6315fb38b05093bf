package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.switching.ReducedWorld.Move;
import dev.routeswitcher.engine.switching.ReducedWorld.Next;
import dev.routeswitcher.engine.switching.ReducedWorld.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every state of a {@link ReducedWorld} that its moves reach, breadth first, so that a broken rule
 * is shown by the shortest way to it. Then, from every state, a good world must bring the primary
 * back in time.
 */
final class StateSpace {

  /** A rule that was broken, and the moves that led there. */
  static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String rule, String story) {
      super(rule + "\n" + story);
    }
  }

  /**
   * What was looked at.
   *
   * @param states how many states were reached
   * @param moves how many moves were made from them
   * @param depth moves from the beginning to the farthest state
   * @param complete whether every state was expanded, so that there are no others
   * @param longestReturn the most ticks any state needs in a good world
   */
  record Extent(int states, long moves, int depth, boolean complete, int longestReturn) {}

  private static final int UNKNOWN = -1;
  private static final int UNDER_WAY = -2;

  private final ReducedWorld world;
  private final Nodes nodes;
  private final List<int[]> origins = new ArrayList<>();
  private long moves;

  StateSpace(ReducedWorld world) {
    this.world = world;
    this.nodes = new Nodes(world.reduction());
  }

  /**
   * Looks at all states within {@code mostDepth} moves, but at no more than {@code mostStates}.
   *
   * @throws Broken with the shortest story if a rule is broken
   */
  Extent explore(int mostDepth, int mostStates) {
    add(world.begin(), UNKNOWN, 0);
    int depth = 0;
    int expanded = 0;
    while (expanded < nodes.size() && depth < mostDepth && nodes.size() < mostStates) {
      int endOfLevel = nodes.size();
      depth++;
      while (expanded < endOfLevel && nodes.size() < mostStates) {
        expand(expanded++);
      }
      if (Boolean.getBoolean("progress")) {
        System.err.println(nodes.size() + " states, " + moves + " moves, depth " + depth);
      }
    }
    int reached = nodes.size();
    return new Extent(reached, moves, depth, expanded == reached, longestReturn(reached));
  }

  private void expand(int id) {
    Node node = nodes.get(id);
    List<Move> possible = world.moves(node);
    for (int i = 0; i < possible.size(); i++) {
      moves++;
      add(made(possible.get(i), node, id), id, i);
    }
  }

  private Next made(Move move, Node node, int from) {
    try {
      return world.make(move, node);
    } catch (RuntimeException e) {
      Broken broken = new Broken("8: " + move + " throws", story(from, UNKNOWN));
      broken.initCause(e);
      throw broken;
    }
  }

  private void add(Next next, int from, int move) {
    int known = nodes.size();
    int id = nodes.add(next.node());
    if (id == known) {
      origins.add(new int[] {from, move});
    }
    if (next.broken() != null) {
      throw new Broken(next.broken(), story(from, move));
    }
  }

  // Liveness

  /** How long the farthest state needs; every state is asked, and each way is walked once. */
  private int longestReturn(int reached) {
    int[] ticks = new int[0];
    int longest = 0;
    for (int id = 0; id < reached; id++) {
      ticks = walkHome(id, ticks);
      longest = Math.max(longest, ticks[id]);
      if (ticks[id] > world.longestWait()) {
        throw new Broken(
            "9: the primary is back after " + ticks[id] + " ticks only", story(id, UNKNOWN));
      }
    }
    return longest;
  }

  private int[] walkHome(int start, int[] known) {
    int[] ticks = known;
    Deque<Integer> way = new ArrayDeque<>();
    int id = start;
    while (true) {
      ticks = grown(ticks, nodes.size());
      if (ticks[id] == UNDER_WAY) {
        throw new Broken("9: the primary never comes back", story(start, UNKNOWN));
      } else if (ticks[id] >= 0) {
        break;
      }
      Node node = nodes.get(id);
      if (world.isHome(node)) {
        ticks[id] = 0;
        break;
      }
      ticks[id] = UNDER_WAY;
      way.push(id);
      Next next = world.goodTick(node);
      if (next.broken() != null) {
        throw new Broken(next.broken() + ", in a good world", story(start, UNKNOWN));
      }
      id = nodes.add(next.node());
    }
    int left = ticks[id];
    while (!way.isEmpty()) {
      left++;
      ticks[way.pop()] = left;
    }
    return ticks;
  }

  private static int[] grown(int[] array, int size) {
    if (size <= array.length) {
      return array;
    }
    int[] grown = Arrays.copyOf(array, Math.max(size, 2 * array.length));
    Arrays.fill(grown, array.length, grown.length, UNKNOWN);
    return grown;
  }

  // Stories

  /** The moves from the beginning to a state and one more, with what the engine said. */
  private String story(int id, int lastMove) {
    List<Integer> taken = new ArrayList<>();
    for (int at = id; at > 0; at = origins.get(at)[0]) {
      taken.add(origins.get(at)[1]);
    }
    Collections.reverse(taken);
    if (lastMove != UNKNOWN && id != UNKNOWN) {
      taken.add(lastMove);
    }
    StringBuilder story = new StringBuilder();
    Next next = world.begin();
    for (int index : taken) {
      Move move = world.moves(next.node()).get(index);
      next = world.make(move, next.node());
      story.append(move).append('\n');
      next.decisions().stream()
          .filter(decision -> !(decision instanceof Decision.StartRound))
          .forEach(decision -> story.append("    => ").append(decision).append('\n'));
    }
    return story.toString();
  }

  // Memory

  /** Numbers the nodes: each is kept as the numbers of its parts, of which there are few. */
  private static final class Nodes {
    private final Reduction reduction;
    private final Map<@Nullable Object, Integer> numbers = new HashMap<>();
    private final List<@Nullable Object> parts = new ArrayList<>();
    private int[] keys = new int[0];
    private int[] slots = new int[1 << 10];
    private int width;
    private int size;

    Nodes(Reduction reduction) {
      this.reduction = reduction;
    }

    int size() {
      return size;
    }

    /** The node's number, a new one if it was never seen. */
    int add(Node node) {
      int[] key = key(node);
      width = key.length;
      if (2 * (size + 1) > slots.length) {
        rehash();
      }
      int slot = slotOf(key, 0);
      if (slots[slot] == 0) {
        if ((size + 1) * width > keys.length) {
          keys = Arrays.copyOf(keys, Math.max(2 * keys.length, width << 10));
        }
        System.arraycopy(key, 0, keys, size * width, width);
        size++;
        slots[slot] = size;
      }
      return slots[slot] - 1;
    }

    Node get(int id) {
      List<@Nullable Object> found = new ArrayList<>(width);
      for (int i = 0; i < width; i++) {
        found.add(parts.get(keys[id * width + i]));
      }
      int own = Node.class.getRecordComponents().length - 1;
      FamilyState engine = reduction.whole(FamilyState.class, unfolded(found.subList(own, width)));
      List<@Nullable Object> all = new ArrayList<>();
      all.add(engine);
      all.addAll(found.subList(0, own));
      return reduction.whole(Node.class, all);
    }

    private int[] key(Node node) {
      List<@Nullable Object> all = new ArrayList<>(reduction.parts(node));
      all.remove(0);
      for (Object part : reduction.parts(node.engine())) {
        if (part instanceof ImmutableList<?> list && isUplinks(list)) {
          all.addAll(list);
        } else {
          all.add(part);
        }
      }
      return all.stream().mapToInt(this::number).toArray();
    }

    private static boolean isUplinks(ImmutableList<?> list) {
      return !list.isEmpty() && list.get(0) instanceof UplinkState;
    }

    /** The parts of a family's state, its uplinks gathered again. */
    private static List<@Nullable Object> unfolded(List<@Nullable Object> folded) {
      List<@Nullable Object> unfolded = new ArrayList<>();
      List<UplinkState> uplinks = new ArrayList<>();
      int position = 0;
      for (Object part : folded) {
        if (part instanceof UplinkState uplink) {
          position = uplinks.isEmpty() ? unfolded.size() : position;
          uplinks.add(uplink);
        } else {
          unfolded.add(part);
        }
      }
      unfolded.add(position, ImmutableList.copyOf(uplinks));
      return unfolded;
    }

    private int number(@Nullable Object part) {
      Integer number = numbers.putIfAbsent(part, parts.size());
      if (number == null) {
        parts.add(part);
        return parts.size() - 1;
      }
      return number;
    }

    private void rehash() {
      int[] grown = new int[2 * slots.length];
      slots = grown;
      for (int id = 0; id < size; id++) {
        slots[slotOf(keys, id * width)] = id + 1;
      }
    }

    /** Where the key stands, or the free place where it would. */
    private int slotOf(int[] from, int offset) {
      int hash = 1;
      for (int i = 0; i < width; i++) {
        hash = 31 * hash + from[offset + i];
      }
      int slot = (hash ^ hash >>> 15) * 0x9E3779B1 >>> 7 & slots.length - 1;
      while (slots[slot] != 0
          && !Arrays.equals(
              from, offset, offset + width, keys, (slots[slot] - 1) * width, slots[slot] * width)) {
        slot = slot + 1 & slots.length - 1;
      }
      return slot;
    }
  }
}
