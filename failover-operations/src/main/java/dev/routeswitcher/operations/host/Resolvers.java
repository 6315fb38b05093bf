package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableList;
import java.net.InetAddress;
import java.nio.file.Path;

/**
 * Who is asked for names.
 *
 * @param file where they stand (resolv.conf(5))
 * @param addresses their addresses, but those of this host
 */
public record Resolvers(Path file, ImmutableList<InetAddress> addresses) {}
