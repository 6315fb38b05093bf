package dev.routeswitcher.runtime.loop;

import com.google.common.collect.Sets;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.port.InterfaceSettings;
import dev.routeswitcher.runtime.words.Remedies;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.event.Level;

/**
 * Has the kernel ignore routes through uplinks that lost their carrier, before any program wakes;
 * and puts back at the end what it changed. The setting belongs to the interface, by whatever name:
 * one that is renamed keeps it, one that is made anew begins with the host's.
 */
final class IgnoreLinkdown implements Follower {

  private final InterfaceSettings settings;
  private final LinkBook links;
  private final boolean dryRun;
  private final Announcer announcer;
  private final Set<UplinkKey> present = new HashSet<>();
  private final Set<Changed> changed = new LinkedHashSet<>();

  /** An interface, by its index, whose setting is ours. */
  private record Changed(IpFamily family, int index) {}

  IgnoreLinkdown(InterfaceSettings settings, LinkBook links, boolean dryRun, Announcer announcer) {
    this.settings = settings;
    this.links = links;
    this.dryRun = dryRun;
    this.announcer = announcer;
  }

  @Override
  public void stepped(List<EngineEvent> events, List<Notice> notices) {
    for (EngineEvent event : events) {
      if (event instanceof EngineEvent.LinkChanged change) {
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

  private void set(UplinkKey configured) {
    String name = links.kernelName(configured.interfaceName());
    UplinkKey uplink = new UplinkKey(configured.family(), name);
    changed.removeIf(setting -> links.name(setting.index()).isEmpty());
    try {
      if (settings.ignoresLinkdown(uplink)) {
        return;
      } else if (dryRun) {
        report("dry-run", uplink, "would=\"set ignore_routes_with_linkdown\"");
        return;
      }
      settings.setLinkdownIgnored(uplink, true);
      changed.add(new Changed(uplink.family(), links.index(configured)));
      report("kernel-linkdown", uplink, "value=1");
    } catch (NoSuchFileException e) {
      // The interface is gone again, or the kernel lacks the family.
      announcer.log(Level.DEBUG, "no setting for {}: {}", uplink, e.getMessage());
    } catch (IOException e) {
      announcer.log(
          Level.WARN,
          "kernel-linkdown family={} interface={} cannot be set: {}; remedy=\"{}\"",
          Codes.of(uplink.family()),
          uplink.interfaceName(),
          e.getMessage(),
          sysctl(uplink, 1));
    }
  }

  /** From now on only these uplinks are configured: what others had is put back. */
  void configure(Set<UplinkKey> uplinks) {
    present.retainAll(uplinks);
    Set<Changed> kept = new LinkedHashSet<>();
    uplinks.forEach(uplink -> kept.add(new Changed(uplink.family(), links.index(uplink))));
    for (Changed setting : List.copyOf(Sets.difference(changed, kept))) {
      putBack(setting);
      changed.remove(setting);
    }
  }

  private void report(String what, UplinkKey uplink, String how) {
    announcer.log(
        Level.INFO,
        "{} family={} interface={} {}",
        what,
        Codes.of(uplink.family()),
        uplink.interfaceName(),
        how);
  }

  /** A value changed by another program since is left alone. */
  @Override
  public void ended() {
    changed.forEach(this::putBack);
    changed.clear();
  }

  private void putBack(Changed setting) {
    links.name(setting.index()).ifPresent(name -> putBack(new UplinkKey(setting.family(), name)));
  }

  private void putBack(UplinkKey uplink) {
    try {
      if (settings.ignoresLinkdown(uplink)) {
        settings.setLinkdownIgnored(uplink, false);
        report("kernel-linkdown", uplink, "value=0");
      }
    } catch (NoSuchFileException e) {
      announcer.log(Level.DEBUG, "no setting for {} any more: {}", uplink, e.getMessage());
    } catch (IOException e) {
      announcer.log(
          Level.ERROR, "left behind: {}; remedy=\"{}\"", e.getMessage(), sysctl(uplink, 0));
    }
  }

  private static String sysctl(UplinkKey uplink, int value) {
    return "sysctl -w "
        + Remedies.sysctlName(
            uplink.family(), uplink.interfaceName(), "ignore_routes_with_linkdown")
        + "="
        + value;
  }
}
