package dev.routeswitcher.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which folders are made and used, and which are not, whatever others have done to them. */
class PrivateFolderTest {

  /** jnr-ffi implements it from outside. */
  public interface Masks {
    int umask(int mask);
  }

  @TempDir Path temporary;
  private Path parent;

  @BeforeEach
  void like_tmp() throws IOException {
    parent = temporary.resolve("tmp");
    Files.createDirectory(parent);
    Files.setAttribute(parent, "unix:mode", 01777);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 022, 077})
  void it_is_for_its_owner_alone_whatever_the_umask(int umask) throws IOException {
    Masks masks = Libc.load(Masks.class);
    int before = masks.umask(umask);
    try (PrivateFolder folder = PrivateFolder.in(parent)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
          .isEqualTo("rwx------");
      assertThat(folder.path()).hasParentRaw(parent.toRealPath());
    } finally {
      masks.umask(before);
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void it_is_gone_with_all_that_was_left_in_it() throws IOException {
    try (PrivateFolder folder = PrivateFolder.in(parent)) {
      Files.createFile(folder.path().resolve("library.so"));
    }
    assertThat(left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0777, 0775, 0757})
  void it_is_not_made_where_others_could_put_another_in_its_place(int mode) throws IOException {
    Files.setAttribute(parent, "unix:mode", mode);
    assertThatThrownBy(() -> PrivateFolder.in(parent))
        .isInstanceOf(IOException.class)
        .hasMessage(parent.toRealPath() + " can be written to by other users");
    assertThat(left()).isEmpty();
  }

  @Test
  void nor_below_such_a_folder() throws IOException {
    Path below = Files.createDirectory(parent.resolve("below"));
    Files.setAttribute(parent, "unix:mode", 0777);
    assertThatThrownBy(() -> PrivateFolder.in(below))
        .hasMessage(parent.toRealPath() + " can be written to by other users");
  }

  @Test
  void a_link_to_a_folder_is_judged_by_where_it_leads() throws IOException {
    Path open = Files.createDirectory(temporary.resolve("open"));
    Files.setAttribute(open, "unix:mode", 0777);
    Path link = Files.createSymbolicLink(parent.resolve("link"), open);
    assertThatThrownBy(() -> PrivateFolder.in(link))
        .hasMessage(open.toRealPath() + " can be written to by other users");
  }

  @Test
  void a_folder_that_is_not_there_is_named_with_the_reason() {
    Path missing = parent.resolve("missing");
    assertThatThrownBy(() -> PrivateFolder.in(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": NoSuchFileException");
  }
}
