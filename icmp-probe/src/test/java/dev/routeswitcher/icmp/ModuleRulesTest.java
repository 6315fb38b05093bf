package dev.routeswitcher.icmp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.Inet6Address;

/** Who may know whom inside this module, and whom this module may know. */
@AnalyzeClasses(
    packages = "dev.routeswitcher.icmp",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {

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
  static final ArchRule what_is_built_on_probes_knows_the_prober_by_its_interface =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.routeswitcher.icmp.periodic",
              "dev.routeswitcher.icmp.statistics",
              "dev.routeswitcher.icmp.testkit")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(IcmpProber.class);

  @ArchTest
  static final ArchRule the_foreign_function_library_is_known_in_one_place =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.LinuxSystemCalls(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jnr.ffi..");

  @ArchTest
  static final ArchRule no_other_module_is_needed =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "belong to other modules of the project",
                  candidate ->
                      candidate.getPackageName().startsWith("dev.routeswitcher")
                          && !candidate.getPackageName().startsWith("dev.routeswitcher.icmp")));
}
