package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestsTest {

  private final Requests requests = new Requests();
  private final List<String> done = new ArrayList<>();

  @Test
  void what_is_asked_for_is_done_in_order_until_the_stop() throws InterruptedException {
    requests.execute(() -> done.add("one"));
    requests.execute(
        () -> {
          done.add("two");
          requests.stop();
        });
    requests.execute(() -> done.add("three"));
    requests.serve();
    assertThat(done).containsExactly("one", "two");
  }

  @Test
  void after_the_stop_nothing_is_done_any_more() throws InterruptedException {
    requests.stop();
    requests.execute(() -> done.add("late"));
    requests.serve();
    assertThat(done).isEmpty();
  }
}
