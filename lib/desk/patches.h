// SPDX-License-Identifier: MIT
// May this step of a patch be taken? What its lifecycle cannot say: which documents are missing, when traffic is low, what
// other machines of the rollout have shown (requirements §3.11).
//
//   schedule P-2 from 02:00 until 05:00, window 'low-traffic' 00:00–06:00   → yes
//   apply P-4 of wave 2 of P-1 after P-2 was rolled back, stop_after = 0    → refused: the rollout of P-1 has stopped
#pragma once

#include <string>
#include <vector>

#include "desk/picture.h"

namespace svc::desk {

// `picture` has the event in. Throws Error{refused} or Error{usage} with what would be right.
void require_patch_allows(Session& session, const Picture& picture, const work::Event& event);

// One patch for many machines: an item for each, with the tests and documents of the patch, in a wave of its rollout.
struct RollOut {
  std::string patch;  // "P-1"
  std::string wave = "1";
  std::vector<std::string> assets;
  std::string by, typed_by;
};
// Returns their ids, in the order of the assets. Throws Error{refused} for a machine that has the patch already, and for a
// rollout that has stopped.
std::vector<std::string> roll_out(Session& session, const RollOut& request);

// A ticket about a machine whose patch is under observation belongs to the patch.
void link_to_patch(Session& session, const escalation::Rules& rules, work::Event& opening);

}  // namespace svc::desk
