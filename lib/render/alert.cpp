// SPDX-License-Identifier: MIT
#include "render/alert.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "render/item.h"
#include "render/mail.h"
#include "text.h"
#include "time/text.h"

namespace svc::render {
namespace {

using nlohmann::ordered_json;

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::string what(const escalation::Alert& alert, const Zone& zone) {
  std::string text = alert.target + " ";
  if (alert.kind == "resolved") return text + "is over";
  if (alert.kind == "withdrawn") text += "withdrawn: ";
  text += rung_text(alert);
  if (alert.due_at) text += ", due " + short_due(*alert.due_at, zone);
  return text;
}

// An alert in a mail, which has room to be read.
std::string block(const escalation::Alert& alert, const Zone& zone) {
  std::string text = alert.item + "  " + printable(alert.title) + "\n";
  const auto line = [&](const std::string& name, const std::string& value) { text += fmt::format("  {:<11}{}\n", name, value); };
  line("target", alert.target);
  line(alert.kind == "raised" ? "reached" : alert.kind, alert.kind == "resolved" ? "it is over" : rung_text(alert));
  if (alert.due_at) line("due", short_due(*alert.due_at, zone));
  if (alert.kind == "raised" && alert.late_by > 0) line("late by", span_text(alert.late_by));
  line("told", alert.to.empty() ? "nobody" : joined(alert.to));
  line("alert", alert.id);
  if (alert.kind == "raised") text += "\nAcknowledge it: svc escalate ack " + alert.item + "\n";
  return text;
}

}  // namespace

std::string rung_text(const escalation::Alert& alert) { return alert.rung + (alert.repeat > 0 ? " #" + std::to_string(alert.repeat) : ""); }

std::string alert_line(const escalation::Alert& alert, const Zone& zone) {
  std::string line = alert.id + " " + alert.item + " " + what(alert, zone);
  if (alert.kind == "raised" && alert.late_by > 0) line += ", told " + span_text(alert.late_by) + " late";
  line += ", to: " + (alert.to.empty() ? std::string("nobody") : joined(alert.to));
  return line + ": " + printable(alert.title);
}

std::string alert_json(const std::vector<escalation::Alert>& alerts, bool batch, const escalation::Contact& recipient,
                       const Zone& zone) {
  ordered_json list = ordered_json::array();
  for (const auto& alert : alerts) {
    ordered_json out{{"id", alert.id}, {"kind", alert.kind}, {"item", alert.item}, {"target", alert.target},
                     {"cycle", alert.cycle}, {"term", alert.term}, {"rung", alert.rung}, {"repeat", alert.repeat}};
    out["due_at"] = alert.due_at ? ordered_json(rfc3339(*alert.due_at, zone)) : ordered_json(nullptr);
    out["rung_at"] = rfc3339(alert.rung_at, zone);
    out["raised_at"] = rfc3339(alert.raised_at, zone);
    out["late_by"] = alert.late_by;
    out["to"] = alert.to;
    out["passed_over"] = alert.passed_over;
    out["state"] = alert.state;
    out["title"] = alert.title;
    out["text"] = alert_line(alert, zone);
    out["recipient"] = {{"id", recipient.id}, {"name", recipient.name}, {"email", recipient.email}, {"phone", recipient.phone}};
    list.push_back(std::move(out));
  }
  const ordered_json& shown = batch ? list : list.front();
  return shown.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string alert_mail(const std::vector<escalation::Alert>& alerts, const escalation::Sink& sink,
                       const escalation::Contact& recipient, const std::string& instance, const Zone& zone) {
  const escalation::Alert& first = alerts.front();
  const std::string subject = alerts.size() == 1 ? first.item + " " + what(first, zone) + ": " + first.title
                                                 : std::to_string(alerts.size()) + " alerts, first " + first.item;
  std::string body;
  for (const auto& alert : alerts) body += (body.empty() ? "" : "\n") + block(alert, zone);
  const std::string key = first.id + (first.kind == "raised" ? "" : "." + first.kind) + (alerts.size() > 1 ? "-" + alerts.back().id : "");
  return mail({.from = sink.mail_from, .to = recipient.email.empty() ? recipient.id : recipient.email, .name = recipient.name, .subject = subject, .key = key + "@" + instance,
               .at = first.raised_at, .body = body}, zone);
}

}  // namespace svc::render
