package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.ArrayList;
import java.util.List;

/** What one run of the doctor found. */
record DoctorRun(int status, List<JsonObject> findings, String all) {

  static final String[] TARGET = {"--ping-target", Lab.TARGET};

  static String[] with(String... more) {
    List<String> all = new ArrayList<>(List.of(TARGET));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private JsonObject trouble(String code, String subject) {
    return findings.stream()
        .filter(each -> text(each, "code").equals(code) && text(each, "subject").equals(subject))
        .filter(each -> each.has("remedy"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + code + " of " + subject + " in " + all));
  }

  /** A part of the remedy; they are separated by semicolons. */
  String remedy(String code, String subject, int part) {
    return Splitter.on("; ").splitToList(text(trouble(code, subject), "remedy")).get(part);
  }

  String remedy(String code, String subject) {
    return remedy(code, subject, 0);
  }

  List<String> troubles() {
    return findings.stream()
        .filter(each -> each.has("remedy"))
        .map(each -> text(each, "code") + " " + text(each, "subject"))
        .toList();
  }

  static String text(JsonObject finding, String key) {
    return finding.get(key).getAsString();
  }

  static DoctorRun doctor(Lab lab, String... options) {
    return doctorBy(lab, List.of(), options);
  }

  static DoctorRun doctorBy(Lab lab, List<String> before, String... options) {
    List<String> words = new ArrayList<>(before);
    words.addAll(List.of("bin/route-switcher", "doctor", "--json", "--timeout", "200ms"));
    words.addAll(List.of(options));
    return seen(lab.startOnHost(words));
  }

  /** On the host as it is with an /etc and a /run of its own. */
  static DoctorRun doctorBesideFiles(Lab lab, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("--", "bin/route-switcher", "doctor", "--json", "--timeout", "200ms"));
    words.addAll(List.of(options));
    return seen(lab.start("host", words.toArray(String[]::new)));
  }

  static DoctorRun seen(Background doctor) {
    int status = doctor.exitStatus();
    String all = String.join("\n", doctor.lines());
    assertThat(all).startsWith("{");
    List<JsonObject> findings =
        JsonParser.parseString(all).getAsJsonObject().getAsJsonArray("findings").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .toList();
    return new DoctorRun(status, findings, all);
  }
}
