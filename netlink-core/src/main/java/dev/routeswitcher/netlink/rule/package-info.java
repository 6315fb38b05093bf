/**
 * Policy routing rules as the kernel reports them ({@code struct fib_rule_hdr} and {@code FRA_*} of
 * {@code linux/fib_rules.h}). Stable API.
 *
 * <pre>{@code
 * RuleMessage marked = RuleMessage.builder(AddressFamily.INET)
 *     .priority(100).mark(7).lookup(RouteTable.of(99)).build();
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.rule;

import org.jspecify.annotations.NullMarked;
