package dev.routeswitcher.netlink.client;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A batch that ended before its end, because the kernel's answers did not come: a timeout, an
 * interrupt, a closed client or a lost answer, which is the {@linkplain #getCause cause}.
 */
public final class BatchBrokenException extends NetlinkException {
  private static final long serialVersionUID = 1L;

  private final transient BatchResult result;
  private final transient ImmutableList<Operation> unknown;

  BatchBrokenException(
      Request request, NetlinkException cause, BatchResult result, List<Operation> unknown) {
    super(
        request,
        "ended with "
            + result.applied()
            + " operations applied, "
            + result.failures().size()
            + " refused and "
            + unknown.size()
            + " unknown: "
            + cause.getMessage(),
        cause.errno().orElse(null),
        null,
        null,
        cause);
    this.result = result;
    this.unknown = ImmutableList.copyOf(unknown);
  }

  /** What became of the operations that were answered. */
  public BatchResult result() {
    return result;
  }

  /** The operations that were sent and not answered: whether they were carried out is not known. */
  public ImmutableList<Operation> unknown() {
    return unknown;
  }
}
