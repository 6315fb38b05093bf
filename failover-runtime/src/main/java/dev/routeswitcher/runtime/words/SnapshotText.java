package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.Snapshot;

/** What a {@link Snapshot} shows besides its figures and codes, in sentences. */
public final class SnapshotText {

  private SnapshotText() {}

  /** The figures behind an uplink's condition; empty where the condition says everything. */
  public static String detail(Snapshot.Uplink uplink) {
    return Printable.of(ReasonText.detail(uplink.condition(), uplink.evidence()));
  }

  /** What must go on for the family's switch in prospect to come; empty if none is. */
  public static String condition(Snapshot.Family family) {
    Snapshot.Prospect next = family.next();
    if (next == null) {
      return "";
    }
    return Printable.of(
        switch (next.kind()) {
          case START, ADOPTION -> "no uplink answers clearly before";
          case FAILOVER -> family.wanted() + " goes on failing";
          case FAILBACK, MANUAL -> next.to() + " goes on answering";
        });
  }
}
