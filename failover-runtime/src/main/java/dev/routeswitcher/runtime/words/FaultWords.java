package dev.routeswitcher.runtime.words;

import com.google.common.collect.Range;
import dev.routeswitcher.engine.Durations;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.ConfigFault.Missing;
import dev.routeswitcher.engine.config.ConfigFault.OutOfRange;
import dev.routeswitcher.engine.config.ConfigFault.QuorumTooHigh;
import dev.routeswitcher.engine.config.ConfigFault.TooSmall;
import dev.routeswitcher.engine.config.ConfigFault.Unusable;
import dev.routeswitcher.engine.config.ConfigField;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what is wrong with a configuration into sentences. */
public final class FaultWords {

  /** For an embedding program: settings by their names. */
  public static final FaultWords SETTINGS = new FaultWords("");

  /** For the command: settings as options. */
  public static final FaultWords OPTIONS = new FaultWords("--");

  private final String prefix;

  private FaultWords(String prefix) {
    this.prefix = prefix;
  }

  /** Whether an uplink of this name is described by settings of its own. */
  public static boolean isPrimaryOrSecondary(String uplink) {
    return uplink.equals("primary") || uplink.equals("secondary");
  }

  /** The sentence for a fault that the engine's values have. */
  public SettingFault of(ConfigFault code) {
    if (code instanceof OutOfRange fault) {
      return outOfRange(fault);
    } else if (code instanceof Unusable fault) {
      return unusable(fault);
    } else if (code instanceof TooSmall fault) {
      return tooSmall(fault);
    } else if (code instanceof Missing fault) {
      return missing(fault);
    }
    return tooHigh((QuorumTooHigh) code);
  }

  private SettingFault outOfRange(OutOfRange fault) {
    Range<?> range = fault.range();
    String unit =
        switch (fault.field()) {
          case LEAVE_AT_LOSS, RETURN_AT_LOSS -> " percent";
          default -> "";
        };
    return fault(
        fault,
        text(fault.value())
            + (fault.field() == ConfigField.PING_TARGET
                ? " targets are given"
                : " is out of range"),
        "give " + text(range.lowerEndpoint()) + " to " + text(range.upperEndpoint()) + unit);
  }

  private SettingFault unusable(Unusable fault) {
    String value = fault.value();
    boolean gateway = fault.field() == ConfigField.GATEWAY;
    String wrongFamily = gateway ? "give one of that family" : "leave it out";
    return switch (fault.cause()) {
      case NOT_AN_INTERFACE_NAME ->
          fault(
              fault,
              "'" + value + "' cannot be the name of an interface",
              "give 1 to 15 characters without '/' or blanks");
      case NOT_A_NAME ->
          fault(
              "uplink",
              "'" + value + "' cannot be a name",
              "give 1 to 32 letters, digits, dots, dashes or underscores",
              fault);
      case NAME_TAKEN ->
          fault(
              "uplink " + value,
              "another uplink is called that",
              "give it a name of its own",
              fault);
      case DUPLICATE ->
          fault.field() == ConfigField.INTERFACE
              ? fault(
                  fault,
                  "'" + value + "' is given twice",
                  "every uplink needs an interface of its own")
              : fault(fault, value + " is given twice", "give it once");
      case NOT_IPV4 -> fault(fault, value + " is not an IPV4 address", wrongFamily);
      case NOT_IPV6 -> fault(fault, value + " is not an IPV6 address", wrongFamily);
      case NOT_A_HOST ->
          fault(
              fault,
              value + " is not the address of a host",
              gateway ? "give the router's own address" : "give a host that answers");
      case LINK_LOCAL ->
          fault(fault, value + " is a link-local address", "give a host beyond the provider");
      case KERNEL_TABLES ->
          fault(
              fault,
              "the tables from " + value + " on include the kernel's own, 253 to 255",
              "give 256 or more");
    };
  }

  private SettingFault tooSmall(TooSmall fault) {
    String value = text(fault.value());
    String other = text(fault.otherValue());
    if (fault.field() != ConfigField.METRIC) {
      return fault(
          fault,
          value + " is less than " + fault.otherField() + " " + other,
          "give at least as much");
    }
    String lower = fault.otherUplink();
    String below =
        lower == null
            ? fault.otherField() + " "
            : isPrimaryOrSecondary(lower) ? lower + "-metric " : lower + "'s ";
    return fault(
        fault,
        value + " is not above " + below + other,
        isPrimaryOrSecondary(String.valueOf(fault.uplink()))
            ? "metrics must rise: failover, primary, secondary"
            : "metrics must rise from "
                + prefix
                + "failover-metric on, in the order of the uplinks");
  }

