/** Programs whose figures are read by people. Internal API. */
@NullMarked
package dev.routeswitcher.runtime.bench;

import org.jspecify.annotations.NullMarked;
