package dev.routeswitcher.icmp;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.Inet6Address;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependencies between the packages of this module, and of this module on others. */
@AnalyzeClasses(
    packages = "dev.routeswitcher.icmp",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  private static final String API = "dev.routeswitcher.icmp";
  private static final String LOOP = "dev.routeswitcher.icmp.loop";
  private static final String LINUX = "dev.routeswitcher.icmp.linux";

  @ArchTest
  static final ArchRule the_packet_codec_is_pure =
      classes()
          .that()
          .resideInAPackage("dev.routeswitcher.icmp.packet")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.routeswitcher.icmp.packet",
                      "java.lang..",
                      "java.nio",
                      "java.util",
                      "com.google.common..",
                      "org.jspecify..")
                  .or(type(Inet6Address.class)));

  @ArchTest
  static final ArchRule packages_built_on_probes_depend_on_the_interface_of_the_prober =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.routeswitcher.icmp.periodic", "dev.routeswitcher.icmp.statistics")
          .should()
          .dependOnClassesThat(resideInAnyPackage(LOOP, LINUX).or(type(IcmpProber.class)));

  /** It is all that the test-jar holds, so it needs no other class of the tests. */
  @Test
  void the_testkit_depends_on_the_api_only() {
    classes()
        .that()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                API,
                "dev.routeswitcher.icmp.statistics",
                "dev.routeswitcher.icmp.testkit",
                "java..",
                "com.google.common..",
                "org.jspecify.."))
        .check(new ClassFileImporter().importPackages("dev.routeswitcher.icmp.testkit"));
  }

  @ArchTest
  static final ArchRule only_the_prober_depends_on_the_loop =
      noClasses()
          .that()
          .resideInAPackage(API)
          .and()
          .doNotBelongToAnyOf(IcmpProber.class)
          .and()
          // Its error numbers have names.
          .doNotBelongToAnyOf(IcmpSocketException.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LOOP, LINUX);

  @ArchTest
  static final ArchRule the_loop_depends_on_neither_the_prober_nor_the_sockets =
      noClasses()
          .that()
          .resideInAPackage(LOOP)
          .should()
          .dependOnClassesThat(resideInAnyPackage(LINUX).or(type(IcmpProber.class)));

  @ArchTest
  static final ArchRule no_signature_of_the_api_names_an_internal_type =
      codeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages(LOOP, LINUX)
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and(describe("are public or protected", ModuleRulesTest::isVisible))
          .should(nameNoInternalType());

  @ArchTest
  static final ArchRule the_foreign_function_library_is_used_in_one_class =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.LinuxSystemCalls(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jnr.ffi..", "dev.routeswitcher.libc..");

  @ArchTest
  static final ArchRule no_other_module_but_libc_is_needed =
      noClasses()
          .should()
          .dependOnClassesThat(
              describe(
                  "belong to other modules of the project",
                  candidate ->
                      candidate.getPackageName().startsWith("dev.routeswitcher")
                          && !candidate.getPackageName().startsWith("dev.routeswitcher.libc")
                          && !candidate.getPackageName().startsWith(API)));

  private static boolean isVisible(JavaCodeUnit unit) {
    return unit.getModifiers().stream()
        .anyMatch(modifier -> modifier.name().matches("PUBLIC|PROTECTED"));
  }

  private static ArchCondition<JavaCodeUnit> nameNoInternalType() {
    return new ArchCondition<>("name no internal type") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(
                unit.getReturnType().getAllInvolvedRawTypes().stream(),
                unit.getParameterTypes().stream()
                    .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()))
            .filter(ModuleRulesTest::isInternal)
            .forEach(
                internal ->
                    events.add(
                        SimpleConditionEvent.violated(
                            unit, unit.getFullName() + " names " + internal.getName())));
      }
    };
  }

  private static boolean isInternal(JavaClass candidate) {
    return candidate.getPackageName().equals(LOOP) || candidate.getPackageName().equals(LINUX);
  }
}
