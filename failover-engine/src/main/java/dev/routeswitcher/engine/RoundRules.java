package dev.routeswitcher.engine;

/**
 * What makes a round succeed and a run of successes unbroken.
 *
 * @param targets how many targets are probed
 * @param quorum how many of them must reply
 * @param silenceNanos the longest time between two results of one run
 */
record RoundRules(int targets, int quorum, long silenceNanos) {}
