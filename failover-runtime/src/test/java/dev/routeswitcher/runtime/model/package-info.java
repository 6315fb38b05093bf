/**
 * A host for tests: interfaces, routes, targets and a clock in the words of the ports, with every
 * deed written down.
 */
@NullMarked
package dev.routeswitcher.runtime.model;

import org.jspecify.annotations.NullMarked;
