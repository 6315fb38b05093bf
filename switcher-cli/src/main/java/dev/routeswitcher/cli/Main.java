package dev.routeswitcher.cli;

/** Where the program begins. */
public final class Main {

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(DaggerCommand.create().program().run(arguments));
  }
}
