// SPDX-License-Identifier: MIT
// How does a survey look on paper and on a screen? One self-contained page: no script, no file beside it, light and dark.
#pragma once

#include <string>

#include "message.h"
#include "report/survey.h"

namespace svc::render {

struct SurveyPage {
  std::string id, title;         // "S-1", the theme
  std::string state, sample;     // "sent"; the rule by which customers were chosen
  std::string asked_on, as_of;   // dates
  report::SurveyFigures figures;
};

std::string html(const SurveyPage& page, const Translate& translate);
// The same figures for programs: one object on one line.
std::string json(const SurveyPage& page);

}  // namespace svc::render
