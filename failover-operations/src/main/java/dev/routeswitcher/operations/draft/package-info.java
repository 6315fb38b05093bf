/**
 * A configuration file made from what a host has.
 *
 * <p>Mental model: the uplinks of a host are the interfaces that its default routes lead by,
 * tunnels left out; everything else keeps its default unless the host needs another value. What is
 * drafted has no fault, whatever the host is.
 *
 * <pre>{@code
 * ConfigurationDraft draft = ConfigurationDraft.of(new LinuxHost().read(), List.of("203.0.113.8"));
 * System.out.print(draft.fault().isEmpty() ? draft.text() : draft.fault());
 * }</pre>
 *
 * <p>Internal to the programs of the project; not API.
 */
@NullMarked
package dev.routeswitcher.operations.draft;

import org.jspecify.annotations.NullMarked;
