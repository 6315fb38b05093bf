package org.example;

import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.link.LinkMessage;

/** Lists the links of its network namespace. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    try (RtnetlinkClient client = RtnetlinkClient.open()) {
      for (LinkMessage link : client.links().list()) {
        System.out.println(link);
      }
    }
  }
}
