/**
 * A program that embeds failover: an uploader that saves volume while the traffic goes by the
 * backup.
 *
 * <p>Read {@link dev.routeswitcher.example.Main}; that is all there is to embedding. An example,
 * not API.
 *
 * <pre>{@code
 * java -jar switcher-embedded-example.jar 192.0.2.1 198.51.100.1 203.0.113.8
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.example;

import org.jspecify.annotations.NullMarked;
