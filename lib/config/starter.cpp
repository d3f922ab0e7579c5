// SPDX-License-Identifier: MIT
#include "config/starter.h"

#include <fmt/format.h>

namespace svc::config {
namespace {

std::string limit_line(const sla::LimitRow& row) {
  std::string text = "{ ";
  for (const auto& [name, values] : row.when) {
    std::string list;
    for (const auto& value : values) list += (list.empty() ? "\"" : ", \"") + value + "\"";
    text += name + " = " + (values.size() == 1 ? list : "[" + list + "]") + ", ";
  }
  switch (row.kind) {
    case sla::LimitRow::Kind::within: text += fmt::format("within = \"{}\"", sla::print(row)); break;
    case sla::LimitRow::Kind::by: text += fmt::format("by = \"{}\"", row.field); break;
    case sla::LimitRow::Kind::before: text += fmt::format("before = \"{}\", of = \"{}\"", svc::print(row.span), row.field); break;
  }
  if (row.at_least) text += fmt::format(", at_least = \"{}\"", svc::print(*row.at_least));
  return text + " }";
}

}  // namespace

std::string starter_toml(const Configuration& shipped, const std::string& profile, const std::string& zone) {
  const escalation::Rules* rules = shipped.profile(profile);
  if (rules == nullptr) return {};
  std::string text = fmt::format(R"(#:schema svc.schema.json
# Your own rules, on top of the profile '{0}' that ships with svc. 'svc config check' tells what is wrong with this file,
# 'svc config show --effective --origin' what is in force and which line says so.
version = 1

[organization]
name     = "Your organization"
timezone = "{1}"  # of times without an offset, and of "24x7"
duty     = "chief"  # who is told when nobody else is

# Who is told. A login lets svc know who types; an absence has a deputy:
# away = [ {{ from = 2026-03-01, to = 2026-03-08, deputy = "chief" }} ]
[contact.engineer]
name  = "An engineer"
email = "engineer@example.com"

[contact.chief]
name  = "The engineer's chief"
email = "chief@example.com"

[team.office]
title   = "The office that takes tickets"
lead    = "chief"
members = ["engineer"]
# parent = "…"  # the team above: '@lead+1' is its lead

# Without a sink, alerts go to standard output, which cron mails.
# [sink.mail]
# run    = ["/usr/sbin/sendmail", "-t"]
# format = "mail"

[ladder.ours]
# sinks  = ["mail"]
rungs = [
  {{ at = "80%", notify = ["@assignee"] }},
  {{ at = "due", notify = ["@assignee", "@lead"] }},
  {{ at = "due+2h", notify = ["@lead+1"], every = "4h" }},
]

[profile.ours]
extends = "{0}"
ladder  = "ours"
team    = "office"

# What '{0}' promises. Take the # away where your contract says something else; the first row that matches holds.
)", profile, zone);
  for (const sla::Target& target : rules->targets) {
    text += fmt::format("\n# [profile.ours.target.{}]{}\n# limits = [\n", target.id, target.title.empty() ? "" : "   # " + target.title);
    for (const sla::LimitRow& row : target.limits) text += "#   " + limit_line(row) + ",\n";
    text += "# ]\n";
  }
  return text;
}

}  // namespace svc::config
