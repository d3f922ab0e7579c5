// SPDX-License-Identifier: MIT
#include "desk/trainings.h"

#include <algorithm>

#include "desk/registry.h"
#include "error.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using registry::Record;

class TrainingCheck {
 public:
  TrainingCheck(Session& session, const Picture& picture, const work::Event& event)
      : session_(session), picture_(picture), event_(event), course_(picture.pinned->rules.work.find_course(picture.history.item.attributes.get("course"))),
        date_(date_part(session.zone().local(event.at))) {}

  void check() {
    if (event_.step == "enroll") enroll();
    if (event_.step == "give") give();
    if (event_.step == "drop" || event_.step == "attend" || event_.step == "certify") require_enrolled();
    if (event_.step == "certify") certify();
  }

 private:
  [[noreturn]] void refuse(const Message& why, const Message& hint) const { refuse_step(picture_, event_, why, hint); }

  std::vector<Participant> before() const {
    Picture earlier;
    earlier.id = picture_.id;
    for (const work::Event& event : picture_.history.events) {
      if (event.seq != event_.seq) earlier.history.events.push_back(event);
    }
    return roster_of(earlier);
  }

  const Participant* among(const std::vector<Participant>& people) const {
    const auto found = std::find_if(people.begin(), people.end(), [&](const Participant& each) { return each.person == event_.fields.get("person"); });
    return found == people.end() ? nullptr : &*found;
  }

  void enroll() const {
    const Record person = require_record(session_, "person", event_.fields.get("person"));
    const std::string customer = picture_.history.item.attributes.get("customer");
    if (person.fields.get("customer") != customer) refuse(phrase("'{}' is {}'s, and {}'s people are trained", person.id, person.fields.get("customer"), customer), phrase("'svc person list' shows whose they are"));
    const auto people = before();
    if (among(people) != nullptr) refuse(phrase("'{}' takes part already", person.id), phrase("'svc training roster {}' shows who does", picture_.id));
    if (course_ == nullptr) return;
    if (course_->at_most && std::ssize(people) >= *course_->at_most) refuse(phrase("no more than {} take part in '{}'", *course_->at_most, course_->id), phrase("plan another with 'svc training open'"));
    const std::string until = person.fields.get("certified-until");
    if (course_->certificate && (until.empty() || parse_date(until) < date_)) refuse(phrase("'{}' has no certificate that holds, which '{}' asks for", person.id, course_->id), phrase("enter it with 'svc person edit {} --certified-until DATE'", person.id));
    if (course_->experience) require_experience(person);
  }

  void require_experience(const Record& person) const {
    const std::string since = person.fields.get("qualified-since");
    if (!since.empty() && registry::later(parse_date(since), *course_->experience) <= date_) return;
    refuse(phrase("'{}' has been at it since {}, and '{}' asks for {}", person.id, since.empty() ? phrase("nobody knows when") : Message(since), course_->id, print(*course_->experience)), phrase("enter it with 'svc person edit {} --qualified-since DATE'", person.id));
  }

  void give() const {
    const auto people = before();
    const auto least = course_ != nullptr && course_->at_least ? *course_->at_least : 1;
    if (std::ssize(people) < least) refuse(phrase("{} take part, and at least {} should", people.size(), least), phrase("'svc training enroll {} --person P-1' adds one", picture_.id));
  }

  void require_enrolled() const {
    if (among(before()) == nullptr) refuse(phrase("'{}' does not take part", event_.fields.get("person")), phrase("'svc training roster {}' shows who does", picture_.id));
  }

  void certify() const {
    const auto people = before();
    if (!among(people)->attended.value_or(false)) refuse(phrase("'{}' was not there", event_.fields.get("person")), phrase("record it with 'svc training attend {} --person {}'", picture_.id, event_.fields.get("person")));
  }

  Session& session_;
  const Picture& picture_;
  const work::Event& event_;
  const work::Course* course_;
  const Date date_;
};

}  // namespace

std::vector<Participant> roster_of(const Picture& picture) {
  std::vector<Participant> people;
  for (const work::Event& event : picture.history.events) {
    const std::string person = event.fields.get("person");
    if (event.name == "enrolled") people.push_back({person, std::nullopt, {}});
    const auto found = std::find_if(people.begin(), people.end(), [&](const Participant& each) { return each.person == person; });
    if (found == people.end()) continue;
    if (event.name == "dropped") people.erase(found);
    if (event.name == "attended" || event.name == "missed") found->attended = event.name == "attended";
    if (event.name == "certified") found->certified_until = event.fields.get("until");
  }
  return people;
}

void complete_training(const Session& session, const escalation::Rules& rules, const work::Fields& attributes, work::Event& event) {
  if (event.step == "open" && event.fields.has("course")) require_known("course", event.fields.get("course"), each_id(rules.work.courses), phrase(" in the profile '{}'", rules.work.profile));
  if (event.step != "certify") return;
  const Date date = date_part(session.zone().local(event.at));
  const work::Course* course = rules.work.find_course(attributes.get("course"));
  if (!event.fields.has("until")) {
    if (course == nullptr || !course->valid) throw Error{ErrorKind::usage, phrase("--until is missing: the last day of the certificate"), phrase("no course says how long it holds")};
    event.fields.set("until", print(registry::later(date, *course->valid)));
  }
  if (parse_date(event.fields.get("until")) < date) throw Error{ErrorKind::usage, phrase("--until {} is before {}", event.fields.get("until"), print(date)), phrase("write the last day of the certificate")};
}

void require_training_allows(Session& session, const Picture& picture, const work::Event& event) { TrainingCheck(session, picture, event).check(); }

void enter_certificate(Session& session, const store::ItemRow& row, const work::Event& event) {
  if (event.step != "certify") return;
  edit_record(session, *registry::find_type("person"),
              {.id = event.fields.get("person"), .by = event.by, .typed_by = event.typed_by, .at = event.at, .reason = work::print_id(row.kind, row.number),
               .values = {{"certified-until", event.fields.get("until")}}, .cleared = {}});
}

}  // namespace svc::desk
