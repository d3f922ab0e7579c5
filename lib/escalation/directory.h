// SPDX-License-Identifier: MIT
// Who is told? People, teams and rotas as they are now, and where a message to them goes.
//
//   "@lead" of team hunan-office, whose lead wang is away until 03-08 with deputy chen → chen
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "time/instant.h"

namespace svc::escalation {

struct Absence {
  Date from;  // both dates included
  Date to;
  std::string deputy;
};

struct Contact {
  std::string id;
  std::string name;
  std::string email;
  std::string phone;
  std::string login;
  std::vector<Absence> away;
  std::vector<std::string> regions;            // where they go; none: anywhere
  std::optional<std::int64_t> visits_per_day;  // of an engineer who inspects; none: does not
};

struct Team {
  std::string id;
  std::string title;
  std::string lead;
  std::vector<std::string> members;
  std::string parent;
};

struct Shift {
  Instant from;
  Instant to;
  std::string contact;
};

enum class SinkFormat { json, mail };

struct Sink {
  std::string id;
  std::vector<std::string> run;  // argv, never through a shell
  SinkFormat format = SinkFormat::json;
  bool batch = false;      // one call per run and recipient, with an array
  std::string mail_from;   // the From of format mail
  std::string distrusted;  // why it must not run: its file can be written by others; "" if it may
};

struct Delivery {
  std::vector<std::string> sinks;  // none: standard output
  std::string hours;               // a calendar: delivery waits for its next opening; "" does not
};

struct Directory {
  std::string organization;
  std::string timezone;  // "": not configured
  std::string duty;
  std::map<std::string, Contact> contacts;
  std::map<std::string, Team> teams;
  std::map<std::string, std::vector<Shift>> rotas;  // by team
  std::map<std::string, Sink> sinks;
  std::map<std::string, Delivery> ladders;
  std::map<std::string, std::vector<std::string>> confidential;  // by profile: the fields that don't leave through alerts

  // The first team that lists the contact as a member or lead, in the order of their ids; "" if none does.
  std::string team_of(const std::string& contact) const;
};

// Where an item stands when somebody must be told.
struct Place {
  std::string team;
  std::string assignee;
};

// The contacts that a rung's `notify` names at an instant whose local date is `today`: deputies stand in, and who
// resolves to nobody becomes the next one up, past the top the organization's duty. Each once, in order of naming;
// empty: nobody. Where no contacts are configured at all, names stand for themselves.
std::vector<std::string> recipients(const std::vector<std::string>& notify, const Place& place,
                                    const Directory& directory, Instant now, Date today);

}  // namespace svc::escalation
