package dev.routeswitcher.netlink.codec;

import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes and checks the values of an attribute type that are not plain numbers.
 *
 * @param <T> the values
 */
public final class Form<T> {
  /** {@link Utf8} text, read up to its first zero byte, written with one. */
  public static final Form<String> TEXT =
      of(Attribute::text, (w, text) -> w.bytes(Utf8.write(text)).u8(0));

  /** Bytes that are taken as they are. */
  public static final Form<Bytes> BYTES =
      of(Attribute::bytes, (w, bytes) -> w.bytes(bytes.toArray()));

  /** No payload. */
  public static final Form<Boolean> FLAG =
      of(
          attribute -> {
            if (attribute.length() != 0) {
              throw attribute.malformed("no payload");
            }
            return true;
          },
          (w, set) -> {});

  /**
   * An address of the family of the message. In a message of a family without IP addresses nothing
   * is asked of the value until it is read as one.
   */
  public static final Form<IpAddress> ADDRESS =
      of(Form::readAddress, (NetlinkWriter w, IpAddress address) -> w.bytes(address.toBytes()))
          .checkedBy(
              attribute -> {
                if (attribute.siblings().schema().family().addressLength() != 0) {
                  readAddress(attribute);
                }
              });

  /**
   * An address of the family of the message. In a message of a family without IP addresses 4 bytes
   * are read as IPv4 and 16 as IPv6.
   */
  public static final Form<IpAddress> ANY_ADDRESS =
      of(
              attribute ->
                  attribute.siblings().schema().family().addressLength() == 0
                      ? attribute.ipAddress()
                      : readAddress(attribute),
              ADDRESS.writer)
          .checkedBy(ADDRESS.checker);

  private final Function<Attribute, T> reader;
  private final BiConsumer<NetlinkWriter, T> writer;
  private final Consumer<Attribute> checker;
  private final @Nullable Function<Attributes, AttributeSchema> chooser;
  private final Function<Attribute, List<Attributes>> inside;

  private Form(
      Function<Attribute, T> reader,
      BiConsumer<NetlinkWriter, T> writer,
      Consumer<Attribute> checker,
      @Nullable Function<Attributes, AttributeSchema> chooser,
      Function<Attribute, List<Attributes>> inside) {
    this.reader = reader;
    this.writer = writer;
    this.checker = checker;
    this.chooser = chooser;
    this.inside = inside;
  }

  /**
   * A form of one value.
   *
   * @param reader throws {@link MalformedAttributeException} if it cannot read the payload
   * @param writer writes the payload
   */
  public static <T> Form<T> of(Function<Attribute, T> reader, BiConsumer<NetlinkWriter, T> writer) {
    return runs(reader, writer, attribute -> List.of());
  }

  /**
   * A form that holds several runs of attributes between other data.
   *
   * @param inside the runs, in order
   */
  public static <T> Form<T> runs(
      Function<Attribute, T> reader,
      BiConsumer<NetlinkWriter, T> writer,
      Function<Attribute, List<Attributes>> inside) {
    Consumer<Attribute> check =
        attribute -> {
          T unused = reader.apply(attribute);
        };
    return new Form<>(reader, writer, check, null, inside);
  }

  /** Attributes. */
  public static Form<Attributes> nested(AttributeSchema schema) {
    return nestedBy(siblings -> schema);
  }

  /**
   * Attributes whose meaning their siblings decide, such as {@code IFLA_INFO_DATA}, which {@code
   * IFLA_INFO_KIND} explains.
   *
   * @param chooser the schema by the run that the attribute is in; {@link AttributeSchema#NONE} if
   *     that says nothing, and the value is then taken as it is. It must not throw.
   */
  public static Form<Attributes> nestedBy(Function<Attributes, AttributeSchema> chooser) {
    return new Form<>(
        Attribute::attributes,
        (w, attributes) -> attributes.writeTo(w),
        attribute -> {},
        chooser,
        attribute -> {
          Attributes found = attribute.attributes();
          return found.schema() == AttributeSchema.NONE ? List.of() : List.of(found);
        });
  }

  /** An address of this family, whatever that of the message is. */
  public static Form<IpAddress> address(AddressFamily family) {
    return of(
        attribute -> {
          attribute.cursor().requireLength(family.addressLength(), " bytes of address");
          return attribute.ipAddress();
        },
        ADDRESS.writer);
  }

  /** A u8 that stands for something. */
  public static <T> Form<T> u8(IntFunction<T> reader, ToIntFunction<T> number) {
    return of(a -> reader.apply(a.cursor().u8()), (w, value) -> w.u8(number.applyAsInt(value)));
  }

  /**
   * This form, but a value is checked by {@code check} instead of by reading it.
   *
   * @param check throws {@link MalformedAttributeException}; takes time by the length of the
   *     attribute alone
   */
  public Form<T> checkedBy(Consumer<Attribute> check) {
    return new Form<>(reader, writer, check, chooser, inside);
  }

  /** This form, whose values are made into, and from, those of another type. */
  public <U> Form<U> map(BiFunction<Attribute, T, U> to, Function<U, T> from) {
    return new Form<>(
        attribute -> to.apply(attribute, read(attribute)),
        (w, value) -> write(w, from.apply(value)),
        checker,
        chooser,
        inside);
  }

  /**
   * The value of an attribute.
   *
   * @throws MalformedAttributeException if it has another form
   */
  public T read(Attribute attribute) {
    return reader.apply(attribute);
  }

  void write(NetlinkWriter to, T value) {
    writer.accept(to, value);
  }

  void check(Attribute attribute) {
    checker.accept(attribute);
  }

  /** The flag bits that the type is written with. */
  int flags() {
    return chooser == null ? 0 : AttributeCursor.NESTED_FLAG;
  }

  /** What says the schema of the attributes inside, by the run; null if there are none inside. */
  @Nullable Function<Attributes, AttributeSchema> chooser() {
    return chooser;
  }

  List<Attributes> inside(Attribute attribute) {
    return inside.apply(attribute);
  }

  private static IpAddress readAddress(Attribute attribute) {
    AttributeCursor at = attribute.cursor();
    return IpAddress.read(at.buffer(), at.payloadOffset(), at.requireAddress());
  }
}
