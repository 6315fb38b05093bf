package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.rule.RuleAction;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.util.List;

/**
 * {@code ip rule}. A rule has no key: it is the same as another if everything it sets is, and it is
 * neither replaced nor changed.
 */
public final class Rules extends Verbs<RuleMessage> {
  Rules(Exchange exchange) {
    super(exchange, Kind.RULE, RuleMessage::read);
  }

  /**
   * The rules of a family, in the order in which they are evaluated.
   *
   * @param family {@link AddressFamily#UNSPEC} for every family, one after the other
   * @throws DumpInterruptedException if the rules keep changing while they are listed
   * @throws NetlinkException if the kernel refuses or does not answer
   */
  public List<RuleMessage> list(AddressFamily family) throws NetlinkException {
    RuleMessage question = RuleMessage.builder(family, order()).action(RuleAction.UNSPEC).build();
    return list(family, question, rule -> true);
  }

  /**
   * Deletes the first rule that matches everything this one sets; ENOENT if none does. A rule as it
   * was listed names itself. What is not set matches all.
   */
  @Override
  public Acknowledgement delete(RuleMessage rule) throws NetlinkException {
    return super.delete(rule);
  }
}
