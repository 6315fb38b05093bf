package dev.routeswitcher.netlink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

@AnalyzeClasses(
    packages = "dev.routeswitcher.netlink",
    importOptions = ImportOption.DoNotIncludeTests.class)
class NetlinkArchitectureTest {
  private static final String ROOT = "dev.routeswitcher.netlink.";

  private static final String[] OBJECTS = {
    ROOT + "message..",
    ROOT + "encapsulation..",
    ROOT + "route..",
    ROOT + "link..",
    ROOT + "address..",
    ROOT + "neighbour..",
    ROOT + "rule..",
    ROOT + "nexthop..",
    ROOT + "rtnetlink..",
    ROOT + "conntrack.."
  };

  private static final String[] OUTSIDE = {
    ROOT + "socket..", ROOT + "client..", ROOT + "watch..", ROOT + "print.."
  };

  private static String[] both(String[] some, String... others) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(others)).toArray(String[]::new);
  }

  @ArchTest
  static final ArchRule the_codec_and_the_messages_are_pure =
      classes()
          .that()
          .resideInAnyPackage(both(OBJECTS, ROOT + "ip..", ROOT + "codec.."))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              both(
                  OBJECTS,
                  ROOT + "ip..",
                  ROOT + "codec..",
                  "java.lang..",
                  "java.util",
                  "java.util.function",
                  "java.util.stream",
                  "java.nio",
                  "java.nio.charset",
                  "java.net",
                  "com.google.common..",
                  "org.jspecify.."));

  @ArchTest
  static final ArchRule the_codec_does_not_know_the_messages =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(both(OBJECTS, OUTSIDE));

  @ArchTest
  static final ArchRule the_socket_carries_bytes_and_knows_no_message =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "socket..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(both(OBJECTS, ROOT + "client..", ROOT + "watch.."));

  @ArchTest
  static final ArchRule the_client_needs_no_watch =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "client..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "watch..");

  @ArchTest
  static final ArchRule native_calls_are_in_the_socket_alone =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "socket..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jnr..", "com.kenai..", "dev.routeswitcher.libc..");

  @ArchTest
  static final ArchRule the_printing_program_needs_no_socket =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "print..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "socket..", ROOT + "client..", ROOT + "watch..");

  @ArchTest
  static final ArchRule no_layer_needs_the_printing_program =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "print..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "print..");

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothing_asks_a_name_server =
      noClasses().should().callMethod(java.net.InetAddress.class, "getByName", String.class);
}
