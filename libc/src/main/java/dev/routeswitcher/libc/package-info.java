/**
 * The functions of the C library, and the one place that decides where native code is loaded from.
 * Stable API.
 *
 * <p>jnr-ffi calls C by a native library of its own, jffi's, which comes in a jar and has to be a
 * file to be loaded. Left alone it makes one in {@code java.io.tmpdir} with whatever mode the umask
 * leaves, or in the current folder, and then loads it by its name: who can write there can have
 * code of his own run in this process. {@link dev.routeswitcher.libc.Libc} lets it have a folder
 * that nobody else can enter, or the file that was shipped with the program. {@link
 * dev.routeswitcher.libc.SignalDescriptor} is what the JVM cannot do with such functions alone: to
 * hear a signal without a thread that is made for it.
 *
 * <pre>{@code
 * interface Calls {
 *   int getpid();
 * }
 *
 * int pid = Libc.load(Calls.class).getpid();
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.libc;

import org.jspecify.annotations.NullMarked;
