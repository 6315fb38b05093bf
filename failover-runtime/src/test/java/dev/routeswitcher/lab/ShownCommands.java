package dev.routeswitcher.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types what a document tells its reader to type: the commands of the {@code sh} blocks under one
 * heading, in their order, in a lab that they make and remove themselves.
 *
 * <p>Two remarks behind a command mean something here too. <i>until Ctrl-C</i>: it goes on beside
 * the next ones. <i>exit status 1</i>: it is to fail.
 */
public final class ShownCommands implements AutoCloseable {

  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern COMMAND = Pattern.compile("(.*?)(?:\\s+# (.*))?");

  /** A {@code java} is the one that runs the tests. */
  private static final String PATH = "PATH=" + System.getProperty("java.home") + "/bin:$PATH; ";

  private final String lab = "shown-" + ProcessHandle.current().pid();
  private final Queue<Shown> left = new ArrayDeque<>();
  private final List<Background> goingOn = new ArrayList<>();

  /**
   * A command as it is shown.
   *
   * @param text what to type, lines that are continued joined
   * @param remark what stands behind it, or empty
   */
  public record Shown(String text, String remark) {}

  /**
   * The commands that {@code document} shows under {@code heading}.
   *
   * @param lab the name of the lab in the document; the one here has a name of its own
   */
  public ShownCommands(String document, String heading, String lab) {
    String name = "(?<= )" + Pattern.quote(lab) + "(?= |$)";
    in(under(heading, read(document))).stream()
        .map(shown -> new Shown(shown.text().replaceAll(name, this.lab), shown.remark()))
        .forEach(left::add);
  }

  /** All commands in the {@code sh} blocks of a text. */
  public static List<Shown> in(String markdown) {
    List<Shown> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(markdown);
    while (block.find()) {
      for (String line : block.group(1).replaceAll("\\\\\n\\s*", "").split("\n", -1)) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches() && !command.group(1).isBlank()) {
          String remark = command.group(2);
          commands.add(new Shown(command.group(1), remark == null ? "" : remark));
        }
      }
    }
    return commands;
  }

  private static String read(String document) {
    try {
      return Files.readString(Lab.ROOT.resolve(document));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String under(String heading, String markdown) {
    int from = markdown.indexOf("\n## " + heading + "\n");
    assertThat(from).as("a heading '%s'", heading).isNotNegative();
    int to = markdown.indexOf("\n## ", from + 1);
    return to < 0 ? markdown.substring(from) : markdown.substring(from, to);
  }

  /** Types the next command; returns when it has ended, or at once if it goes on. */
  public Background next() {
    Shown shown = left.remove();
    if (shown.text().contains("/lab down ")) {
      goingOn.forEach(command -> command.await("."));
    }
    Background command = Background.start(Lab.ROOT, List.of("bash", "-c", PATH + shown.text()));
    if (shown.remark().contains("until Ctrl-C")) {
      goingOn.add(command);
      return command;
    }
    try (command) {
      int expected = shown.remark().contains("exit status 1") ? 1 : 0;
      int status = command.exitStatus();
      if (status != expected) {
        fail("%s: exit status %d, and said%n%s", shown, status, String.join("\n", command.lines()));
      }
      return command;
    }
  }

  /** Types all that are left; those that go on must have said something before the lab goes. */
  public void all() {
    assertThat(left).isNotEmpty();
    while (!left.isEmpty()) {
      next();
    }
  }

  /** Removes the lab if the commands have not. */
  @Override
  public void close() {
    goingOn.forEach(Background::close);
    try (Background down = Background.start(Lab.ROOT, List.of("lab/lab", "down", lab))) {
      assertThat(down.exitStatus()).isZero();
    }
  }
}
