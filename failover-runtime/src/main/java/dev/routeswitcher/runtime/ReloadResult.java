package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.words.SettingFault;

/**
 * What came of another configuration for a switcher that runs.
 *
 * @param changes each setting that is other than before, as the log writes it: {@code
 *     failback_delay=60s->2m}. Empty if nothing is, or it was refused
 * @param faults why it was refused, all of them; empty if it was not
 */
public record ReloadResult(ImmutableList<String> changes, ImmutableList<SettingFault> faults) {

  /** Whether everything stays as it was, because something is wrong with what was given. */
  public boolean isRefused() {
    return !faults.isEmpty();
  }

  /** Whether it is what the switcher works by already. */
  public boolean isUnchanged() {
    return faults.isEmpty() && changes.isEmpty();
  }
}
