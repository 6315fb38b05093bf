package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.runtime.port.ReversePathFilter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of an uplink on which the kernel would drop the replies to probes; changes no setting. */
final class ReversePathCheck {

  private static final Logger log = LoggerFactory.getLogger(ReversePathCheck.class);

  private final ReversePathFilter filter;
  private final Announcer announcer;

  ReversePathCheck(ReversePathFilter filter, Announcer announcer) {
    this.filter = filter;
    this.announcer = announcer;
  }

  /** An uplink's interface is there, or is there anew. */
  void appeared(String interfaceName) {
    try {
      if (filter.isStrict(interfaceName)) {
        announcer.log(() -> warn(interfaceName));
      }
    } catch (IOException e) {
      announcer.log(() -> log.debug("rp_filter of {} cannot be read: {}", interfaceName, e));
    }
  }

  /** Written as the alarms are. In a name that sysctl(8) takes, a slash stands for a dot. */
  private static void warn(String interfaceName) {
    log.warn(
        "alarm=rp-filter family=ipv4 subject=\"{}\" problem=\"strict reverse path filter drops replies on an"
            + " uplink that is not in use\" remedy=\"sysctl -w net.ipv4.conf.{}.rp_filter=2\"",
        interfaceName,
        interfaceName.replace('.', '/'));
  }
}
