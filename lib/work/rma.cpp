// SPDX-License-Identifier: MIT
// The RMA lifecycle: requirements §3.12.
#include "work/rma.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 10> states{"requested", "approved", "received", "diagnosed", "repairing",
                                                  "repaired", "unrepairable", "trial", "closed", "cancelled"};
constexpr std::string_view live = "requested approved received diagnosed repairing repaired unrepairable trial";
constexpr std::string_view here = "received diagnosed repairing";
constexpr std::string_view not_back = "requested approved received diagnosed repairing repaired unrepairable";
constexpr std::string_view any = "requested approved received diagnosed repairing repaired unrepairable trial closed cancelled";

using enum FieldKind;

constexpr FieldRule open_fields[]{
    {"title", text, true, "what is wrong with the part, in one line"},
    {"customer", record, false, "whose it is, e.g. C-7"},
    {"asset", record, false, "the equipment that it is, or belongs to"},
    {"contract", record, false, "the contract that it comes under"},
    {"model", word, false, "the model of the equipment; the registry knows it of an asset"},
    {"region", word, false, "where it is; the registry knows it of an asset or a customer"},
    {"part", record, false, "which part it is"},
    {"serial", word, false, "the number on the part"},
    {"form", word, false, "the number of the three-copy repair form"},
    {"person", person, false, "the customer's contact person"},
    {"phone", person, false, "the number to call back"},
    {"origin", word, false, "who made it, or where it was bought; the registry knows it of an asset", "own domestic abroad"},
    {"repair", word, false, "where it is repaired; the registry knows it of an asset", "domestic abroad"},
    {"cover", word, false, "who pays, where no asset is named", "free at-cost not-covered"},
    {"team", FieldKind::team, false, "the team that takes it"},
    {"assignee", contact, false, "who takes it"},
    {"parent", item, false, "the item that this one belongs to"},
};
constexpr FieldRule approve_fields[]{
    {"note", text, false, "what is worth knowing"},
};
constexpr FieldRule receive_fields[]{
    {"form", word, false, "the number of the three-copy repair form"},
    {"condition", text, false, "how it looks"},
};
constexpr FieldRule diagnose_fields[]{
    {"finding", text, false, "what is wrong with it"},
};
constexpr FieldRule quote_fields[]{
    {"amount", money, true, "what the repair costs, such as '1200.00 CNY'"},
};
constexpr FieldRule agree_fields[]{
    {"agreed-by", approver, true, "the customer's person who agrees to the charge"},
};
constexpr FieldRule repaired_fields[]{
    {"remedy", text, false, "what was done"},
    {"slip", word, false, "the number of the repair slip"},
};
constexpr FieldRule ship_fields[]{
    {"carrier", person, false, "who carries it"},
    {"waybill", word, false, "its number with the carrier"},
};
constexpr FieldRule return_fields[]{
    {"person", person, false, "who received it"},
};
constexpr FieldRule as_is_fields[]{
    {"as-is", flag, true, "it is beyond repair, and goes back as it is"},
    {"person", person, false, "who received it"},
};
constexpr FieldRule receipt_fields[]{
    {"signed-by", person, false, "who signed the receipt slip"},
    {"form", word, false, "the number of the slip"},
};
constexpr FieldRule accept_fields[]{
    {"signed-by", approver, false, "who signed; silence accepts, too, when the trial ends"},
    {"form", word, false, "the number of the signed form"},
};
constexpr FieldRule reject_fields[]{
    {"reason", text, true, "what is still wrong"},
    {"form", word, false, "the number of the new repair form"},
    {"slip", word, false, "the number of the repair slip that comes with it"},
};
constexpr FieldRule spare_fields[]{
    {"part", record, false, "which part it is"},
    {"serial", word, false, "the number on it"},
    {"depot", record, false, "where it comes from; 'svc spare issue' books it out"},
};
constexpr FieldRule ahead_fields[]{
    {"back-by", time, true, "when the faulty part must be back", {}, still_to_come},
    {"part", record, false, "which part it is"},
    {"serial", word, false, "the number on it"},
    {"depot", record, false, "where it comes from; 'svc spare issue' books it out"},
};
constexpr FieldRule ask_fields[]{
    {"person", person, false, "the customer's person who asks"},
};
constexpr FieldRule charge_fields[]{
    {"amount", money, false, "how much, such as '1200.00 CNY'; else the contract's price of the part"},
    {"reason", text, false, "what for"},
};
constexpr FieldRule change_fields[]{
    {"customer", record, false, "the customer whose it is"},
    {"asset", record, false, "the equipment that it is, or belongs to"},
    {"part", record, false, "which part it really is"},
    {"origin", word, false, "who really made it, or where it was bought", "own domestic abroad"},
    {"repair", word, false, "where it is really repaired", "domestic abroad"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "requested", Effect::open, "mode=repair", open_fields, "a customer asks for a repair, with the three-copy form"},
    {"approve", "", "approved", "requested", "approved", Effect::none, "", approve_fields, "the part may be sent in"},
    {"receive", "", "received", "requested approved", "received", Effect::none, "", receive_fields, "the part is here"},
    {"diagnose", "", "diagnosed", "received", "diagnosed", Effect::none, "", diagnose_fields, "it is known what is wrong with it"},
    {"verdict", "", "verdict-given", live, "", Effect::change, "", verdict_fields, "it is decided who pays"},
    {"quote", "", "quoted", live, "", Effect::none, "", quote_fields, "the customer has a price"},
    {"agree", "", "quote-agreed", live, "", Effect::none, "", agree_fields, "the customer agrees to the charge"},
    {"repair", "", "repair-begun", "received diagnosed", "repairing", Effect::none, "", {}, "work on it begins"},
    {"repaired", "", "repaired", here, "repaired", Effect::none, "", repaired_fields, "it works again"},
    {"beyond-repair", "", "found-unrepairable", here, "unrepairable", Effect::none, "", reason_fields, "it cannot be repaired"},
    {"ship", "", "shipped", "repaired unrepairable", "", Effect::none, "", ship_fields, "it is on its way back"},
    {"return", "", "returned", "repaired", "trial", Effect::none, "", return_fields, "the customer has it back, and tries it"},
    {"return", "as-is", "returned-as-is", "unrepairable", "closed", Effect::end, "", as_is_fields, "the customer has it back as it was"},
    {"receipt", "", "receipt-signed", "trial closed", "", Effect::none, "", receipt_fields, "the receipt slip came back"},
    {"accept", "", "accepted", "trial", "closed", Effect::end, "", accept_fields, "the customer accepts the repair"},
    {"reject", "", "rejected", "trial", "requested", Effect::reissue, "again=yes", reject_fields, "it is no good: it comes back, at our cost"},
    {"owe-loaner", "", "loaner-owed", not_back, "", Effect::none, "", {}, "a loaner is owed until the part is back"},
    {"ask-standin", "", "stand-in-asked", live, "", Effect::none, "", ask_fields, "the customer asks for a stand-in: business suffers"},
    {"lend", "", "loaner-lent", live, "", Effect::none, "loaner=lent", spare_fields, "the customer has a loaner"},
    {"loaner-back", "", "loaner-back", any, "", Effect::none, "loaner=back", return_fields, "the loaner is back"},
    {"ask-exchange", "", "exchange-asked", live, "", Effect::none, "mode=exchange", ask_fields, "the customer asks for a good part at once"},
    {"exchange", "", "exchanged", live, "", Effect::none, "mode=exchange", spare_fields, "the customer has a good part for the faulty one"},
    {"send-spare", "", "spare-sent", "requested approved", "", Effect::none, "mode=advance", ahead_fields, "a spare goes ahead of the faulty part"},
    {"charge", "", "charged", any, "", Effect::none, "", charge_fields, "the customer is charged"},
    {"close", "", "closed", live, "closed", Effect::end, "", {}, "nothing is left to do"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct an attribute"},
    {"cancel", "", "cancelled", live, "cancelled", Effect::end, "", reason_fields, "it is not wanted any more"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle rma_lifecycle{"rma", "rma", "R", states, live, steps};

}  // namespace svc::work
