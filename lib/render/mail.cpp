// SPDX-License-Identifier: MIT
#include "render/mail.h"

#include <fmt/format.h>

#include <array>

#include "text.h"

namespace svc::render {
namespace {

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

// Lines that any mail program and grep can read as they are (RFC 5322 §2.1.1).
bool is_plain(std::string_view text) {
  constexpr size_t longest_line = 998;
  size_t length = 0;
  for (const char c : text) {
    length = c == '\n' ? 0 : length + 1;
    if (length > longest_line || (c != '\n' && (c < ' ' || c > '~'))) return false;
  }
  return true;
}

std::string header_text(const std::string& text) { return is_plain(text) && text.find("=?") == std::string::npos ? text : encoded_words(text); }

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

std::string mail(const Mail& mail, const Zone& zone) {
  std::string to = header_safe(mail.to);
  if (!mail.name.empty()) to = encoded_words(header_safe(mail.name)) + " <" + to + ">";
  return "From: " + header_safe(mail.from) + "\n" +
         "To: " + to + "\n" +
         "Subject: " + header_text(header_safe(mail.subject)) + "\n" +
         "Date: " + rfc5322_date(mail.at, zone) + "\n" +
         "Message-ID: <" + mail.key + ".svc>\n" +
         "Auto-Submitted: auto-generated\n" +
         "MIME-Version: 1.0\n" +
         "Content-Type: text/plain; charset=utf-8\n" +
         (is_plain(mail.body) ? "Content-Transfer-Encoding: 7bit\n\n" + mail.body : "Content-Transfer-Encoding: base64\n\n" + body_base64(mail.body));
}

}  // namespace svc::render
