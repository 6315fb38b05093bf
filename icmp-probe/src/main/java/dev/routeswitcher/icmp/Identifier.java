package dev.routeswitcher.icmp;

/**
 * The echo identifier of one socket.
 *
 * @param value what requests are sent with, 0 to 65,535; on a datagram socket the kernel replaces
 *     it
 * @param checkedByKernel whether replies with another one never get this far
 */
record Identifier(int value, boolean checkedByKernel) {

  boolean admits(int received) {
    return checkedByKernel || received == value;
  }
}
