package dev.routeswitcher.runtime.linux.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a file holds, reading it ends and gives leases of hosts, or none. */
class LeaseFormatPropertiesTest {

  private record Sample(LeaseFormat format, byte[] content) {}

  private static final ImmutableList<Sample> SAMPLES =
      ImmutableList.of(
          sample(new DhclientLeases(), LeaseFilesTest.DHCLIENT),
          sample(
              new DhclientLeases(),
              LeaseFilesTest.DHCLIENT.replace(
                  "  renew",
                  "  option rfc3442-classless-static-routes 8,10,192,0,2,9,0,192,0,2,7;\n  renew")),
          sample(new NetworkdLease(), LeaseFilesTest.NETWORKD),
          sample(new NetworkManagerDevice(), LeaseFilesTest.NETWORK_MANAGER),
          new Sample(
              new DhcpcdLease(),
              LeaseFilesTest.dhcpcd("330400000078" + "0304c0000201" + "790500c0000207")));

  private static Sample sample(LeaseFormat format, String content) {
    return new Sample(format, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property
  void anything_at_all(@ForAll byte[] content) {
    SAMPLES.forEach(sample -> check(sample.format(), content));
  }

  @Property
  void a_real_file_with_bytes_changed_and_cut_off(@ForAll long seed) {
    Random random = new Random(seed);
    for (Sample sample : SAMPLES) {
      byte[] content = sample.content().clone();
      for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
        byte replacement =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : content[random.nextInt(content.length)];
        content[random.nextInt(content.length)] = replacement;
      }
      check(sample.format(), content);
      check(sample.format(), Arrays.copyOf(content, random.nextInt(content.length)));
    }
  }

  @Property(tries = 1)
  void the_samples_themselves_are_understood() {
    for (Sample sample : SAMPLES) {
      assertThat(check(sample.format(), sample.content()))
          .singleElement()
          .satisfies(lease -> assertThat(lease.gateway()).isPresent());
    }
  }

  private static List<Lease> check(LeaseFormat format, byte[] content) {
    List<Lease> leases = format.leases(content, Instant.EPOCH);
    for (Lease lease : leases) {
      assertThat(isOfAHost(lease.address())).isTrue();
      lease.gateway().ifPresent(gateway -> assertThat(isOfAHost(gateway)).isTrue());
      assertThat(lease.expiry()).isAfterOrEqualTo(Instant.MIN);
    }
    return leases;
  }

  private static boolean isOfAHost(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress();
  }
}
