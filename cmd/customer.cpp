// SPDX-License-Identifier: MIT
// svc customer: who asks.
#include <algorithm>

#include "cli11.h"
#include "command.h"
#include "context.h"
#include "error.h"
#include "text.h"

namespace svc::cmd {
namespace {

using render::cell;

struct AddOptions {
  std::string id, name;
};

void run_add(Context& ctx, const AddOptions& options) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; };
  if (options.id.size() > 64 || !std::all_of(options.id.begin(), options.id.end(), fits)) {
    throw Error{ErrorKind::usage, "'" + printable(options.id) + "' is no id for a customer", "up to 64 letters, digits, '-', '_' and '.', such as C-7"};
  }
  if (const auto why = unprintable(options.name)) throw Error{ErrorKind::usage, "--name contains " + *why, "leave it out"};
  if (options.name.empty() || options.name.size() > 1000) throw Error{ErrorKind::usage, "--name needs 1 to 1000 bytes", {}};
  ctx.write([&](desk::Session& session) {
    if (!session.store.insert_customer({options.id, options.name}, session.now)) {
      throw Error{ErrorKind::refused, "customer '" + options.id + "' exists already", "'svc customer show " + options.id + "' shows it"};
    }
    return options.id + "\n";
  });
}

Run declare_add(CLI::App& app) {
  auto o = std::make_shared<AddOptions>();
  app.add_option("id", o->id, "A short id of your own")->required()->type_name("ID");
  app.add_option("--name", o->name, "The customer's name")->required()->type_name("NAME");
  add_request_id(app);
  return [o](Context& ctx) { run_add(ctx, *o); };
}

void print_customers(Context& ctx, const std::vector<store::CustomerRow>& customers) {
  render::Listing listing;
  listing.columns = {{"id", "ID"}, {"name", "NAME"}};
  for (const auto& customer : customers) listing.rows.push_back({cell(customer.id), cell(customer.name)});
  ctx.print(render::print(listing, ctx.format()));
}

void run_list(Context& ctx) {
  ctx.read([&](desk::Session& session) { print_customers(ctx, session.store.customers()); });
}

Run declare_show(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  app.add_option("id", *id, "The customer")->required()->type_name("ID");
  return [id](Context& ctx) {
    ctx.read([&](desk::Session& session) {
      const auto found = session.store.customer(*id);
      if (!found) throw Error{ErrorKind::not_found, "no customer '" + *id + "'", "'svc customer list' shows those that exist"};
      print_customers(ctx, {*found});
    });
  };
}

}  // namespace

Noun customer_noun() {
  const auto verbs = [] {
    return std::vector<Verb>{
        {"add", "a new customer", declare_add, {"svc customer add C-7 --name '湖南移动'"}},
        {"list", "all customers", [](CLI::App&) { return Run(run_list); }, {"svc customer list -o csv"}},
        {"show", "one customer", declare_show, {"svc customer show C-7"}},
    };
  };
  return {"customer", "who asks", verbs, {"svc customer add C-7 --name '湖南移动'"}};
}

}  // namespace svc::cmd
