package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.words.SettingFault;
import java.util.stream.Collectors;

/** A configuration cannot be run; {@link #faults} lists everything that is wrong with it. */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<SettingFault> faults;

  ConfigException(ImmutableList<SettingFault> faults) {
    super(faults.stream().map(SettingFault::sentence).collect(Collectors.joining("\n")));
    this.faults = faults;
  }

  /** All faults, at least one, each as a sentence, and for programs as a code. */
  public ImmutableList<SettingFault> faults() {
    return faults;
  }
}
