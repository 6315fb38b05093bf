package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.port.LinkdownRouting;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel pass over routes through uplinks that lost their carrier, before any program
 * wakes; and puts back at the end what it changed. The setting belongs to the interface, by
 * whatever name: one that is renamed keeps it, one that is made anew begins with the host's.
 */
final class LinkdownAid implements Follower {

  private static final Logger log = LoggerFactory.getLogger(LinkdownAid.class);

  private final LinkdownRouting routing;
  private final LinkBook links;
  private final boolean dryRun;
  private final Announcer announcer;
  private final Set<UplinkKey> present = new HashSet<>();
  private final Set<Changed> changed = new LinkedHashSet<>();

  /** An interface, by its index, whose setting is ours. */
  private record Changed(IpFamily family, int index) {}

  LinkdownAid(LinkdownRouting routing, LinkBook links, boolean dryRun, Announcer announcer) {
    this.routing = routing;
    this.links = links;
    this.dryRun = dryRun;
    this.announcer = announcer;
  }

  @Override
  public void stepped(List<EngineEvent> events, List<Notice> notices) {
    for (EngineEvent event : events) {
      if (event instanceof LinkChanged change) {
        note(change.uplink(), change.status().present());
      }
    }
  }

  private void note(UplinkKey uplink, boolean isPresent) {
    if (!isPresent) {
      present.remove(uplink);
    } else if (present.add(uplink)) {
      set(uplink);
    }
  }

  private void set(UplinkKey uplink) {
    changed.removeIf(setting -> links.name(setting.index()).isEmpty());
    try {
      if (routing.isPassedOver(uplink)) {
        return;
      } else if (dryRun) {
        report("dry-run", uplink, "would=\"set ignore_routes_with_linkdown\"");
        return;
      }
      routing.passOver(uplink, true);
      changed.add(new Changed(uplink.family(), links.index(uplink)));
      report("kernel-linkdown", uplink, "value=1");
    } catch (NoSuchFileException e) {
      // The interface is gone again, or the kernel has not the family at all.
      announcer.log(() -> log.debug("no setting for {}: {}", uplink, e.getMessage()));
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      announcer.log(
          () ->
              log.warn(
                  "kernel-linkdown family={} interface={} cannot be set: {}; remedy=\"{}\"",
                  Codes.of(uplink.family()),
                  uplink.interfaceName(),
                  why,
                  sysctl(uplink, 1)));
    }
  }

  private void report(String what, UplinkKey uplink, String how) {
    announcer.log(
        () ->
            log.info(
                "{} family={} interface={} {}",
                what,
                Codes.of(uplink.family()),
                uplink.interfaceName(),
                how));
  }

  /** What somebody else has set since is his. */
  @Override
  public void ended() {
    for (Changed setting : changed) {
      links.name(setting.index()).ifPresent(name -> putBack(new UplinkKey(setting.family(), name)));
    }
    changed.clear();
  }

  private void putBack(UplinkKey uplink) {
    try {
      if (routing.isPassedOver(uplink)) {
        routing.passOver(uplink, false);
        report("kernel-linkdown", uplink, "value=0");
      }
    } catch (NoSuchFileException e) {
      announcer.log(() -> log.debug("no setting for {} any more: {}", uplink, e.getMessage()));
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      announcer.log(() -> log.error("left behind: {}; remedy=\"{}\"", why, sysctl(uplink, 0)));
    }
  }

  /** In a name that sysctl(8) takes, a slash stands for a dot. */
  private static String sysctl(UplinkKey uplink, int value) {
    return "sysctl -w net."
        + Codes.of(uplink.family())
        + ".conf."
        + uplink.interfaceName().replace('.', '/')
        + ".ignore_routes_with_linkdown="
        + value;
  }
}
