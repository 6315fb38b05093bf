package dev.routeswitcher.netlink.client;

import com.google.common.base.Ascii;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request that failed. {@link #errno} says how; the subclasses are the failures without an answer
 * of the kernel, and that of a dump whose objects kept changing.
 */
public class NetlinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_OBJECT = 400;

  private final String operation;
  private final String object;
  private final transient @Nullable Errno errno;
  private final transient @Nullable Acknowledgement acknowledgement;
  private final @Nullable String attribute;

  NetlinkException(Request request, String problem, @Nullable Throwable cause) {
    this(request, problem, null, null, null, cause);
  }

  /**
   * A failure without an answer of the kernel.
   *
   * @param operation what was asked for, such as {@code monitor}
   * @param object what it was asked for
   * @param errno of a system call that failed, if one did
   */
  public NetlinkException(
      String operation,
      Object object,
      String problem,
      @Nullable Errno errno,
      @Nullable Throwable cause) {
    this(operation, object, problem, errno, null, null, cause);
  }

  NetlinkException(
      Request request,
      String problem,
      @Nullable Errno errno,
      @Nullable Acknowledgement acknowledgement,
      @Nullable String attribute,
      @Nullable Throwable cause) {
    this(request.operation(), request.object(), problem, errno, acknowledgement, attribute, cause);
  }

  private NetlinkException(
      String operation,
      Object object,
      String problem,
      @Nullable Errno errno,
      @Nullable Acknowledgement acknowledgement,
      @Nullable String attribute,
      @Nullable Throwable cause) {
    this(operation, shortened(object), problem, cause, errno, acknowledgement, attribute);
  }

  private NetlinkException(
      String operation,
      String object,
      String problem,
      @Nullable Throwable cause,
      @Nullable Errno errno,
      @Nullable Acknowledgement acknowledgement,
      @Nullable String attribute) {
    super(operation + " " + object + ": " + problem, cause);
    this.operation = operation;
    this.object = object;
    this.errno = errno;
    this.acknowledgement = acknowledgement;
    this.attribute = attribute;
  }

  private static String shortened(Object object) {
    return Ascii.truncate(object.toString(), LONGEST_OBJECT, "...");
  }

  /** What was asked for, such as {@code add route}. */
  public String operation() {
    return operation;
  }

  /**
   * What it was asked for, such as {@code default via 192.0.2.1 dev if3 metric 5}; cut off, with
   * dots at the end, behind 400 characters.
   */
  public String object() {
    return object;
  }

  /** The kernel's answer, or the errno of a failed system call; empty if there was neither. */
  public Optional<Errno> errno() {
    return Optional.ofNullable(errno);
  }

  /** True if {@link #errno} is this one. */
  public boolean is(Errno expected) {
    return expected.equals(errno);
  }

  /** The kernel's own message, if there is one. */
  public Optional<String> kernelMessage() {
    return acknowledgement().flatMap(Acknowledgement::message);
  }

  /** Where the request is wrong, in bytes from its header, if the kernel said. */
  public OptionalLong offset() {
    return acknowledgement == null ? OptionalLong.empty() : acknowledgement.offset();
  }

  /**
   * The attribute that is wrong or missing, from the outermost to the innermost, such as {@code
   * RTA_METRICS/RTAX_MTU}, if the kernel said.
   */
  public Optional<String> attribute() {
    return Optional.ofNullable(attribute);
  }

  /** The kernel's whole answer: what the attribute should be, and more. */
  public Optional<Acknowledgement> acknowledgement() {
    return Optional.ofNullable(acknowledgement);
  }
}
