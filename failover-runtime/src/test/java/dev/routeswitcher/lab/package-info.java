/**
 * The lab of network namespaces, driven from tests: the modules above this one use it too, by way
 * of this module's test jar.
 */
@NullMarked
package dev.routeswitcher.lab;

import org.jspecify.annotations.NullMarked;
