package dev.routeswitcher.operations.host;

/**
 * A policy rule of the host, of whatever kind.
 *
 * @param preference its place, from 0; lower ones are asked first
 * @param table the table that it looks up; 0 if it looks up none
 * @param protocol who made it ({@code FRA_PROTOCOL}); 0 if it does not say
 * @param forAll whether it is for every packet, or for all that lack a mark, as VPNs make them: it
 *     names no address, interface, port or user
 * @param suppressed the length up to which routes found there do not count; -1 if all count
 * @param selector what it is for and what it does, as {@code ip rule add} takes it: {@code not from
 *     all fwmark 0xca6c lookup 51820}
 */
public record HostRule(
    long preference, long table, int protocol, boolean forAll, int suppressed, String selector) {

  /** As {@code ip rule add} and {@code ip rule del} take it. */
  @Override
  public String toString() {
    return "pref " + preference + " " + selector;
  }
}
