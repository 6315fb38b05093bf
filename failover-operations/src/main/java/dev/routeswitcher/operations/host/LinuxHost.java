package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import com.sun.management.OperatingSystemMXBean;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.linux.NetlinkKernelRouting;
import dev.routeswitcher.runtime.linux.SharedRtnetlink;
import dev.routeswitcher.runtime.linux.lease.LeaseFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host that this process runs on: by rtnetlink, ctnetlink and ICMP, and by what stands in
 * /proc, /sys, /run and /etc. It is that of the network namespace of the calling thread.
 */
public final class LinuxHost implements Host {

  /** A look-up for each address and target takes time; a few stand for all. */
  private static final int MOST_LOOKED_UP = 8;

  /** No probe is waited for longer, however long one may take. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

  private final SystemFiles files;
  private final Path root;

  public LinuxHost() {
    this(Path.of("/"));
  }

  /** With the files below another root. */
  LinuxHost(Path root) {
    this.root = root;
    this.files = new SystemFiles(root);
  }

  @Override
  public HostFacts read(EngineConfig config) {
    return new Look(Optional.of(config)).facts();
  }

  @Override
  public HostFacts read() {
    return new Look(Optional.empty()).facts();
  }

  /** One reading of the host; for one configuration, or for none. */
  private final class Look {

    private final Optional<EngineConfig> config;
    private final Reading<NetlinkReader> netlink = Reading.tried(NetlinkReader::new);
    private final NetlinkKernelRouting kernel = new NetlinkKernelRouting(new SharedRtnetlink());
    private final Reading<Boolean> opened = Reading.tried(this::open);

    Look(Optional<EngineConfig> config) {
      this.config = config;
    }

    private boolean open() throws IOException {
      kernel.open();
      return true;
    }

    HostFacts facts() {
      try {
        return read();
      } finally {
        kernel.close();
        netlink.found().ifPresent(NetlinkReader::close);
      }
    }

    private HostFacts read() {
      Reading<ImmutableList<HostInterface>> interfaces = asked(NetlinkReader::interfaces);
      ImmutableList<HostInterface> there = interfaces.orElse(ImmutableList.of());
      List<HostInterface> uplinks =
          config
              .map(asked -> there.stream().filter(each -> isUplink(asked, each)).toList())
              .orElse(there);
      ImmutableMap<IpFamily, HostRouting> routing =
          Maps.toMap(List.of(IpFamily.values()), family -> routing(family, there));
      ImmutableMap<String, InetAddress> leased = leased(uplinks);
      Reading<Translations> translated = Reading.tried(NetlinkReader::translated);
      Reading<Resolvers> resolvers = Reading.tried(files::resolvers);
      Set<Neighbour> gateways = gateways(uplinks, routing, leased);
      ImmutableList<Burst> bursts =
          config
              .map(asked -> bursts(asked, uplinks, routing, gateways, resolvers))
              .orElse(ImmutableList.of());
      return new HostFacts(
          files.kernel(),
          files.switcherRuns(),
          files.privileges(),
          files.limits(memory()),
          interfaces,
          routing,
          leased,
          files.sysctls(uplinks.stream().map(HostInterface::name).collect(Collectors.toSet())),
          new ManagerFiles(root).of(uplinks),
          translated,
          resolvers,
          Reading.tried(() -> UnitFiles.find(root)),
          files.systemdRuns(),
          bursts,
          neighbours(gateways, uplinks, bursts),
          config.map(asked -> pathsBack(asked, uplinks)).orElse(ImmutableSetMultimap.of()));
    }

    private interface Question<T> {
      T ask(NetlinkReader reader) throws IOException;
    }

    private <T> Reading<T> asked(Question<T> question) {
      NetlinkReader reader = netlink.value();
      return reader == null
          ? Reading.failed(netlink.fault())
          : Reading.tried(() -> question.ask(reader));
    }

    private <T> Reading<T> known(Reading.Source<T> source) {
      return opened.found().isPresent() ? Reading.tried(source) : Reading.failed(opened.fault());
    }

    private HostRouting routing(IpFamily family, ImmutableList<HostInterface> interfaces) {
      TableLayout layout = config.map(EngineConfig::tables).orElse(TableLayout.DEFAULT);
      List<Long> tables = layout.tables(config.map(LinuxHost::uplinkCount).orElse(0));
      return new HostRouting(
          family,
          known(() -> kernel.defaults(family)),
          asked(reader -> reader.covering(family, interfaces)).orElse(ImmutableList.of()),
          known(() -> kernel.tables(family, tables)),
          asked(reader -> reader.rules(family)));
    }

