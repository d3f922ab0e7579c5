// SPDX-License-Identifier: MIT
// svc form: what is printed of an item, to be signed.
#include <algorithm>

#include "cli11.h"
#include "command.h"
#include "context.h"
#include "desk/forms.h"
#include "error.h"
#include "language.h"
#include "render/form.h"
#include "suggest.h"

namespace svc::cmd {
namespace {

using form::Language;

// --language, else that of the environment's messages.
Language language_of(const Context& ctx, const std::string& named) {
  if (!named.empty()) {
    if (named != "zh" && named != "en") throw Error{ErrorKind::usage, phrase("--language: forms are in 'zh' and 'en', not in '{}'", named), {}};
    return named == "zh" ? Language::zh : Language::en;
  }
  return locale_of_messages(ctx.env.getenv).starts_with("zh") ? Language::zh : Language::en;
}

void add_language(CLI::App& app, std::string& language) {
  app.add_option("--language", language, "zh or en; else that of your environment")->type_name("LANGUAGE");
}

struct PrintOptions {
  desk::FormRequest request;
  std::string language;
  bool html = false, text = false;
};

Run declare_print(CLI::App& app) {
  auto o = std::make_shared<PrintOptions>();
  app.add_option("name", o->request.form, "The form; 'svc form list' lists them")->required()->type_name("NAME");
  app.add_option("id", o->request.id, "What it is filled in from")->required()->type_name("ID");
  auto* html = app.add_flag("--html", o->html, "As a page that prints on A4")->disable_flag_override();
  app.add_flag("--text", o->text, "As plain text, which it is without --html, too")->disable_flag_override()->excludes(html);
  app.add_flag("--draft", o->request.draft, "Though it lacks what it must state: to be filled in by hand")->disable_flag_override();
  add_language(app, o->language);
  return [o](Context& ctx) {
    ctx.format({render::Format::table});
    o->request.language = language_of(ctx, o->language);
    ctx.read([&](desk::Session& session) {
      const form::Filled form = desk::fill_form(session, o->request);
      ctx.print(o->html ? render::html(form) : render::text(form));
    });
  };
}

Run declare_list(CLI::App& app) {
  auto language = std::make_shared<std::string>();
  auto kind = std::make_shared<std::string>();
  app.add_option("--of", *kind, "Those of this kind alone: ticket, rma, inspection …")->type_name("KIND");
  add_language(app, *language);
  return [=](Context& ctx) {
    if (!kind->empty()) require_known("kind", *kind, work::kinds());
    const Language spoken = language_of(ctx, *language);
    render::Listing listing;
    listing.columns = {{"form", "FORM"}, {"on", "OF"}, {"title", "TITLE"}, {"copies", "COPIES", true}, {"source", ""}};
    for (const auto& name : ctx.config().form_names()) {
      const form::Form* form = ctx.config().form(name);
      if (!kind->empty() && form->on != *kind) continue;
      listing.rows.push_back({render::cell(name), render::cell(form->on), render::cell(form->title.in(spoken)), render::cell(static_cast<std::int64_t>(std::max<size_t>(1, form->copies.size()))), render::cell_or_null(form->source)});
    }
    ctx.print(ctx.shown(listing, ctx.format()));
  };
}

Run declare_fields(CLI::App& app) {
  auto kind = std::make_shared<std::string>();
  app.add_option("kind", *kind, "ticket, rma, inspection …")->required()->type_name("KIND");
  return [kind](Context& ctx) {
    require_known("kind", *kind, work::kinds());
    render::Listing listing;
    listing.columns = {{"field", "FIELD"}};
    for (const auto& field : form::fields_of(*kind)) listing.rows.push_back({render::cell(field)});
    ctx.print(ctx.shown(listing, ctx.format()));
  };
}

}  // namespace

Noun form_noun() {
  const auto verbs = [] {
    return std::vector<Verb>{
        {"list", "the forms that there are", declare_list, {"svc form list --of rma --language zh"}},
        {"fields", "what a form of your own may say of an item", declare_fields, {"svc form fields ticket"}},
    };
  };
  return {"form", "papers to be signed, filled in from the record", verbs, {"svc form service-report T-1 --html > report.html", "svc form repair-registration R-3 --draft", "svc form list"},
          Verb{"NAME", "fill in the form of this name, of an item", declare_print, {"svc form service-report T-1 --html --language zh > report.html", "svc form goods-receipt R-3 --draft"}}};
}

}  // namespace svc::cmd
