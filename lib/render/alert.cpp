// SPDX-License-Identifier: MIT
#include "render/alert.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "render/item.h"
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
  text += alert.rung + (alert.repeat > 0 ? " #" + std::to_string(alert.repeat) : "");
  if (alert.due_at) text += ", due " + short_due(*alert.due_at, zone);
  return text;
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (size_t k = 0; k < 4; ++k) {
      out += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 63U];
    }
  }
  return out;
}

// An encoded word holds at most 75 characters (RFC 2047 §2), so 45 bytes of text, cut between characters.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t cut = std::min<size_t>(45, text.size());
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    out += (out.empty() ? "" : "\n ") + ("=?UTF-8?B?" + base64(text.substr(0, cut)) + "?=");
    text.remove_prefix(cut);
  }
  return out;
}

std::string body_base64(const std::string& body) {
  const std::string coded = base64(body);
  std::string out;
  for (size_t i = 0; i < coded.size(); i += 76) out += coded.substr(i, 76) + "\n";
  return out;
}

// A header must not be extended by what stands in a name or a title.
std::string header_safe(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c != '\n' && c != '\r') out += c;
  }
  return out;
}

std::string rfc5322_date(Instant instant, const Zone& zone) {
  static constexpr std::array<const char*, 7> days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const LocalSeconds local = zone.local(instant);
  const Date date = date_part(local);
  const auto ymd = civil(date);
  const auto time = (local - date).count();
  const auto offset = zone.offset(instant).count();
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} {}{:02}{:02}", days.at(static_cast<size_t>(weekday_of(date))),
                     static_cast<unsigned>(ymd.day()), months.at(static_cast<unsigned>(ymd.month()) - 1),
                     static_cast<int>(ymd.year()), time / 3600, time / 60 % 60, time % 60, offset < 0 ? '-' : '+',
                     std::abs(offset) / 3600, std::abs(offset) / 60 % 60);
}

}  // namespace

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
  for (const auto& alert : alerts) body += alert_line(alert, zone) + "\n";
  std::string to = header_safe(recipient.email.empty() ? recipient.id : recipient.email);
  if (!recipient.name.empty()) to = encoded_words(header_safe(recipient.name)) + " <" + to + ">";
  const std::string key = first.id + (first.kind == "raised" ? "" : "." + first.kind) + (alerts.size() > 1 ? "-" + alerts.back().id : "");
  return "From: " + header_safe(sink.mail_from) + "\n" +
         "To: " + to + "\n" +
         "Subject: " + encoded_words(header_safe(subject)) + "\n" +
         "Date: " + rfc5322_date(first.raised_at, zone) + "\n" +
         "Message-ID: <" + key + "@" + instance + ".svc>\n" +
         "Auto-Submitted: auto-generated\n" +
         "MIME-Version: 1.0\n" +
         "Content-Type: text/plain; charset=utf-8\n" +
         "Content-Transfer-Encoding: base64\n\n" + body_base64(body);
}

}  // namespace svc::render
