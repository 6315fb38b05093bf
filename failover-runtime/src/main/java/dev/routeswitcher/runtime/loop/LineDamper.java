package dev.routeswitcher.runtime.loop;

import static java.util.concurrent.TimeUnit.MINUTES;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a trouble that comes and goes from filling the log. The first lines about a subject are
 * written at once. Of those that follow only the latest is, after a pause that grows from a minute
 * to a quarter of an hour, with the number of those left out before it. A subject that had no line
 * for half an hour starts anew.
 */
final class LineDamper {

  /** So many lines about a subject are written at once. */
  static final int BURST = 6;

  /** Of so many subjects account is kept; further ones share one. */
  static final int MAX_SUBJECTS = 64;

  private static final long FIRST_PAUSE_NANOS = MINUTES.toNanos(1);
  private static final long LAST_PAUSE_NANOS = MINUTES.toNanos(15);
  private static final long QUIET_NANOS = MINUTES.toNanos(30);

  private static final Object FURTHER_SUBJECTS = new Object();

  private final Map<Object, Account> accounts = new LinkedHashMap<>();

  /**
   * Writes a line now, or keeps it for later in place of the one kept.
   *
   * @param line writes it, given how many lines about its subject were left out before it
   * @return whether it was written
   */
  boolean write(Object subject, IntConsumer line, long nowNanos) {
    boolean hasRoom = accounts.size() < MAX_SUBJECTS || accounts.containsKey(subject);
    return accounts
        .computeIfAbsent(hasRoom ? subject : FURTHER_SUBJECTS, any -> new Account())
        .write(line, nowNanos);
  }

  void onTime(long nowNanos) {
    if (!accounts.isEmpty()) {
      accounts.values().forEach(account -> account.onTime(nowNanos));
      accounts.values().removeIf(account -> account.isQuiet(nowNanos));
    }
  }

  void writeKept() {
    accounts.values().forEach(Account::writeKept);
  }

  private static final class Account {
    private int atOnce;
    private @Nullable IntConsumer kept;
    private int leftOut;
    private long keptUntil;
    private long pause = FIRST_PAUSE_NANOS;
    private long latest;

    boolean write(IntConsumer line, long now) {
      latest = now;
      if (atOnce < BURST) {
        atOnce++;
        line.accept(0);
        return true;
      }
      if (kept == null) {
        keptUntil = now + pause;
      } else {
        leftOut++;
      }
      kept = line;
      return false;
    }

    void onTime(long now) {
      if (now - keptUntil >= 0) {
        writeKept();
      }
    }

    void writeKept() {
      if (kept != null) {
        kept.accept(leftOut);
        kept = null;
        leftOut = 0;
        pause = Math.min(4 * pause, LAST_PAUSE_NANOS);
      }
    }

    boolean isQuiet(long now) {
      return kept == null && now - latest >= QUIET_NANOS;
    }
  }
}
