package dev.routeswitcher.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The command is thin: it knows the embedding API, and the engine's values that this shows. */
@AnalyzeClasses(
    packages = "dev.routeswitcher.cli",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {

  @ArchTest
  static final ArchRule the_command_knows_nothing_below_the_embedding_api =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.routeswitcher.netlink..",
              "dev.routeswitcher.icmp..",
              "dev.routeswitcher.engine.route..",
              "dev.routeswitcher.runtime.loop..",
              "dev.routeswitcher.runtime.port..",
              "dev.routeswitcher.runtime.linux..",
              "jnr..");

  @ArchTest
  static final ArchRule the_command_decides_nothing =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("dev\\.routeswitcher\\.engine\\.(FailoverEngine|EngineState|Step)");
}
