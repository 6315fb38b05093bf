package dev.routeswitcher.engine.route;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * An address an interface may send from, with the subnet that is reachable on the link because of
 * it.
 *
 * @param local the interface's own address ({@code IFA_LOCAL})
 * @param network an address of the connected subnet: the same as {@code local}, or the peer of a
 *     point-to-point link ({@code IFA_ADDRESS})
 * @param prefixLength bits of {@code network} that make the subnet, 0 to 32 or 128
 */
public record InterfaceAddress(InetAddress local, InetAddress network, int prefixLength) {

  /** Checks that both addresses are of one family and the prefix length fits it. */
  public InterfaceAddress {
    checkArgument(
        local.getAddress().length == network.getAddress().length,
        "%s and %s are of different families",
        local,
        network);
    checkArgument(
        prefixLength >= 0 && prefixLength <= 8 * network.getAddress().length,
        "prefix length %s does not fit %s",
        prefixLength,
        network);
  }

  /** An address whose subnet is its own. */
  public static InterfaceAddress of(InetAddress local, int prefixLength) {
    return new InterfaceAddress(local, local, prefixLength);
  }

  /** Whether {@code other} lies in the connected subnet. */
  public boolean reaches(InetAddress other) {
    byte[] mine = network.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefixLength / Byte.SIZE;
    int rest = prefixLength % Byte.SIZE;
    return Arrays.equals(mine, 0, whole, theirs, 0, whole)
        && (rest == 0 || (mine[whole] ^ theirs[whole]) >> (Byte.SIZE - rest) == 0);
  }

  /** The address and the length of its prefix: {@code 192.0.2.2/24}. */
  @Override
  public String toString() {
    String peer = local.equals(network) ? "" : " peer " + InetAddresses.toAddrString(network);
    return InetAddresses.toAddrString(local) + peer + "/" + prefixLength;
  }
}
