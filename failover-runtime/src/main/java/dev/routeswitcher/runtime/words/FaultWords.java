package dev.routeswitcher.runtime.words;

import com.google.common.collect.Range;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.ConfigField;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what is wrong with a configuration into sentences. */
public final class FaultWords {

  private final SettingNames names;
  private final SettingPlaces places;
  private final Cases<ConfigFault, SettingFault> codes =
      new Cases<ConfigFault, SettingFault>()
          .on(ConfigFault.OutOfRange.class, this::outOfRange)
          .on(ConfigFault.Unusable.class, this::unusable)
          .on(ConfigFault.TooSmall.class, this::tooSmall)
          .on(ConfigFault.Missing.class, this::missing)
          .on(ConfigFault.QuorumTooHigh.class, this::tooHigh);

  private FaultWords(SettingNames names, SettingPlaces places) {
    this.names = names;
    this.places = places;
  }

  /** Sentences in which settings have these names. */
  public static FaultWords naming(SettingNames names) {
    return new FaultWords(names, SettingPlaces.UNSAID);
  }

  /** The same sentences, with where each setting was given ahead of them. */
  public FaultWords placed(SettingPlaces where) {
    return new FaultWords(names, where);
  }

  /** What is wrong with the name of an uplink that there is not. */
  public static String unknownUplink(String name) {
    return "unknown uplink '" + name + "'; name an uplink or its interface";
  }

  private static boolean isPrimaryOrSecondary(@Nullable String uplink) {
    return uplink != null && SettingNames.THE_TWO.contains(uplink);
  }

  /** A range of numbers or durations, for people: {@code 50ms to 1h}. */
  public static String range(Range<?> range) {
    return text(range.lowerEndpoint()) + " to " + text(range.upperEndpoint());
  }

  private static String familyName(IpFamily family) {
    return family == IpFamily.IPV4 ? "IPv4" : "IPv6";
  }

  /** The sentence for a fault that the engine's values have. */
  public SettingFault of(ConfigFault code) {
    return codes.of(code);
  }

  private SettingFault outOfRange(ConfigFault.OutOfRange fault) {
    boolean percent =
        fault.field() == ConfigField.LEAVE_AT_LOSS || fault.field() == ConfigField.RETURN_AT_LOSS;
    String problem =
        switch (fault.field()) {
          case PING_TARGET -> " targets are given";
          case UPLINK -> " uplinks are given";
          default -> " is out of range";
        };
    return fault(
        fault,
        text(fault.value()) + problem,
        "give " + range(fault.range()) + (percent ? " percent" : ""));
  }

