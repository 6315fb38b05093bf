package dev.routeswitcher.netlink.fuzz;

import dev.routeswitcher.netlink.print.PrintedFile;

/** A file of any bytes: the program prints something, and never fails otherwise than it says. */
public final class CaptureFileFuzz {
  private CaptureFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Reading.require(PrintedFile.byProgram(data, "--attributes", "--time") != null, "nothing");
  }
}
