// SPDX-License-Identifier: MIT
// svc patch: software that is mended, one machine after the other.
#include "cli11.h"
#include "command.h"
#include "context.h"
#include "desk/patches.h"

namespace svc::cmd {
namespace {

Run declare_roll_out(CLI::App& app) {
  auto request = std::make_shared<desk::RollOut>();
  app.add_option("patch", request->patch, "The patch, tested and documented")->required()->type_name("ID");
  app.add_option("assets", request->assets, "The machines that get it")->required()->type_name("ASSET");
  app.add_option("--wave", request->wave, "Their wave: 1, which comes first, 2, …")->type_name("NUMBER");
  app.add_option("--by", request->by, "Who did it, if not who types")->type_name("CONTACT");
  add_request_id(app);
  return [request](Context& ctx) {
    request->typed_by = ctx.typed_by();
    ctx.write([&](desk::Session& session) {
      std::string ids;
      for (const auto& id : desk::roll_out(session, *request)) ids += id + "\n";
      return ids;
    });
  };
}

}  // namespace

Noun patch_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = verbs_of("patch", "patches");
    all.push_back({"roll-out", "an item for each machine that a patch goes to, in waves", declare_roll_out, {"svc patch roll-out P-1 --wave 1 A-1 A-2"}});
    return all;
  };
  return {"patch", "patches of software, from the test to the filed report", verbs,
          {"id=$(svc patch open --title 'Billing fault' --asset A-1)", "svc patch test $id --machine lab-3 --result 'no fault in 48 h'", "svc patch steps $id"}};
}

}  // namespace svc::cmd
