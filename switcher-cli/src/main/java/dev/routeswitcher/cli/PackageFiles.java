package dev.routeswitcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes what a package has beside the program: the pages of the manual and the completions of
 * shells, all from the same commands and settings as the help. Run when a package is made.
 */
public final class PackageFiles {

  private PackageFiles() {}

  /**
   * Writes them.
   *
   * @param arguments the directory to write to, the version and the date of the program
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (Map.Entry<String, String> page :
        new Manual(arguments[1], arguments[2]).pages().entrySet()) {
      write(directory.resolve("man").resolve(page.getKey()), page.getValue());
    }
    write(directory.resolve("completions/bash/route-switcher"), Completions.bash());
    write(directory.resolve("completions/zsh/_route-switcher"), Completions.zsh());
    write(directory.resolve("completions/fish/route-switcher.fish"), Completions.fish());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
