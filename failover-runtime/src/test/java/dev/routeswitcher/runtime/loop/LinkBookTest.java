package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.runtime.port.NetworkChange.AddressGone;
import dev.routeswitcher.runtime.port.NetworkChange.AddressSeen;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceGone;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceSeen;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkBookTest {

  private static final UplinkKey ETH0 = new UplinkKey(IpFamily.IPV4, "eth0");
  private static final InterfaceAddress FIRST = address("192.0.2.2");
  private static final InterfaceAddress SECOND = address("192.0.2.3");

  private final LinkBook book = new LinkBook(ImmutableSet.of("eth0", "fibre"));

  private static InterfaceAddress address(String text) {
    return InterfaceAddress.of(InetAddresses.forString(text), 24);
  }

  private void eth0(int index) {
    book.apply(new InterfaceSeen(index, "eth0", true, true));
  }

  private void has(int index, InterfaceAddress address, boolean usable, boolean deprecated) {
    book.apply(new AddressSeen(index, address, usable, deprecated));
  }

  private LinkStatus status() {
    return book.status(ETH0, true, false);
  }

  @Test
  void what_was_never_seen_is_absent() {
    assertThat(status()).isEqualTo(LinkStatus.ABSENT);
    assertThat(book.index(ETH0)).isZero();
  }

  @Test
  void a_link_is_as_it_was_seen_last() {
    book.apply(new InterfaceSeen(3, "eth0", true, false));
    assertThat(status())
        .isEqualTo(new LinkStatus(true, true, false, status().addresses(), true, false));
    eth0(3);
    assertThat(status().carrier()).isTrue();
  }

  @Test
  void the_vrf_of_a_link_is_known_by_its_name_as_soon_as_it_has_been_seen() {
    eth0(3);
    assertThat(status().vrf()).isNull();
    book.apply(new InterfaceSeen(3, "eth0", ImmutableSet.of(), 7, true, true));
    assertThat(status().vrf()).isEqualTo("of index 7");
    book.apply(new InterfaceSeen(7, "blue", true, true));
    assertThat(status().vrf()).isEqualTo("blue");
    assertThat(status().routable()).isFalse();
  }

  @Test
  void an_address_reported_before_its_link_counts_once_the_link_is_reported() {
    has(3, FIRST, true, false);
    eth0(3);
    assertThat(status()).isEqualTo(LinkStatus.up(FIRST));
  }

  @Test
  void a_rename_takes_link_and_addresses_to_the_new_name() {
    book.apply(new InterfaceSeen(3, "tmp", true, true));
    has(3, FIRST, true, false);
    eth0(3);
    assertThat(status()).isEqualTo(LinkStatus.up(FIRST));
    book.apply(new InterfaceSeen(3, "wan", true, true));
    assertThat(status()).isEqualTo(LinkStatus.ABSENT);
  }

  @Test
  void two_interfaces_may_swap_their_names() {
    UplinkKey eth1 = new UplinkKey(IpFamily.IPV4, "eth1");
    eth0(3);
    book.apply(new InterfaceSeen(4, "eth1", true, true));
    book.apply(new InterfaceSeen(3, "tmp", true, true));
    book.apply(new InterfaceSeen(4, "eth0", true, true));
    book.apply(new InterfaceSeen(3, "eth1", true, true));
    assertThat(book.index(ETH0)).isEqualTo(4);
    assertThat(book.index(eth1)).isEqualTo(3);
  }

  @Test
  void a_new_interface_of_the_same_name_has_none_of_the_old_ones_addresses() {
    eth0(3);
    has(3, FIRST, true, false);
    book.apply(new InterfaceGone(3));
    eth0(8);
    assertThat(status()).isEqualTo(LinkStatus.up());
    assertThat(book.index(ETH0)).isEqualTo(8);
  }

  @Test
  void the_new_one_may_be_reported_before_the_old_one_is_gone() {
    eth0(3);
    has(3, FIRST, true, false);
    eth0(8);
    has(8, SECOND, true, false);
    book.apply(new InterfaceGone(3));
    assertThat(status()).isEqualTo(LinkStatus.up(SECOND));
    assertThat(book.index(ETH0)).isEqualTo(8);
  }

  @Test
  void deprecated_addresses_come_last() {
    eth0(3);
    has(3, FIRST, true, true);
    has(3, SECOND, true, false);
    assertThat(status().addresses()).containsExactly(SECOND, FIRST);
  }

  @Test
  void an_address_that_is_not_usable_does_not_count_until_it_is() {
    eth0(3);
    has(3, FIRST, false, false);
    assertThat(status().addresses()).isEmpty();
    has(3, FIRST, true, false);
    assertThat(status().addresses()).containsExactly(FIRST);
  }

  @Test
  void a_peer_address_is_distinguished_from_the_same_address_without_one() {
    InterfaceAddress peer =
        new InterfaceAddress(
            InetAddresses.forString("192.0.2.2"), InetAddresses.forString("198.51.100.9"), 32);
    eth0(3);
    has(3, FIRST, true, false);
    has(3, peer, true, false);
    book.apply(new AddressGone(3, FIRST));
    assertThat(status().addresses()).containsExactly(peer);
  }

  @Test
  void addresses_of_another_family_do_not_count() {
    eth0(3);
    has(3, InterfaceAddress.of(InetAddresses.forString("2001:db8::2"), 64), true, false);
    assertThat(status().addresses()).isEmpty();
  }

  @Test
  void the_loss_of_an_unknown_address_or_interface_changes_nothing() {
    eth0(3);
    book.apply(new AddressGone(9, FIRST));
    book.apply(new InterfaceGone(9));
    assertThat(status()).isEqualTo(LinkStatus.up());
  }

  @Test
  void a_snapshot_replaces_everything() {
    eth0(3);
    has(3, FIRST, true, false);
    book.reset(List.of(new InterfaceSeen(5, "eth1", true, true)));
    assertThat(status()).isEqualTo(LinkStatus.ABSENT);
  }

  // Alternative names

  private static final UplinkKey FIBRE = new UplinkKey(IpFamily.IPV4, "fibre");

  private void called(int index, String name, String... others) {
    book.apply(new InterfaceSeen(index, name, ImmutableSet.copyOf(others), 0, true, true));
  }

  @Test
  void an_uplink_may_be_called_by_an_alternative_name_and_keeps_it_when_its_link_is_renamed() {
    has(3, FIRST, true, false);
    called(3, "enp3s0", "fibre");
    assertThat(book.index(FIBRE)).isEqualTo(3);
    assertThat(book.status(FIBRE, true, false).addresses()).containsExactly(FIRST);
    assertThat(book.status(FIBRE, true, false).kernelName()).isEqualTo("enp3s0");
    assertThat(book.kernelName("fibre")).isEqualTo("enp3s0");
    assertThat(book.configuredName("enp3s0")).isEqualTo("fibre");
    called(3, "wan", "fibre");
    assertThat(book.status(FIBRE, true, false).kernelName()).isEqualTo("wan");
    assertThat(book.kernelName("fibre")).isEqualTo("wan");
    assertThat(book.configuredName("enp3s0")).isEqualTo("enp3s0");
  }

  @Test
  void an_alternative_name_may_come_and_go_and_move_to_another_link() {
    called(3, "enp3s0");
    assertThat(book.index(FIBRE)).isZero();
    called(3, "enp3s0", "fibre");
    called(4, "enp4s0", "fibre");
    assertThat(book.index(FIBRE)).isEqualTo(4);
    called(4, "enp4s0");
    assertThat(book.index(FIBRE)).isZero();
    assertThat(book.hasAliases()).isFalse();
    called(3, "fibre");
    assertThat(book.status(FIBRE, true, false).kernelName()).isNull();
  }

  @Test
  void a_link_that_two_uplinks_name_is_the_first_ones() {
    called(3, "fibre", "eth0");
    assertThat(book.sharedNames()).containsExactly("eth0", "fibre");
    assertThat(book.index(ETH0)).isEqualTo(3);
    assertThat(book.index(FIBRE)).isZero();
    called(3, "fibre");
    assertThat(book.sharedNames()).isEmpty();
    assertThat(book.index(FIBRE)).isEqualTo(3);
  }

  // Addresses of other interfaces: the kernel sends from them where an interface has none

  @Test
  void a_link_without_an_address_sends_from_that_of_another_that_is_set_up() {
    eth0(3);
    assertThat(status().borrowed()).isNull();
    called(1, "lo");
    has(1, FIRST, false, false); // host scope, as 127.0.0.1
    assertThat(status().borrowed()).isNull();
    has(1, SECOND, true, false);
    assertThat(status().borrowed()).isEqualTo(SECOND.local());
    assertThat(status().routable()).isTrue();
    book.apply(new InterfaceSeen(1, "lo", false, false));
    assertThat(status().borrowed()).isNull();
    assertThat(status().routable()).isFalse();
  }

  @Test
  void a_link_with_an_address_borrows_none() {
    eth0(3);
    has(3, FIRST, true, false);
    called(1, "lo");
    has(1, SECOND, true, false);
    assertThat(status().borrowed()).isNull();
  }

  @Test
  void a_link_without_any_address_of_ipv6_does_not_speak_it() {
    UplinkKey uplink = new UplinkKey(IpFamily.IPV6, "eth0");
    InterfaceAddress global = InterfaceAddress.of(InetAddresses.forString("2001:db8::1"), 64);
    eth0(3);
    called(4, "lan0");
    has(4, global, true, false);
    assertThat(book.status(uplink, true, false).borrowed()).isNull();
    has(3, InterfaceAddress.of(InetAddresses.forString("fe80::1"), 64), false, false);
    assertThat(book.status(uplink, true, false).borrowed()).isEqualTo(global.local());
    assertThat(status().borrowed()).isNull();
  }
}
