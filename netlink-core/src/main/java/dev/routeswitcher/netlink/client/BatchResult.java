package dev.routeswitcher.netlink.client;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import java.util.List;

/**
 * What became of a batch.
 *
 * @param applied how many operations the kernel carried out
 * @param failures those that it refused, in the order of the batch
 * @param warnings what the kernel said about operations that it carried out
 */
public record BatchResult(
    long applied, ImmutableList<Failure> failures, ImmutableList<Warning> warnings) {

  /**
   * An operation that the kernel refused.
   *
   * @param index its place in the batch, from 0
   * @param operation what was asked for
   * @param reason as the single request would have thrown it
   */
  public record Failure(long index, Operation operation, NetlinkException reason) {}

  /**
   * An operation that the kernel carried out, with a word of warning.
   *
   * @param index its place in the batch, from 0
   * @param operation what was asked for
   * @param acknowledgement with the kernel's words
   */
  public record Warning(long index, Operation operation, Acknowledgement acknowledgement) {}

  BatchResult(long applied, List<Failure> failures, List<Warning> warnings) {
    this(applied, ImmutableList.copyOf(failures), ImmutableList.copyOf(warnings));
  }

  /** True if every operation was carried out. */
  public boolean isComplete() {
    return failures.isEmpty();
  }

  /**
   * Fails unless every operation was carried out.
   *
   * @throws NetlinkException the first failure's; the others are its suppressed ones, 100 at most
   */
  public void orThrow() throws NetlinkException {
    if (!failures.isEmpty()) {
      NetlinkException first = failures.get(0).reason();
      if (first.getSuppressed().length == 0) {
        failures.stream().skip(1).limit(100).forEach(f -> first.addSuppressed(f.reason()));
      }
      throw first;
    }
  }
}
