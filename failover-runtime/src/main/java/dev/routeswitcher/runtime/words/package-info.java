/**
 * What the failover decides and finds, in sentences.
 *
 * <p>Mental model: the engine says everything in codes and figures. This package is the one place
 * that turns them into what people read, with remedies: {@link
 * dev.routeswitcher.runtime.words.NoticeText} for notices and alarms, {@link
 * dev.routeswitcher.runtime.words.SnapshotText} for what only a snapshot shows, {@link
 * dev.routeswitcher.runtime.words.FaultWords} for what is wrong with a configuration. A setting is
 * called as the program's user knows it: by {@link dev.routeswitcher.runtime.words.SettingNames}.
 *
 * <pre>{@code
 * RouteSwitcher.builder().listener(notice -> System.out.println(NoticeText.of(notice)));
 * // failover family=ipv4 from=primary/eth0 to=secondary/eth1 state=FALLBACK
 * //     reason="carrier lost" in_force_ms=2.3
 * }</pre>
 *
 * <p>The sentences are for people and may change; programs go by the codes. Stable API.
 */
@NullMarked
package dev.routeswitcher.runtime.words;

import org.jspecify.annotations.NullMarked;
