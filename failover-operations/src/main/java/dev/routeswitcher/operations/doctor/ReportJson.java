package dev.routeswitcher.operations.doctor;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A report for programs. */
final class ReportJson {

  /** Changes when a program that reads the form might not understand it any more. */
  static final int VERSION = 1;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private ReportJson() {}

  static String of(Report report) {
    JsonObject object = new JsonObject();
    object.addProperty("version", VERSION);
    object.addProperty("faults", report.count(Severity.FAULT));
    object.addProperty("advice", report.count(Severity.ADVICE));
    JsonArray findings = new JsonArray();
    report.findings().forEach(finding -> findings.add(of(finding)));
    object.add("findings", findings);
    return GSON.toJson(object) + "\n";
  }

  private static JsonObject of(Finding finding) {
    JsonObject object = new JsonObject();
    object.addProperty("code", finding.kind().toString());
    object.addProperty("severity", finding.severity().toString());
    object.addProperty("subject", finding.subject());
    object.addProperty("words", finding.words());
    if (!finding.remedy().isEmpty()) {
      object.addProperty("remedy", finding.remedy());
    }
    if (!finding.figures().isEmpty()) {
      JsonObject figures = new JsonObject();
      finding.figures().forEach(figures::addProperty);
      object.add("figures", figures);
    }
    return object;
  }
}
