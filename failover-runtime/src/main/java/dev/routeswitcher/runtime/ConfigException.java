package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.ConfigFault;
import java.util.stream.Collectors;

/** A configuration cannot be run; {@link #faults} lists everything that is wrong with it. */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<ConfigFault> faults;

  ConfigException(ImmutableList<ConfigFault> faults) {
    super(faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
    this.faults = faults;
  }

  /** All faults, in the order of the settings; at least one. */
  public ImmutableList<ConfigFault> faults() {
    return faults;
  }
}