    private ImmutableList<Burst> bursts(
        EngineConfig asked,
        List<HostInterface> uplinks,
        ImmutableMap<IpFamily, HostRouting> routing,
        Set<Neighbour> gateways,
        Reading<Resolvers> resolvers) {
      Set<ProbeBursts.Path> paths = new LinkedHashSet<>();
      Stream<InetAddress> targets =
          asked.families().stream().flatMap(family -> family.targets().stream());
      Stream<InetAddress> servers =
          resolvers.found().stream().flatMap(found -> found.addresses().stream());
      List<InetAddress> beyond = Stream.concat(targets, servers).distinct().toList();
      for (HostInterface uplink : uplinks) {
        for (InetAddress target : beyond) {
          HostRouting routes = Objects.requireNonNull(routing.get(IpFamily.of(target)));
          // Without a route the kernel would look for the target on the link itself.
          if (uplink.up() && (routes.leadsOutBy(uplink.name()) || uplink.reaches(target))) {
            paths.add(new ProbeBursts.Path(uplink.name(), target));
          }
        }
      }
      gateways.forEach(
          gateway -> paths.add(new ProbeBursts.Path(gateway.interfaceName(), gateway.address())));
      Duration timeout = asked.timing().timeout();
      boolean tooLong = timeout.compareTo(LONGEST_TIMEOUT) > 0;
      return new ProbeBursts(tooLong ? LONGEST_TIMEOUT : timeout).run(List.copyOf(paths));
    }

    /** The gateways by each interface: those that are given, leased, or in a route of others. */
    private Set<Neighbour> gateways(
        List<HostInterface> uplinks,
        ImmutableMap<IpFamily, HostRouting> routing,
        ImmutableMap<String, InetAddress> leased) {
      Set<Neighbour> gateways = new LinkedHashSet<>();
      for (HostInterface uplink : uplinks) {
        Stream<InetAddress> given =
            config.stream()
                .flatMap(asked -> asked.families().stream())
                .flatMap(family -> family.uplinks().stream())
                .filter(each -> uplink.isCalled(each.interfaceName()))
                .map(UplinkConfig::gateway);
        Stream<InetAddress> routed =
            routing.values().stream()
                .flatMap(routes -> routes.through(uplink.name()).stream())
                .flatMap(route -> route.hops().stream())
                .filter(hop -> hop.interfaceName().equals(uplink.name()))
                .map(Hop::gateway);
        Stream.of(given, routed, Stream.of(leased).map(all -> all.get(uplink.name())))
            .flatMap(all -> all)
            .filter(Objects::nonNull)
            .forEach(gateway -> gateways.add(new Neighbour(uplink.name(), gateway)));
      }
      return gateways;
    }

    private ImmutableMap<Neighbour, Boolean> neighbours(
        Set<Neighbour> gateways, List<HostInterface> uplinks, List<Burst> bursts) {
      ImmutableMap.Builder<Neighbour, Boolean> there = ImmutableMap.builder();
      for (Neighbour gateway : gateways) {
        boolean answered =
            bursts.stream()
                .anyMatch(
                    burst ->
                        burst.answered() > 0
                            && burst.interfaceName().equals(gateway.interfaceName())
                            && burst.target().equals(gateway.address()));
        if (answered) {
          there.put(gateway, true);
        } else {
          index(uplinks, gateway.interfaceName())
              .flatMap(index -> asked(reader -> reader.isThere(index, gateway)).found())
              .flatMap(found -> found)
              .ifPresent(known -> there.put(gateway, known));
        }
      }
      return there.buildOrThrow();
    }

    private ImmutableSetMultimap<String, TargetPath> pathsBack(
        EngineConfig asked, List<HostInterface> uplinks) {
      ImmutableSetMultimap.Builder<String, TargetPath> paths = ImmutableSetMultimap.builder();
      for (HostInterface uplink : uplinks) {
        for (FamilyConfig family : asked.families()) {
          for (InterfaceAddress from :
              Iterables.limit(uplink.usable(family.family()), MOST_LOOKED_UP)) {
            for (InetAddress target : family.targets()) {
              known(() -> kernel.pathFrom(from.local(), target))
                  .found()
                  .ifPresent(path -> paths.put(uplink.name(), path));
            }
          }
        }
      }
      return paths.build();
    }
  }

  private static ImmutableMap<String, InetAddress> leased(List<HostInterface> interfaces) {
    LeaseFiles leases = new LeaseFiles();
    ImmutableMap.Builder<String, InetAddress> gateways = ImmutableMap.builder();
    for (HostInterface each : interfaces) {
      ImmutableSet<InetAddress> own =
          each.usable(IpFamily.IPV4).stream()
              .map(InterfaceAddress::local)
              .collect(ImmutableSet.toImmutableSet());
      if (!own.isEmpty()) {
        leases
            .gateway(each.name(), each.index(), own)
            .ifPresent(gateway -> gateways.put(each.name(), gateway));
      }
    }
    return gateways.buildOrThrow();
  }

  private static boolean isUplink(EngineConfig config, HostInterface candidate) {
    return config.families().stream()
        .flatMap(family -> family.uplinks().stream())
        .anyMatch(uplink -> candidate.isCalled(uplink.interfaceName()));
  }

  private static int uplinkCount(EngineConfig config) {
    return config.families().get(0).uplinks().size();
  }

  private static Optional<Integer> index(List<HostInterface> interfaces, String name) {
    return interfaces.stream()
        .filter(each -> each.name().equals(name))
        .map(HostInterface::index)
        .findFirst();
  }

  /** What the control group lets this process have, or what the host has if that is less. */
  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
