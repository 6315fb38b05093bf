package dev.routeswitcher.operations.doctor;

import java.util.stream.Stream;

/** Judges one thing. Pure. */
@FunctionalInterface
interface Check {
  Stream<Finding> findings(Examination examined);
}
