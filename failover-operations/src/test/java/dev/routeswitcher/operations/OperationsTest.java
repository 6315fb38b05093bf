package dev.routeswitcher.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.operations.control.Controls.Reloaded;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {

  private final Operations operations = Operations.embedded("1.2");
  private final List<Event> told = new ArrayList<>();

  private void reload(String text, String... faults) {
    operations.tell(told::add);
    operations.reloaded(new Reloaded(text, List.of(faults)));
  }

  @Test
  void a_reload_in_force_is_told_with_what_it_changed_before_it_returns() {
    reload("failback_delay=2s->3s");
    assertThat(told).singleElement().extracting(Event::kind).isEqualTo(Kind.RELOAD);
    assertThat(told.get(0).figures())
        .containsEntry("in_force", true)
        .containsEntry("text", "failback_delay=2s->3s");
  }

  @Test
  void a_refused_reload_is_told_with_all_its_faults() {
    reload("", "a.toml:4:1: failback-dilay: no setting", "a.toml:9:1: mtu: no setting");
    assertThat(told).singleElement().extracting(Event::kind).isEqualTo(Kind.RELOAD);
    assertThat(told.get(0).figures())
        .containsEntry("in_force", false)
        .containsEntry(
            "text", "a.toml:4:1: failback-dilay: no setting\na.toml:9:1: mtu: no setting");
  }

  @Test
  void a_receiver_that_fails_on_a_reload_keeps_it_from_no_other() {
    operations.tell(
        event -> {
          throw new IllegalStateException("on purpose");
        });
    reload("targets");
    assertThat(told).hasSize(1);
  }
}
