package dev.routeswitcher.operations.history;

import java.time.Duration;
import java.time.Instant;

/**
 * That the traffic of a family went over to another uplink.
 *
 * @param time when the kernel was seen to send it there
 * @param family {@code ipv4} or {@code ipv6}
 * @param kind {@code start}, {@code adoption}, {@code failover}, {@code failback} or {@code manual}
 * @param from the name of the uplink that was left; empty at a start
 * @param to the name of the other
 * @param cause the kind of reason: {@code rounds-failed}, {@code no-carrier}
 * @param took from the decision until then
 */
public record Switch(
    Instant time,
    String family,
    String kind,
    String from,
    String to,
    String cause,
    Duration took) {}
