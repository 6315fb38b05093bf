/**
 * Test doubles for programs that probe: a clock set by hand, and a prober with scripted answers.
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock();
 * ScriptedProber prober = new ScriptedProber(clock);
 * prober.answer("eth0", target, Answer.reply(Duration.ofMillis(20)));
 *
 * Watchdog watchdog = new Watchdog(prober); // takes a dev.routeswitcher.icmp.Prober
 * clock.advance(Duration.ofMinutes(10));    // ten minutes of probing, in no time
 * prober.answer("eth0", target, Answer.silence());
 * clock.advance(Duration.ofSeconds(3));
 * assertThat(watchdog.isAlarmed()).isTrue();
 * }</pre>
 *
 * <p>The scripted prober keeps the promises of {@link dev.routeswitcher.icmp.Prober} and {@link
 * dev.routeswitcher.icmp.ProbeListener}; the library's own tests run the same scripts on it and on
 * the real one. No thread is involved: whatever happens, happens inside {@link
 * dev.routeswitcher.icmp.testkit.ManualClock#advance}, at its instant and in its order. Nothing
 * here needs Linux, a privilege or native code.
 *
 * <p>Stable API, for one thread.
 */
@NullMarked
package dev.routeswitcher.icmp.testkit;

import org.jspecify.annotations.NullMarked;
