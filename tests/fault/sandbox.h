// SPDX-License-Identifier: MIT
// A folder of its own, and svc run in it: as a process, or in this one.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "environment.h"
#include "time/text.h"

namespace sandbox {

struct Result {
  int status = 0;
  std::string out, err;
};

class Sandbox {
 public:
  Sandbox() {
    std::string pattern = (std::filesystem::temp_directory_path() / "svc-fault-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
    folder_ = pattern;
  }
  ~Sandbox() { std::filesystem::remove_all(folder_); }
  Sandbox(const Sandbox&) = delete;

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string database() const { return path("svc.db"); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    std::filesystem::permissions(path(name), std::filesystem::perms::owner_all);
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  // In this process, so that faults of this process's SQLite reach it.
  Result here(std::vector<std::string> words, const std::string& now) const {
    std::istringstream in;
    std::ostringstream out, err;
    svc::cmd::Environment env;
    env.args = std::move(words);
    env.getenv = [&](const std::string& name) -> std::optional<std::string> {
      if (name == "SVC_NOW") return now;
      if (name == "SVC_DB") return database();
      if (name == "SVC_CONFIG" && std::filesystem::exists(path("svc.toml"))) return path("svc.toml");
      if (name == "HOME") return folder_;
      return std::nullopt;
    };
    env.in = &in;
    env.out = &out;
    env.err = &err;
    env.login = "tester";
    env.machine = "machine";
    env.system_zone = "Asia/Shanghai";
    const int status = svc::cmd::run(env);
    return {status, out.str(), err.str()};
  }

  // A process of its own, whose output goes to the file `log`; -1 if it could not be started.
  pid_t start(const std::string& script, const std::string& log) const {
    const std::string line = "cd '" + folder_ + "' && export HOME='" + folder_ + "' SVC_DB='" + database() +
                             "' TZ=Asia/Shanghai LOGNAME=tester; [ -f svc.toml ] && export SVC_CONFIG='" + path("svc.toml") +
                             "'; svc() { '" SVC_BINARY "' \"$@\"; }; " + script;
    const std::string target = path(log);
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::setpgid(0, 0);
    const int out = ::open(target.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execl("/bin/bash", "bash", "--norc", "-c", line.c_str(), nullptr);
    ::_exit(127);
  }
  static int wait(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  int run(const std::string& script, const std::string& log) const { return wait(start(script, log)); }

 private:
  std::string folder_;
};

inline std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) result.push_back(line);
  return result;
}

}  // namespace sandbox
