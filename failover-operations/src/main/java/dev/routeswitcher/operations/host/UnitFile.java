package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableListMultimap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The unit that systemd has of the switcher, with its drop-ins (systemd.unit(5)).
 *
 * @param file the main file
 * @param service what the section {@code [Service]} says, by key, in order; an empty value takes
 *     back those before it
 */
public record UnitFile(Path file, ImmutableListMultimap<String, String> service) {

  /** The values of a key that takes several, in order. */
  public List<String> values(String key) {
    List<String> all = service.get(key);
    return all.subList(all.lastIndexOf("") + 1, all.size());
  }

  /** The value of a key that takes one: the last. */
  public Optional<String> value(String key) {
    List<String> values = values(key);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }
}
