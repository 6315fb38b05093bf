package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The other tests trust the lab: here it shows that each fault does what its name says. */
class LabIT {

  @Test
  void every_fault_does_what_its_name_says_and_heals() {
    try (Background selfTest = Background.start(Lab.ROOT, List.of("lab/self-test"))) {
      int status = selfTest.exitStatus();
      assertThat(status).as(String.join("\n", selfTest.lines())).isZero();
    }
  }
}
