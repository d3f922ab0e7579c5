// SPDX-License-Identifier: MIT
#include "sink.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "render/alert.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

constexpr Seconds sink_limit{30};

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  bool made() const { return ends_[0] >= 0; }
  int end(size_t i) const { return ends_.at(i); }
  void close(size_t i) {
    if (ends_.at(i) >= 0) ::close(ends_.at(i));
    ends_.at(i) = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const auto& each : strings) result.push_back(const_cast<char*>(each.c_str()));
  result.push_back(nullptr);
  return result;
}

// Standard input from the pipe, the rest nowhere, a process group of its own, no blocked signals.
struct SpawnSettings {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
  explicit SpawnSettings(int input) {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t defaults;
    ::sigemptyset(&defaults);
    ::sigaddset(&defaults, SIGPIPE);
    ::sigaddset(&defaults, SIGXFSZ);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
};

int milliseconds_until(std::chrono::steady_clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(0, left));
}

// Writes what the program will read; a program that does not read, or has ended, is no failure of ours.
void feed(int descriptor, const std::string& input, std::chrono::steady_clock::time_point end) {
  ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
  size_t done = 0;
  while (done < input.size()) {
    pollfd waiting{descriptor, POLLOUT, 0};
    const int left = milliseconds_until(end);
    if (left == 0 || ::poll(&waiting, 1, std::min(left, 100)) < 0) return;
    if ((waiting.revents & (POLLERR | POLLHUP)) != 0) return;
    const ssize_t wrote = ::write(descriptor, input.data() + done, input.size() - done);
    if (wrote < 0 && errno != EAGAIN && errno != EINTR) return;
    if (wrote > 0) done += static_cast<size_t>(wrote);
  }
}

// A write to a program that has ended must be an error, not our death; the old handling comes back afterwards.
class WithoutSigpipe {
 public:
  WithoutSigpipe() : before_(::signal(SIGPIPE, SIG_IGN)) {}
  ~WithoutSigpipe() { ::signal(SIGPIPE, before_); }
  WithoutSigpipe(const WithoutSigpipe&) = delete;

 private:
  void (*before_)(int);
};

std::string verdict(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? "" : "it ended with status " + std::to_string(WEXITSTATUS(status));
  return "it was ended by signal " + std::to_string(WTERMSIG(status));
}

}  // namespace

std::string run_program(const std::vector<std::string>& argv, const std::vector<std::string>& environment,
                        const std::string& input, Seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  Pipe pipe;
  if (!pipe.made()) return std::string("no pipe: ") + std::strerror(errno);
  const WithoutSigpipe guard;
  pid_t child = -1;
  {
    const SpawnSettings settings(pipe.end(0));
    const int failure = ::posix_spawn(&child, argv.front().c_str(), &settings.actions, &settings.attributes,
                                      pointers(argv).data(), pointers(environment).data());
    if (failure != 0) return "'" + argv.front() + "' cannot be started: " + std::strerror(failure);
  }
  pipe.close(0);
  feed(pipe.end(1), input, end);
  pipe.close(1);

  int status = 0;
  std::string result;
  while (true) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) {
      result = verdict(status);
      break;
    }
    if (milliseconds_until(end) == 0) {
      result = "it did not end within " + std::to_string(limit.count()) + " s";
      ::kill(-child, SIGKILL);
      ::waitpid(child, &status, 0);
      break;
    }
    ::poll(nullptr, 0, 2);
  }
  // What it left in the background must not outlive it.
  ::kill(-child, SIGKILL);
  return result;
}

std::string ProcessSender::send(const escalation::Sink& sink, const escalation::Contact& recipient,
                                const std::vector<escalation::Alert>& alerts) {
  const escalation::Alert& first = alerts.front();
  const std::string input = sink.format == escalation::SinkFormat::mail
                                ? render::alert_mail(alerts, sink, recipient, instance_, zone_)
                                : render::alert_json(alerts, sink.batch, recipient, zone_);
  // Short values only: a long one would keep the program from starting at all (E2BIG).
  std::vector<std::string> environment{"SVC_ALERT_ID=" + first.id,           "SVC_ALERT_KIND=" + first.kind,
                                       "SVC_ALERT_ITEM=" + first.item,       "SVC_ALERT_TARGET=" + first.target,
                                       "SVC_ALERT_RUNG=" + first.rung,       "SVC_ALERT_COUNT=" + std::to_string(alerts.size()),
                                       "SVC_ALERT_TO=" + recipient.id,       "SVC_ALERT_EMAIL=" + recipient.email,
                                       "SVC_ALERT_RAISED_AT=" + rfc3339(first.raised_at, zone_)};
  for (const char* name : {"PATH", "HOME", "LANG", "TZ"}) {
    if (const auto value = ctx_.env.getenv(name)) environment.push_back(std::string(name) + "=" + *value);
  }
  const std::string failure = run_program(sink.run, environment, input, sink_limit);
  return failure.empty() ? "" : "sink '" + sink.id + "' for " + first.id + ": " + failure;
}

void ProcessSender::print(const escalation::Alert& alert) { ctx_.print(render::alert_line(alert, zone_) + "\n"); }

}  // namespace svc::cmd
