/**
 * A program that prints what netlink messages say, from hexadecimal text or a capture file: for
 * debugging, and to compare with {@code ip monitor} and other readers. Internal API: its output is
 * for people.
 *
 * <p>A file holds datagrams, a datagram holds messages. {@link
 * dev.routeswitcher.netlink.print.CaptureFile} finds the datagrams, whatever the format of the
 * file; {@link dev.routeswitcher.netlink.print.MessagePrinter} prints each message as a line that
 * reads as {@code ip monitor} has it. What has no name is printed as its number and bytes.
 *
 * <pre>{@code
 * tcpdump -i nlmon0 -w changes.pcap
 * bin/netlink-print --attributes changes.pcap
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.print;

import org.jspecify.annotations.NullMarked;
