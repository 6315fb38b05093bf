package dev.routeswitcher.cli;

import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints the rule set of nftables that marks connections for {@code --firewall-marks}, from the
 * options of the run that it is for.
 *
 * <p>A connection is marked once: an inbound one by the uplink that its first packet came by, an
 * outbound one by that which it left by. Each later packet gets the mark of its connection before
 * it is routed. Whatever has a mark of another program keeps that: WireGuard, for one, goes by all
 * 32 bits.
 */
final class NftablesCommand {

  static final String NAME = "nftables";

  private static final String RULE_SET =
      """
      # Load it with: nft -f -
      table inet route_switcher
      delete table inet route_switcher
      table inet route_switcher {
      	chain prerouting {
      		type filter hook prerouting priority mangle; policy accept;
      		ct mark 0 ct mark set iifname map { UPLINKS }
      		meta mark 0 meta mark set ct mark & MASK
      	}
      	chain output {
      		type route hook output priority mangle; policy accept;
      		meta mark 0 meta mark set ct mark & MASK
      	}
      	chain postrouting {
      		type filter hook postrouting priority mangle; policy accept;
      		meta mark 0 ct mark 0 ct mark set oifname map { UPLINKS }
      	}
      }
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final Function<String, @Nullable String> environment;

  NftablesCommand(
      PrintStream out, PrintStream err, Function<String, @Nullable String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  int run(String... arguments) {
    Arguments words = Arguments.ofNftables(arguments);
    if (words.has(Commands.HELP)) {
      out.print(words.help());
      return Program.CLEAN;
    }
    Given given = Given.by(words, environment);
    List<String> faults = given.faults();
    if (faults.isEmpty()) {
      EngineConfig config = given.configuration().engine();
      List<UplinkConfig> uplinks = config.families().get(0).uplinks();
      faults.addAll(obstacles(uplinks, config.tables()));
      if (faults.isEmpty()) {
        out.print(ruleSet(uplinks, config.tables()));
        return Program.CLEAN;
      }
    }
    faults.forEach(fault -> err.println("route-switcher " + NAME + ": " + Printable.of(fault)));
    err.println("Try 'route-switcher " + NAME + " --help'.");
    return Program.USAGE;
  }

  /** What a run would do with, and a rule set cannot. */
  private static List<String> obstacles(List<UplinkConfig> uplinks, TableLayout tables) {
    Stream<String> none =
        tables.firstMark() == null
            ? Stream.of(
                "nothing is to be marked; give --"
                    + Settings.FIREWALL_MARKS
                    + " 0x1000000/0xff000000 and the rest")
            : Stream.empty();
    Stream<String> unwritable =
        uplinks.stream()
            .map(UplinkConfig::interfaceName)
            .filter(name -> name.contains("\""))
            .map(name -> "nftables has no way to write '" + name + "'; rename the interface");
    return Stream.concat(none, unwritable).toList();
  }

  private static String ruleSet(List<UplinkConfig> uplinks, TableLayout tables) {
    FirewallMark first = Objects.requireNonNull(tables.firstMark());
    String marks =
        IntStream.range(0, uplinks.size())
            .mapToObj(i -> quoted(uplinks.get(i).interfaceName()) + " : " + hex(valueOf(tables, i)))
            .collect(Collectors.joining(", "));
    return RULE_SET.replace("UPLINKS", marks).replace("MASK", hex(first.mask()));
  }

  private static long valueOf(TableLayout tables, int uplink) {
    return Objects.requireNonNull(tables.markOf(uplink)).value();
  }

  private static String hex(long bits) {
    return "0x" + Long.toHexString(bits);
  }

  /** An asterisk at the end would stand for any. */
  private static String quoted(String interfaceName) {
    return '"' + interfaceName.replaceFirst("\\*$", "\\\\*") + '"';
  }
}
