// SPDX-License-Identifier: MIT
// The patch lifecycle: requirements §3.11. One item is a patch on one machine; where a patch goes to many, each of them has
// an item of its own, which belongs to that of the patch.
#include "work/patch.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 12> states{"draft", "tested", "documented", "consented", "scheduled", "backed-up",
                                                  "applied", "verified", "observed", "rolled-back", "filed", "cancelled"};
// One that was taken back owes nothing any more: it is not watched, only filed.
constexpr std::string_view live = "draft tested documented consented scheduled backed-up applied verified observed";
constexpr std::string_view any = "draft tested documented consented scheduled backed-up applied verified observed rolled-back filed cancelled";

using enum FieldKind;

constexpr FieldRule open_fields[]{
    {"title", text, true, "which fault it mends, in one line"},
    {"customer", record, false, "whose it is, e.g. C-7"},
    {"asset", record, false, "the machine that it goes to; none if it goes to many"},
    {"contract", record, false, "the contract that it comes under"},
    {"model", word, false, "the model that it is for; the registry knows it of an asset"},
    {"region", word, false, "where it is; the registry knows it of an asset or a customer"},
    {"changes", word, false, "what it changes: a patch mends faults, and nothing else", "faults functions version"},
    {"version", word, false, "the version of the software that it is for"},
    {"team", FieldKind::team, false, "the team that does it"},
    {"assignee", contact, false, "who does it"},
    {"parent", item, false, "the item that this one belongs to"},
};
constexpr FieldRule test_fields[]{
    {"machine", person, true, "the model machine, or the one not in service, that it was tested on"},
    {"result", text, true, "what the test showed"},
};
constexpr FieldRule test_failed_fields[]{
    {"failed", flag, true, "it did not pass"},
    {"machine", person, true, "the model machine, or the one not in service, that it was tested on"},
    {"result", text, true, "what the test showed"},
};
// What the customer is given before he is asked, each by its number or file.
constexpr FieldRule document_fields[]{
    {"function", word, false, "its function and purpose"},
    {"test-results", word, false, "the results of the test"},
    {"plan", word, false, "the plan"},
    {"steps", word, false, "the steps of the work"},
    {"preparation", word, false, "what must be prepared"},
    {"impact", word, false, "what is affected while it is done"},
    {"emergency", word, false, "what is done if it fails"},
};
constexpr FieldRule consent_fields[]{
    {"agreed-by", approver, true, "the customer's person who agrees"},
};
constexpr FieldRule schedule_fields[]{
    {"from", time, true, "when the work begins"},
    {"until", time, true, "when it is over at the latest", {}, still_to_come},
    {"engineer", contact, false, "who does it, or guides the customer's technicians"},
};
constexpr FieldRule backup_fields[]{
    {"what", person, true, "what was saved: the original software, the billing data …"},
    {"where", person, true, "where the copy is"},
    {"checksum", word, true, "its checksum, such as sha256:9f86d08…"},
};
constexpr FieldRule apply_fields[]{
    {"technician", person, false, "the customer's technician who did it, guided by phone"},
};
constexpr FieldRule apply_on_site_fields[]{
    {"on-site", flag, true, "our engineer did it there"},
    {"agreed-by", approver, true, "the customer's person who agrees that we do it"},
    {"reason", text, true, "why the customer's technicians could not"},
};
constexpr FieldRule verify_fields[]{
    {"result", text, true, "what shows that it works"},
};
constexpr FieldRule observe_fields[]{
    {"person", person, true, "the customer's person who watched it, too"},
};
constexpr FieldRule disk_fields[]{
    {"where", person, true, "where the new system disk is kept"},
};
constexpr FieldRule train_fields[]{
    {"person", person, true, "who was trained"},
};
constexpr FieldRule inherit_fields[]{
    {"wave", word, true, "its wave of the rollout: 1, 2, …"},
};
constexpr FieldRule change_fields[]{
    {"customer", record, false, "the customer whose it is"},
    {"asset", record, false, "the machine concerned"},
    {"version", word, false, "the version of the software that it is really for"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "draft", Effect::open, "", open_fields, "a fault of the software is to be mended"},
    {"test", "", "tested", "draft tested", "tested", Effect::none, "", test_fields, "it passed its test"},
    {"test", "failed", "test-failed", "draft tested", "draft", Effect::none, "", test_failed_fields, "it did not pass its test"},
    {"document", "", "documented", "draft tested", "", Effect::change, "", document_fields, "documents for the customer are ready"},
    {"complete", "", "documents-complete", "tested", "documented", Effect::none, "", {}, "all documents are ready"},
    {"inherit", "", "documents-inherited", "draft", "documented", Effect::change, "", inherit_fields, "it is part of a rollout: the tests and documents of the patch that it belongs to hold for it"},
    {"consent", "", "consented", "documented", "consented", Effect::none, "", consent_fields, "the customer agrees"},
    {"schedule", "", "scheduled", "consented scheduled backed-up", "scheduled", Effect::none, "", schedule_fields, "it is settled when it is done, when traffic is low"},
    {"backup", "", "backed-up", "scheduled backed-up", "backed-up", Effect::none, "", backup_fields, "what it replaces was saved"},
    {"apply", "", "applied", "backed-up", "applied", Effect::none, "guidance=phone", apply_fields, "the customer's technicians did it, guided by phone"},
    {"apply", "on-site", "applied-on-site", "backed-up", "applied", Effect::none, "guidance=on-site", apply_on_site_fields, "our engineer did it there"},
    {"verify", "", "verified", "applied", "verified", Effect::none, "", verify_fields, "it works"},
    {"roll-back", "", "rolled-back", "applied verified", "rolled-back", Effect::end, "outcome=rolled-back", reason_fields, "it was taken back"},
    {"observe", "", "observed", "verified", "observed", Effect::none, "", observe_fields, "it was watched with the customer, and is stable"},
    {"disk", "", "disk-made", "verified observed", "", Effect::none, "", disk_fields, "the new system disk is made"},
    {"train", "", "training-given", "verified observed", "", Effect::none, "", train_fields, "the customer's people were trained"},
    {"file", "", "filed", "verified observed rolled-back", "filed", Effect::end, "", {}, "it is in the customer's file"},
    {"go-on", "", "rollout-resumed", "documented", "", Effect::none, "", reason_fields, "the rollout goes on after too many failures"},
    {"finish", "", "rollout-finished", "documented", "filed", Effect::end, "", {}, "every machine of the rollout is done"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct an attribute"},
    {"cancel", "", "cancelled", live, "cancelled", Effect::end, "", reason_fields, "it is not wanted any more"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle patch_lifecycle{"patch", "patch", "P", states, live, steps};

}  // namespace svc::work
