package dev.routeswitcher.netlink.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Utf8Test {

  @Property
  void any_bytes_but_zero_are_written_as_they_were_read(@ForAll byte[] bytes) {
    for (byte b : bytes) {
      Assume.that(b != 0);
    }
    assertThat(Utf8.write(Utf8.read(bytes, bytes.length))).isEqualTo(bytes);
  }

  @Property
  void what_is_utf_8_is_read_as_such(@ForAll String any) {
    byte[] bytes = any.getBytes(UTF_8); // which replaces what cannot be written
    assertThat(Utf8.read(bytes, bytes.length)).isEqualTo(new String(bytes, UTF_8));
  }

  @Example
  void a_byte_that_is_none_is_a_lone_surrogate() {
    byte[] bytes = {'a', (byte) 0xe9, 'b', (byte) 0xc3, (byte) 0xa9, (byte) 0xf0, (byte) 0x9f};
    assertThat(Utf8.read(bytes, bytes.length)).isEqualTo("a\udce9b\u00e9\udcf0\udc9f");
  }

  @Example
  void a_zero_byte_is_refused() {
    assertThatThrownBy(() -> Utf8.write("\0")).isInstanceOf(IllegalArgumentException.class);
  }
}
