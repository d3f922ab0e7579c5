// SPDX-License-Identifier: MIT
// How does an alert leave the machine? A sink's program is started without a shell, gets the alert on standard input
// and in SVC_ALERT_* variables, and has 30 seconds.
#pragma once

#include "context.h"
#include "desk/escalate.h"

namespace svc::cmd {

class ProcessSender : public desk::Sender {
 public:
  ProcessSender(Context& ctx, std::string instance, Zone zone)
      : ctx_(ctx), instance_(std::move(instance)), zone_(std::move(zone)) {}

  std::string send(const escalation::Sink& sink, const escalation::Contact& recipient,
                   const std::vector<escalation::Alert>& alerts) override;
  void print(const escalation::Alert& alert) override;
  void flush() override { ctx_.flush(); }

 private:
  Context& ctx_;
  std::string instance_;
  Zone zone_;
};

// Runs a program with `input` on its standard input; its output is thrown away. Returns "" if it ended with 0 in
// time, else what went wrong. Its process group is killed when the time is up, and when it has ended.
std::string run_program(const std::vector<std::string>& argv, const std::vector<std::string>& environment,
                        const std::string& input, Seconds limit);

}  // namespace svc::cmd
