package dev.routeswitcher.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The engine is a function: it has no clock, thread, log, I/O or randomness. */
@AnalyzeClasses(
    packages = "dev.routeswitcher.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

  private static final Set<Class<?>> ADDRESSES =
      Set.of(InetAddress.class, Inet4Address.class, Inet6Address.class);

  /** A name is never looked up: these are what an address as a value offers. */
  private static final Set<String> VALUE_METHODS =
      Set.of(
          "getAddress",
          "equals",
          "hashCode",
          "toString",
          "isLinkLocalAddress",
          "isMulticastAddress",
          "isAnyLocalAddress",
          "isLoopbackAddress");

  @ArchTest
  static final ArchRule it_knows_nothing_but_values =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.routeswitcher.engine..",
                      "java.lang",
                      "java.lang.runtime",
                      "java.lang.annotation",
                      "java.util",
                      "java.util.function",
                      "java.util.stream",
                      "com.google.common.collect",
                      "com.google.common.base",
                      "com.google.common.net",
                      "com.google.common.primitives",
                      "com.google.errorprone.annotations",
                      "org.jspecify.annotations")
                  .or(
                      isOneOf(
                          java.math.BigInteger.class,
                          java.time.Duration.class,
                          TimeUnit.class,
                          java.lang.invoke.TypeDescriptor.class))
                  .or(
                      describe(
                          "an address", type -> ADDRESSES.stream().anyMatch(type::isEquivalentTo)))
                  .or(resideInAPackage("java.lang.reflect"))
                  .or(describe("an array", JavaClass::isArray))
                  .or(describe("a primitive", JavaClass::isPrimitive)));

  /** Traces are written by the components of records; nothing that decides looks into classes. */
  @ArchTest
  static final ArchRule only_traces_look_into_classes =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.routeswitcher.engine.trace")
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.lang.reflect")
                  .and(describe("are not arrays", type -> !type.isArray())));

  @ArchTest
  static final ArchRule it_has_no_thread_clock_process_or_randomness =
      noClasses()
          .should()
          .dependOnClassesThat(
              isOneOf(
                  System.class,
                  Thread.class,
                  Runtime.class,
                  ProcessBuilder.class,
                  ThreadLocal.class,
                  java.util.Random.class,
                  java.util.UUID.class,
                  java.util.Timer.class,
                  java.util.Date.class,
                  java.util.Calendar.class,
                  java.util.Scanner.class,
                  java.util.concurrent.locks.Lock.class));

  @ArchTest
  static final ArchRule it_throws_no_dice = noClasses().should().callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule an_address_is_a_value_only =
      noClasses()
          .should()
          .callCodeUnitWhere(
              describe(
                  "what looks an address up",
                  call ->
                      isAddress(call.getTarget())
                          && !VALUE_METHODS.contains(call.getTarget().getName())));

  @ArchTest
  static final ArchRule nothing_static_can_change =
      ArchRuleDefinition.fields()
          .that(
              describe(
                  "are static", (JavaField f) -> f.getModifiers().contains(JavaModifier.STATIC)))
          .should()
          .beFinal();

  private static boolean isAddress(AccessTarget target) {
    return ADDRESSES.stream().anyMatch(type -> target.getOwner().isEquivalentTo(type));
  }

  private static DescribedPredicate<JavaClass> isOneOf(Class<?>... types) {
    return describe(
        "one of " + Set.of(types), type -> Set.of(types).stream().anyMatch(type::isEquivalentTo));
  }
}