  private SettingFault missing(Missing fault) {
    return switch (fault.field()) {
      case UPLINK -> {
        boolean named = fault.uplink() != null && !isPrimaryOrSecondary(fault.uplink());
        yield fault(
            named ? "uplink" : "secondary-interface",
            "only one uplink is given",
            "failover needs at least two",
            fault);
      }
      case PING_TARGET -> fault(fault, "no target is given", "name at least one address to ping");
      default ->
          withoutRule(fault.field().toString(), List.of("leave-at-loss", "leave-at-rtt"), fault);
    };
  }

  private SettingFault tooHigh(QuorumTooHigh fault) {
    String count = fault.targets() == 1 ? "1 target" : fault.targets() + " targets";
    String which = fault.family() == null ? "" : " of " + fault.family();
    return fault(
        fault,
        fault.quorum() + " is more than the " + count + which,
        "lower it or give more targets");
  }

  /**
   * A text that cannot be read as the value of a setting.
   *
   * @param part the part of the setting that it is, and a blank; or nothing
   */
  public SettingFault unreadable(String setting, String part, String problem, String remedy) {
    return fault(setting, part + problem, remedy, null);
  }

  /** A target, or the gateway of an uplink, that is not an address. */
  public SettingFault notAnAddress(@Nullable String uplink, String setting, String text) {
    String remedy = "write it in digits: 192.0.2.1";
    if (text.contains("%")) {
      remedy = "leave out what follows '%', the uplink's interface is meant anyway";
    } else if (text.contains(",") || text.contains(" ")) {
      remedy =
          this == OPTIONS ? "give the option once for each address" : "give each address by itself";
    }
    return fault(uplink, setting, "'" + text + "' is not an IP address", remedy, null);
  }

  /** An uplink with several gateways of one family. */
  public SettingFault gateways(String uplink, int count) {
    return fault(
        uplink, "gateway", "is given " + count + " times", "give one gateway per family", null);
  }

  /** Something that is of use only with one of some other settings. */
  public SettingFault withoutRule(String setting, List<String> rules) {
    return withoutRule(setting, rules, null);
  }

  private SettingFault withoutRule(String setting, List<String> rules, @Nullable ConfigFault code) {
    String needed = rules.stream().map(prefix::concat).collect(Collectors.joining(" or "));
    return fault(setting, "is given without a rule", "give " + needed + " too", code);
  }

  /** Uplinks both one by one and as primary and secondary. */
  public SettingFault uplinksInTwoForms() {
    String settings = this == OPTIONS ? "options" : "settings";
    return fault(
        "uplink",
        "is given beside " + settings + " of the primary or the secondary",
        "describe all by " + prefix + "uplink",
        null);
  }

  /** A description of an uplink, or a part of one, that is not understood. */
  public SettingFault uplinkForm(String problem, String form) {
    return fault("uplink", problem, "write it as " + form, null);
  }

  /** A part of an uplink that is given more than once. */
  public SettingFault uplinkPartRepeated(String part, int count) {
    return fault(
        "uplink",
        part + " is given " + count + " times",
        "give it once for each " + prefix + "uplink",
        null);
  }

  /** An uplink with the name of one that has settings of its own. */
  public SettingFault uplinkNameReserved(String description, String name) {
    return fault(
        "uplink",
        "'" + description + "' is named as " + prefix + name + "-interface is",
        "choose another name",
        null);
  }

  /** A name that is neither that of an uplink nor of its interface. */
  public SettingFault noSuchUplink(String setting, String name) {
    return fault(setting, "unknown uplink '" + name + "'", "name an uplink or its interface", null);
  }

  /** An uplink that is named twice where once is enough. */
  public SettingFault neverUsedTwice(String name) {
    return fault("never-use", "'" + name + "' is given twice", "give it once", null);
  }

  /** An uplink that is both to be used and not to be. */
  public SettingFault usedAndNeverUsed(String name) {
    return fault("never-use", "'" + name + "' is to be used too", "give one of both", null);
  }

  /** No uplink is left to be used. */
  public SettingFault allNeverUsed() {
    return fault("never-use", "names every uplink", "leave one to be used", null);
  }

  private SettingFault fault(ConfigFault code, String problem, String remedy) {
    return fault(code.uplink(), code.field().toString(), problem, remedy, code);
  }

  private SettingFault fault(
      @Nullable String uplink,
      String field,
      String problem,
      String remedy,
      @Nullable ConfigFault code) {
    if (uplink == null) {
      return fault(field, problem, remedy, code);
    }
    return isPrimaryOrSecondary(uplink)
        ? fault(uplink + "-" + field, problem, remedy, code)
        : fault("uplink " + uplink, field + " " + problem, remedy, code);
  }

  private SettingFault fault(
      String setting, String problem, String remedy, @Nullable ConfigFault code) {
    return new SettingFault(setting, prefix + setting + ": " + problem + "; " + remedy, code);
  }

  private static String text(Object figure) {
    return figure instanceof Duration duration ? Durations.text(duration) : String.valueOf(figure);
  }
}
