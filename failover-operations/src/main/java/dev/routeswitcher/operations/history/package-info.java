/**
 * What happened: events, kept in files, and what they come to.
 *
 * <p>Mental model: a {@link dev.routeswitcher.operations.history.Journal} is a receiver of events
 * that appends each to a file in the state directory, as a line of JSON ({@link
 * dev.routeswitcher.operations.history.Entry}). A {@link
 * dev.routeswitcher.operations.history.History} is read from these files: switches, outages, and
 * how long each uplink was up.
 *
 * <pre>{@code
 * Journal journal = new Journal(Path.of("/var/lib/my-router"), SettingNames.PLAIN);
 * events.add(journal);
 * ...
 * History history = History.read(Path.of("/var/lib/my-router"), Instant.MIN, Instant.now());
 * history.outages().forEach(outage -> System.out.println(outage.uplink() + " " + outage.lasted()));
 * }</pre>
 *
 * <p>All that is public here is API.
 */
@NullMarked
package dev.routeswitcher.operations.history;

import org.jspecify.annotations.NullMarked;
