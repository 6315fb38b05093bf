package dev.routeswitcher.runtime.words;

import dev.routeswitcher.engine.Durations;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.ConfigFault.Cause;
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
  public static final FaultWords SETTINGS = new FaultWords(SettingNames.PLAIN);

  /** For the command: settings as options. */
  public static final FaultWords OPTIONS = new FaultWords(SettingNames.OPTIONS);

  private final SettingNames names;
  private final Cases<ConfigFault, SettingFault> codes =
      new Cases<ConfigFault, SettingFault>()
          .on(OutOfRange.class, this::outOfRange)
          .on(Unusable.class, this::unusable)
          .on(TooSmall.class, this::tooSmall)
          .on(Missing.class, this::missing)
          .on(QuorumTooHigh.class, this::tooHigh);

  private FaultWords(SettingNames names) {
    this.names = names;
  }

  /** Whether an uplink of this name is described by settings of its own. */
  public static boolean isPrimaryOrSecondary(String uplink) {
    return uplink.equals("primary") || uplink.equals("secondary");
  }

  /** The sentence for a fault that the engine's values have. */
  public SettingFault of(ConfigFault code) {
    return codes.of(code);
  }

  private SettingFault outOfRange(OutOfRange fault) {
    boolean percent =
        fault.field() == ConfigField.LEAVE_AT_LOSS || fault.field() == ConfigField.RETURN_AT_LOSS;
    boolean count = fault.field() == ConfigField.PING_TARGET;
    String range =
        text(fault.range().lowerEndpoint()) + " to " + text(fault.range().upperEndpoint());
    return fault(
        fault,
        text(fault.value()) + (count ? " targets are given" : " is out of range"),
        "give " + range + (percent ? " percent" : ""));
  }

  private SettingFault unusable(Unusable fault) {
    String value = fault.value();
    String quoted = "'" + value + "'";
    boolean gateway = fault.field() == ConfigField.GATEWAY;
    return switch (fault.cause()) {
      case NOT_AN_INTERFACE_NAME -> {
        String remedy = "give 1 to 15 characters without '/' or blanks";
        yield fault(fault, quoted + " cannot be the name of an interface", remedy);
      }
      case NOT_A_NAME -> {
        String remedy = "give 1 to 32 letters, digits, dots, dashes or underscores";
        yield fault("uplink", quoted + " cannot be a name", remedy, fault);
      }
      case NAME_TAKEN -> {
        String problem = "another uplink is called that";
        yield fault("uplink " + value, problem, "give it a name of its own", fault);
      }
      case DUPLICATE_INTERFACE -> {
        String remedy = "every uplink needs an interface of its own";
        yield fault(fault, quoted + " is given twice", remedy);
      }
      case DUPLICATE_TARGET -> fault(fault, value + " is given twice", "give it once");
      case NOT_IPV4, NOT_IPV6 -> {
        String family = fault.cause() == Cause.NOT_IPV4 ? "IPV4" : "IPV6";
        String remedy = gateway ? "give one of that family" : "leave it out";
        yield fault(fault, value + " is not an " + family + " address", remedy);
      }
      case NOT_A_HOST -> {
        String remedy = gateway ? "give the router's own address" : "give a host that answers";
        yield fault(fault, value + " is not the address of a host", remedy);
      }
      case LINK_LOCAL ->
          fault(fault, value + " is a link-local address", "give a host beyond the provider");
      case KERNEL_TABLES -> {
        String problem = "the tables from " + value + " on include the kernel's own, 253 to 255";
        yield fault(fault, problem, "give 256 or more");
      }
    };
  }

  private SettingFault tooSmall(TooSmall fault) {
    String value = text(fault.value());
    String other = " " + text(fault.otherValue());
    if (fault.field() != ConfigField.METRIC) {
      String problem = value + " is less than " + fault.otherField() + other;
      return fault(fault, problem, "give at least as much");
    }
    String lower = fault.otherUplink();
    String below =
        lower == null
            ? fault.otherField().toString()
            : isPrimaryOrSecondary(lower) ? lower + "-metric" : lower + "'s";
    String remedy =
        isPrimaryOrSecondary(String.valueOf(fault.uplink()))
            ? "metrics must rise: failover, primary, secondary"
            : "metrics must rise from "
                + names.of("failover-metric")
                + " on, in the order of the uplinks";
    return fault(fault, value + " is not above " + below + other, remedy);
  }

  private SettingFault missing(Missing fault) {
    if (fault.field() == ConfigField.UPLINK) {
      boolean named = fault.uplink() != null && !isPrimaryOrSecondary(fault.uplink());
      String setting = named ? "uplink" : "secondary-interface";
      return fault(setting, "only one uplink is given", "failover needs at least two", fault);
    } else if (fault.field() == ConfigField.PING_TARGET) {
      return fault(fault, "no target is given", "name at least one address to ping");
    }
    String rules = anyOf(List.of("leave-at-loss", "leave-at-rtt"));
    return fault(fault, "is given without a rule", "give " + rules + " too");
  }

  private SettingFault tooHigh(QuorumTooHigh fault) {
    String targets = fault.targets() + (fault.targets() == 1 ? " target" : " targets");
    String which = fault.family() == null ? "" : " of " + fault.family();
    String problem = fault.quorum() + " is more than the " + targets + which;
    return fault(fault, problem, "lower it or give more targets");
  }

  /** A text that cannot be read as the value of a setting. */
  public SettingFault unreadable(String setting, String problem, String remedy) {
    return fault(setting, problem, remedy, null);
  }

  /** A target (of no uplink) or a gateway that is not an address. */
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

  public SettingFault gateways(String uplink, int count) {
    String problem = "is given " + count + " times";
    return fault(uplink, "gateway", problem, "give one gateway per family", null);
  }

  /** A setting that is of use only with one of some others. */
  public SettingFault withoutRule(String setting, List<String> rules) {
    return fault(setting, "is given without a rule", "give " + anyOf(rules) + " too", null);
  }

  private String anyOf(List<String> settings) {
    return settings.stream().map(names::of).collect(Collectors.joining(" or "));
  }

  public SettingFault uplinksInTwoForms() {
    String settings = this == OPTIONS ? "options" : "settings";
    String problem = "is given beside " + settings + " of the primary or the secondary";
    return fault("uplink", problem, "describe all by " + names.of("uplink"), null);
  }

  /** A description of an uplink, or a part of one, that is not understood. */
  public SettingFault uplinkForm(String problem, String form) {
    return fault("uplink", problem, "write it as " + form, null);
  }

  public SettingFault uplinkPartRepeated(String part, int count) {
    String problem = part + " is given " + count + " times";
    return fault("uplink", problem, "give it once for each " + names.of("uplink"), null);
  }

  /** An uplink with the name of one that has settings of its own. */
  public SettingFault uplinkNameReserved(String description, String name) {
    String problem = "'" + description + "' is named as " + names.of(name + "-interface") + " is";
    return fault("uplink", problem, "choose another name", null);
  }

  public SettingFault noSuchUplink(String setting, String name) {
    String problem = "unknown uplink '" + name + "'";
    return fault(setting, problem, "name an uplink or its interface", null);
  }

  public SettingFault neverUsedTwice(String name) {
    return fault("never-use", "'" + name + "' is given twice", "give it once", null);
  }

  public SettingFault usedAndNeverUsed(String name) {
    return fault("never-use", "'" + name + "' is to be used too", "give one of both", null);
  }

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
    return new SettingFault(setting, names.of(setting) + ": " + problem + "; " + remedy, code);
  }

  private static String text(Object figure) {
    return figure instanceof Duration duration ? Durations.text(duration) : String.valueOf(figure);
  }
}
