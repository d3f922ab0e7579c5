// SPDX-License-Identifier: MIT
#include "view.h"

#include "desk/escalate.h"

namespace svc::cmd {

render::ItemView view_of(desk::Session& session, const desk::Picture& picture, const Zone& zone) {
  render::ItemView view;
  view.id = picture.id;
  view.kind = picture.row.kind;
  view.profile = picture.row.profile;
  view.title = picture.title;
  view.external = picture.row.external;
  view.rules = &picture.pinned->rules.work;
  view.terms = &picture.pinned->rules.terms;
  view.history = &picture.history;
  for (const auto& clock : picture.evaluation.clocks) view.clocks.push_back({&clock, &picture.calendar_of(clock)});
  for (const auto& missing : picture.evaluation.not_promised) view.not_promised.push_back(missing.target->id);
  for (const auto& alert : session.store.alerts(picture.row.id)) {
    view.alerts.push_back({desk::alert_of(session, alert), alert.acked_at, alert.acked_by, alert.void_at});
  }
  view.now = session.now;
  view.zone = &zone;
  return view;
}

}  // namespace svc::cmd
