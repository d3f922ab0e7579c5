// SPDX-License-Identifier: MIT
// svc training: who was taught what, and who is certified until when.
#include "cli11.h"
#include "command.h"
#include "context.h"
#include "desk/trainings.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;

Run declare_roster(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  app.add_option("id", *id, "The training")->required()->type_name("ID");
  return [id](Context& ctx) {
    const render::Format format = ctx.format();
    ctx.read([&](desk::Session& session) {
      render::Listing listing;
      listing.columns = {{"person", "PERSON"}, {"name", "NAME"}, {"role", "ROLE"}, {"attended", "ATTENDED"}, {"certified_until", "CERTIFIED UNTIL"}};
      for (const auto& each : desk::roster_of(desk::look(session, *id, "training"))) {
        const auto person = session.store.find_record("person", each.person);
        const auto field = [&](const char* name) { return cell_or_null(person ? person->fields.get(name) : ""); };
        listing.rows.push_back({cell(each.person), field("name"), field("role"), each.attended ? render::Cell{render::Value(*each.attended), *each.attended ? phrase("yes") : phrase("no")} : render::Cell{}, cell_or_null(each.certified_until)});
      }
      ctx.print(ctx.shown(listing, format));
    });
  };
}

}  // namespace

Noun training_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = verbs_of("training", "trainings");
    all.push_back({"roster", "who takes part, who was there, who is certified", declare_roster, {"svc training roster L-1"}});
    return all;
  };
  return {"training", "customers' people, from the course to the certificate", verbs,
          {"id=$(svc training open --title 'Operators' --customer C-7 --course operators)", "svc training enroll $id --person P-1", "svc training certify $id --person P-1 --until 2028-03-31"}};
}

}  // namespace svc::cmd
