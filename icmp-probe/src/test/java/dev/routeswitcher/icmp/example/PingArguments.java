package dev.routeswitcher.icmp.example;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.statistics.ProbeStatistics;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was asked of {@link Ping} on the command line. */
record PingArguments(
    String interfaceName,
    InetAddress target,
    int count,
    Duration interval,
    Duration timeout,
    int warmUp,
    boolean transmitStamps,
    boolean quiet,
    ProbeOptions options) {

  static final String USAGE =
      """
      icmp-ping INTERFACE TARGET COUNT [option...]

      Sends COUNT echo requests to TARGET, an IPv4 or IPv6 address, through INTERFACE, and ends one
      timeout after the last. Exit status: 0 if there was a reply, 1 if there was none, 2 on wrong use
      or if no ICMP socket may be opened.

        --interval SECONDS    from one request to the next, from 0.001 (1)
        --timeout SECONDS     how long to wait for a reply (1)
        --size OCTETS         of payload, 16 to 65507 (56)
        --ttl HOPS            time-to-live or hop limit, 1 to 255 (the system's)
        --dscp CODE           differentiated services code point, 0 to 63 (0)
        --dont-fragment       rather refuse than fragment
        --mark MARK           firewall mark (0)
        --source ADDRESS      to send from (the system's choice)
        --warm-up REQUESTS    to send before those that count (0)
        --no-transmit-stamps  time from the send call on, as ping does, and not from the kernel's stamp
        --quiet               only the summary""";

  /**
   * Reads the words of a command line.
   *
   * @throws IllegalArgumentException says what is wrong with them
   */
  static PingArguments parse(String... words) {
    Deque<String> rest = new ArrayDeque<>(List.of(words));
    String interfaceName = take(rest, "INTERFACE");
    InetAddress target = InetAddresses.forString(take(rest, "TARGET"));
    int count = number(take(rest, "COUNT"), "COUNT", 1, ProbeStatistics.MAX_WINDOW);
    Duration interval = Duration.ofSeconds(1);
    Duration timeout = Duration.ofSeconds(1);
    int warmUp = 0;
    boolean transmitStamps = true;
    boolean quiet = false;
    ProbeOptions options = ProbeOptions.DEFAULTS;
    while (!rest.isEmpty()) {
      String option = rest.remove();
      switch (option) {
        case "--interval" -> interval = seconds(take(rest, option), option);
        case "--timeout" -> timeout = seconds(take(rest, option), option);
        case "--warm-up" -> warmUp = number(rest, option);
        case "--no-transmit-stamps" -> transmitStamps = false;
        case "--quiet" -> quiet = true;
        case "--size" -> options = options.withPayloadSize(number(rest, option));
        case "--ttl" -> options = options.withTimeToLive(number(rest, option));
        case "--dscp" -> options = options.withDscp(number(rest, option));
        case "--dont-fragment" -> options = options.withDontFragment(true);
        case "--mark" -> options = options.withMark(number(rest, option));
        case "--source" ->
            options = options.withSource(InetAddresses.forString(take(rest, option)));
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    return new PingArguments(
        interfaceName, target, count, interval, timeout, warmUp, transmitStamps, quiet, options);
  }

  private static String take(Deque<String> rest, String what) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(
          what.startsWith("--") ? what + " needs a value" : "missing: " + what);
    }
    return rest.remove();
  }

  private static int number(Deque<String> rest, String option) {
    return number(take(rest, option), option, 0, Integer.MAX_VALUE);
  }

  private static int number(String word, String what, int least, int most) {
    try {
      int value = Integer.parseInt(word);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // RecordingListener below, as any other value that will not do.
    }
    throw new IllegalArgumentException(
        what + " is a number from " + least + " to " + most + ", not " + word);
  }

  private static Duration seconds(String word, String option) {
    try {
      double value = Double.parseDouble(word);
      if (value >= 0.001 && value <= 3_600) {
        return Duration.ofNanos(Math.round(value * 1e9));
      }
    } catch (NumberFormatException e) {
      // RecordingListener below, as any other value that will not do.
    }
    throw new IllegalArgumentException(option + " is a time from 0.001 to 3600 s, not " + word);
  }
}