  private SettingFault unusable(ConfigFault.Unusable fault) {
    String value = fault.value();
    String quoted = "'" + value + "'";
    boolean gateway = fault.field() == ConfigField.GATEWAY;
    return switch (fault.cause()) {
      case NOT_AN_INTERFACE_NAME -> {
        String remedy = "give 1 to 127 characters without '/', ':' or blanks";
        yield fault(fault, quoted + " cannot be the name of an interface", remedy);
      }
      case LISTED_INTERFACE -> {
        String remedy = "give " + value.substring(0, value.lastIndexOf('@'));
        yield fault(fault, quoted + " is an interface as ip link lists it", remedy);
      }
      case NOT_A_NAME -> {
        String remedy = "give 1 to 32 letters, digits, dots, dashes or underscores";
        String place = places.of(value, "name");
        yield faultAt(place, "uplink", quoted + " cannot be a name", remedy, fault);
      }
      case NAME_TAKEN -> {
        String problem = "another uplink is called that";
        String remedy = "give it a name of its own";
        yield faultAt(places.of(value, "name"), "uplink " + value, problem, remedy, fault);
      }
      case DUPLICATE_INTERFACE -> {
        String remedy = "every uplink needs an interface of its own";
        yield fault(fault, quoted + " is given twice", remedy);
      }
      case DUPLICATE_TARGET -> fault(fault, value + " is given twice", "give it once");
      case NOT_IPV4, NOT_IPV6 -> {
        boolean ipv4 = fault.cause() == ConfigFault.Cause.NOT_IPV4;
        String family = familyName(ipv4 ? IpFamily.IPV4 : IpFamily.IPV6);
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
      case MARK_OUTSIDE_MASK -> {
        String problem = value + " has no bit of its mask, or others";
        yield fault(fault, problem, "write it as 0x1000000/0xff000000");
      }
      case TOO_FEW_MARKS -> {
        String problem = value + " has no room for a mark for each uplink";
        yield fault(fault, problem, "give a lower mark or a wider mask");
      }
      case NO_TABLES -> {
        String problem = "marks lead to tables, and there are none";
        yield fault(fault, problem, "leave out " + names.of("probe-routing") + " main");
      }
    };
  }

  private SettingFault tooSmall(ConfigFault.TooSmall fault) {
    String value = text(fault.value());
    String other = " " + text(fault.otherValue());
    if (fault.field() != ConfigField.METRIC) {
      String problem = value + " is less than " + fault.otherField() + other;
      return faultAt(
          place(fault), fault.field().toString(), problem, "give at least as much", fault);
    }
    String lower = fault.otherUplink();
    String below =
        lower == null
            ? fault.otherField().toString()
            : isPrimaryOrSecondary(lower) ? lower + "-metric" : lower + "'s";
    String remedy =
        isPrimaryOrSecondary(fault.uplink())
            ? "metrics must rise: failover, primary, secondary"
            : "metrics must rise from "
                + names.of("failover-metric")
                + " on, in the order of the uplinks";
    String problem = value + " is not above " + below + other;
    String uplink = fault.uplink();
    String field = fault.field().toString();
    return uplink == null
        ? faultAt(place(fault), field, problem, remedy, fault)
        : faultOfUplink(place(fault), uplink, field, problem, remedy, fault);
  }

  /** Of two that do not fit together one may have been given and the other not. */
  private String place(ConfigFault.TooSmall fault) {
    String place = places.of(fault.uplink(), fault.field().toString());
    return place.isEmpty() ? places.of(fault.otherUplink(), fault.otherField().toString()) : place;
  }

  private SettingFault missing(ConfigFault.Missing fault) {
    if (fault.field() == ConfigField.UPLINK) {
      boolean named = fault.uplink() != null && !isPrimaryOrSecondary(fault.uplink());
      String setting = named ? "uplink" : "secondary-interface";
      return fault(setting, "only one uplink is given", "failover needs at least two", fault);
    } else if (fault.field() == ConfigField.PING_TARGET) {
      return fault(fault, "no target is given", "name at least one address to ping");
    }
    return withoutRule(fault.field().toString(), List.of("leave-at-loss", "leave-at-rtt"), fault);
  }

  private SettingFault tooHigh(ConfigFault.QuorumTooHigh fault) {
    String targets = fault.targets() + (fault.targets() == 1 ? " target" : " targets");
    String which = fault.family() == null ? "" : " of " + familyName(fault.family());
    String problem = fault.quorum() + " is more than the " + targets + which;
    return fault(fault, problem, "lower it or give more targets");
  }

  /** A text that cannot be read as the value of a setting. */
  public SettingFault unreadable(String setting, String problem, String remedy) {
    return fault(setting, problem, remedy, null);
  }

  /** The same of a part of the description of an uplink. */
  public SettingFault unreadablePart(String part, String problem, String remedy) {
    return faultAt(places.of("", part), "uplink", part + " " + problem, remedy, null);
  }

  /** A target (of no uplink) or a gateway that is not an address. */
  public SettingFault notAnAddress(@Nullable String uplink, String setting, String text) {
    String remedy = "write it in digits: 192.0.2.1";
    if (text.contains("%")) {
      remedy = "leave out what follows '%', the uplink's interface is meant anyway";
    } else if (text.contains(",") || text.contains(" ")) {
      remedy = "give each address by itself";
    }
    return faultOfUplink(uplink, setting, "'" + text + "' is not an IP address", remedy, null);
  }

  public SettingFault gateways(String uplink, int count) {
    String problem = "is given " + count + " times";
    return faultOfUplink(uplink, "gateway", problem, "give one gateway per family", null);
  }

  /** A setting that is of use only with one of some others. */
  public SettingFault withoutRule(String setting, List<String> rules) {
    return withoutRule(setting, rules, null);
  }

  private SettingFault withoutRule(String setting, List<String> rules, @Nullable ConfigFault code) {
    String any = rules.stream().map(names::of).collect(Collectors.joining(" or "));
    return fault(setting, "is given without a rule", "give " + any + " too", code);
  }

  public SettingFault uplinksInTwoForms() {
    String problem = "is given beside what describes the primary or the secondary";
    return fault("uplink", problem, "describe all by " + names.of("uplink"), null);
  }

  /** A description of an uplink, or a part of one, that is not understood. */
  public SettingFault uplinkForm(String problem, String form) {
    return fault("uplink", problem, "write it as " + form, null);
  }

  /** An interface with a comma in its name, which a description of an uplink cannot hold. */
  public SettingFault commaInInterface(String name) {
    String problem = "a comma ends the name of an interface";
    String remedy =
        "call '" + name + "' otherwise: ip link property add dev '" + name + "' altname";
    return fault("uplink", problem, remedy + " NAME", null);
  }

  public SettingFault uplinkPartRepeated(String part, int count) {
    String problem = "is given " + count + " times";
    return unreadablePart(part, problem, "give it once for each " + names.of("uplink"));
  }

  /** An uplink with the name of one that has settings of its own. */
  public SettingFault uplinkNameReserved(String name) {
    String owner = names.of(name + "-interface");
    String problem = "the name '" + name + "' is reserved for the uplink of " + owner;
    return fault("uplink", problem, "choose another name", null);
  }

  public SettingFault noSuchUplink(String setting, String name) {
    String where = places.of(null, setting);
    return new SettingFault(setting, where + names.of(setting) + ": " + unknownUplink(name), null);
  }

  /** A setting that cannot be changed while the switcher runs. */
  public SettingFault takesRestart(String setting) {
    return fault(setting, "a reload cannot change it", "restart the switcher", null);
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
    return faultOfUplink(code.uplink(), code.field().toString(), problem, remedy, code);
  }

  private SettingFault faultOfUplink(
      @Nullable String uplink,
      String field,
      String problem,
      String remedy,
      @Nullable ConfigFault code) {
    if (uplink == null) {
      return fault(field, problem, remedy, code);
    }
    return faultOfUplink(places.of(uplink, field), uplink, field, problem, remedy, code);
  }

  private SettingFault faultOfUplink(
      String place,
      String uplink,
      String field,
      String problem,
      String remedy,
      @Nullable ConfigFault code) {
    return isPrimaryOrSecondary(uplink)
        ? faultAt(place, uplink + "-" + field, problem, remedy, code)
        : faultAt(place, "uplink " + uplink, field + " " + problem, remedy, code);
  }

  private SettingFault fault(
      String setting, String problem, String remedy, @Nullable ConfigFault code) {
    return faultAt(places.of(null, setting), setting, problem, remedy, code);
  }

  private SettingFault faultAt(
      String place, String setting, String problem, String remedy, @Nullable ConfigFault code) {
    String sentence = names.of(setting) + ": " + problem + "; " + remedy;
    return new SettingFault(setting, place + sentence, code);
  }

  private static String text(Object figure) {
    return figure instanceof Duration duration ? DurationText.of(duration) : String.valueOf(figure);
  }
}
