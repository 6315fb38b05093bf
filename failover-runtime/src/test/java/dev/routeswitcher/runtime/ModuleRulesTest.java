package dev.routeswitcher.runtime;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom, in this module and in those below it. */
@AnalyzeClasses(
    packages = "dev.routeswitcher",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {

  private static final String LIBC = "dev.routeswitcher.libc..";
  private static final String ENGINE = "dev.routeswitcher.engine..";
  private static final String NETLINK = "dev.routeswitcher.netlink..";
  private static final String ICMP = "dev.routeswitcher.icmp..";
  private static final String API = "dev.routeswitcher.runtime";
  private static final String LOOP = "dev.routeswitcher.runtime.loop..";
  private static final String WORDS = "dev.routeswitcher.runtime.words..";
  private static final String PORT = "dev.routeswitcher.runtime.port..";
  private static final String LINUX = "dev.routeswitcher.runtime.linux..";

  private static DescribedPredicate<JavaClass> othersOfTheProjectThan(String own) {
    return resideInAPackage("dev.routeswitcher..")
        .and(DescribedPredicate.not(resideInAPackage(own)))
        .as("other parts of the project");
  }

  private static ArchRule standsAlone(String module) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(othersOfTheProjectThan(module));
  }

  private static ArchRule knowsTheCLibraryAlone(String module) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(
            othersOfTheProjectThan(module).and(DescribedPredicate.not(resideInAPackage(LIBC))));
  }

  @ArchTest static final ArchRule the_engine_stands_alone = standsAlone(ENGINE);

  @ArchTest
  static final ArchRule netlink_knows_the_c_library_alone = knowsTheCLibraryAlone(NETLINK);

  @ArchTest static final ArchRule icmp_knows_the_c_library_alone = knowsTheCLibraryAlone(ICMP);

  @ArchTest static final ArchRule the_c_library_stands_alone = standsAlone(LIBC);

  @ArchTest
  static final ArchRule one_module_decides_where_native_code_is_loaded_from =
      noClasses()
          .that()
          .resideOutsideOfPackage(LIBC)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "jnr\\.ffi\\.LibraryLoader|com\\.kenai\\..*|java\\.lang\\.foreign\\..*");

  @ArchTest
  static final ArchRule no_module_uses_the_internal_packages_of_icmp_probe =
      noClasses()
          .that()
          .resideOutsideOfPackage(ICMP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.routeswitcher.icmp.loop", "dev.routeswitcher.icmp.linux");

  @ArchTest
  static final ArchRule only_the_linux_adapters_know_netlink_icmp_and_native_calls =
      noClasses()
          .that()
          .resideInAPackage("dev.routeswitcher.runtime..")
          .and()
          .resideOutsideOfPackage(LINUX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(NETLINK, ICMP, LIBC, "jnr..");

  @ArchTest
  static final ArchRule ports_know_the_engine_only =
      noClasses()
          .that()
          .resideInAPackage(PORT)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.routeswitcher..")
                  .and(DescribedPredicate.not(resideInAPackage(PORT)))
                  .and(DescribedPredicate.not(resideInAPackage(ENGINE))));

  @ArchTest
  static final ArchRule words_know_the_engine_only =
      noClasses()
          .that()
          .resideInAPackage(WORDS)
          .should()
          .dependOnClassesThat(
              othersOfTheProjectThan(WORDS).and(DescribedPredicate.not(resideInAPackage(ENGINE))));

  @ArchTest
  static final ArchRule adapters_know_ports_and_not_the_loop =
      noClasses()
          .that()
          .resideInAPackage(LINUX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LOOP, WORDS, API);

  @ArchTest
  static final ArchRule the_loop_knows_neither_adapters_nor_the_api =
      noClasses()
          .that()
          .resideInAPackage(LOOP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LINUX, API);

  @ArchTest
  static final ArchRule only_the_object_graph_names_adapters =
      classes()
          .that()
          .resideInAPackage(LINUX)
          .and()
          .arePublic()
          .should()
          .onlyBeAccessed()
          .byClassesThat(
              resideInAPackage(LINUX)
                  .or(
                      new DescribedPredicate<>("the object graph") {
                        @Override
                        public boolean test(JavaClass type) {
                          return type.getSimpleName().startsWith("DaggerLinuxPorts")
                              || type.getName().contains("LinuxPorts");
                        }
                      }));
}
