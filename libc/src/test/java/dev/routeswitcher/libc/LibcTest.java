package dev.routeswitcher.libc;

import static org.assertj.core.api.Assertions.assertThat;

import com.kenai.jffi.internal.StubLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LibcTest {

  /** jnr-ffi implements it from outside. */
  public interface Identity {
    int getpid();
  }

  @Test
  void a_function_is_that_of_the_c_library() {
    assertThat(Libc.load(Identity.class).getpid()).isEqualTo((int) ProcessHandle.current().pid());
  }

  @Test
  void the_native_library_is_looked_for_by_the_name_that_jffi_gives_it() {
    Libc.require();
    assertThat(JffiLibrary.NAME).hasParentRaw(Path.of(StubLoader.getPlatformName()));
    assertThat(StubLoader.class.getResource("/jni/" + JffiLibrary.NAME)).isNotNull();
  }

  @Test
  void other_users_of_jffi_in_this_process_find_its_properties_as_they_were() {
    Libc.require();
    assertThat(System.getProperties())
        .doesNotContainKeys("jffi.boot.library.path", "jffi.extract.dir");
  }
}
