/**
 * The prober's loop: one thread that sends probes, reads replies and decides outcomes. Internal:
 * public only as far as the packages of this module need it.
 *
 * <p>Each turn of {@link dev.routeswitcher.icmp.loop.ProbeLoop} takes requests from the {@code
 * RequestQueue} and due tasks from the {@code TaskSchedule}, and passes each probe to the {@code
 * InterfaceChannel} of its interface, IP version and source. A channel has one {@code EchoLane} or
 * more; a lane is a socket, a {@code SequenceTable} of 65,536 numbers and a {@code ReplyMatcher}.
 * The {@code ProbeLedger} holds the probes in flight by deadline and decides their outcomes, which
 * {@code OutcomeDelivery} counts and delivers.
 *
 * <p>{@link dev.routeswitcher.icmp.loop.EchoNetwork} and {@link
 * dev.routeswitcher.icmp.loop.EchoSocket} are the ports to the kernel. What passes through them is
 * one {@link dev.routeswitcher.icmp.loop.RequestBatch} of encoded requests out, and one {@link
 * dev.routeswitcher.icmp.loop.ReceivedBatch} in, both filled again and again: nothing is allocated
 * for a packet.
 *
 * <p>Here a <i>message</i> is an ICMP message (see {@code packet}); what a socket receives is a
 * <i>packet</i>.
 *
 * <pre>{@code
 * loop.probe(request, listener); // by any thread; the loop's own delivers the outcome
 * }</pre>
 *
 * <p>Internal API.
 */
@NullMarked
package dev.routeswitcher.icmp.loop;

import org.jspecify.annotations.NullMarked;
