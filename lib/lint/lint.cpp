// SPDX-License-Identifier: MIT
#include "lint/lint.h"

#include <unistd.h>

#include "config/catalogue.h"
#include "error.h"
#include "lint/finder.h"

namespace svc::lint {

Path operator+(Path path, const Path& more) {
  path.insert(path.end(), more.begin(), more.end());
  return path;
}

// What a definition inherits is told at its own head: the author did not write the inherited line.
void Finder::report(const std::string& code, const Path& path, Message message, Message help,
                    std::vector<config::Note> notes) {
  config::Position at = config.where(path);
  if (config.is_inherited(path)) {
    notes.insert(notes.begin(), {phrase("inherited from here"), at});
    at = config.where({path.at(0), path.at(1)});
  }
  if (at.file.starts_with(config::shipped_prefix)) return;
  found.push_back({config::find_rule(code)->severity, code, std::move(message), at, std::move(help), std::move(notes)});
}

const calendar::WorkingCalendar* Finder::calendar(const std::string& name) {
  const auto [slot, fresh] = calendars_.try_emplace(name);
  const calendar::Spec* spec = fresh ? config.calendar(name) : nullptr;
  if (spec != nullptr) slot->second = std::make_unique<calendar::WorkingCalendar>(*spec);
  return slot->second.get();
}

void Finder::report_at_own(const std::string& code, const Path& path, const Message& message, const Message& help, const Message& note_there,
                           const Path& other, const Message& note_here) {
  const bool own = !config.where(path).file.starts_with(config::shipped_prefix);
  report(code, own ? path : other, message, help, {own ? note(note_there, other) : note(note_here, path)});
}

bool ends_in_time(const calendar::WorkingCalendar& calendar, const Span& span) {
  try {
    calendar.due(Instant{std::chrono::sys_days{std::chrono::year{last_year - 150} / 1 / 1}}, span);  // a century and more from now
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::vector<Instant> sample_starts(Instant now) {
  std::vector<Instant> starts;
  for (int i = 0; i < 14; ++i) starts.push_back(now + std::chrono::hours{i * 29});  // every weekday, and every part of a day
  return starts;
}

std::vector<config::Diagnostic> judge(const config::Configuration& configuration, Instant now) {
  Finder finder(configuration, now);
  judge_promises(finder);
  judge_calendars(finder);
  judge_people(finder);
  judge_ladders(finder);
  judge_uses(finder);
  return std::move(finder.found);
}

std::vector<config::Diagnostic> judge_host(const config::Configuration& configuration) {
  Finder finder(configuration, {});
  for (const auto& name : configuration.own_names("sink")) {
    const escalation::Sink& sink = configuration.directory().sinks.at(name);
    if (::access(sink.run.front().c_str(), X_OK) != 0) {
      finder.report("ESC020", {"sink", name, "run"}, phrase("'{}' cannot be run on this machine", sink.run.front()), phrase("install it, or correct the path"));
    }
    if (!sink.distrusted.empty()) {
      finder.report("ESC021", {"sink", name}, phrase("sink '{}' must not run: {}", name, Message::again(sink.distrusted)),
                    phrase("let the file belong to root or to the user that runs svc, and take the right to write from all others"));
    }
  }
  return std::move(finder.found);
}

}  // namespace svc::lint
