// SPDX-License-Identifier: MIT
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string_view>
#include <tuple>
#include <utility>

#include "environment.h"
#include "exit_status.h"
#include "language.h"
#include "store/database.h"

namespace {

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

// svc records claims, it does not authenticate: LOGNAME is as good as the account.
std::string login() {
  if (const auto name = environment_variable("LOGNAME")) return *name;
  const passwd* user = ::getpwuid(::getuid());
  return user != nullptr ? user->pw_name : std::to_string(::getuid());
}

// TZ, else what /etc/localtime points to, else UTC, which is what such a system uses.
std::string system_zone() {
  std::string zone = environment_variable("TZ").value_or("");
  if (zone.starts_with(':')) zone.erase(0, 1);
  if (!zone.empty()) return zone;
  std::error_code ignored;
  const std::string target = std::filesystem::read_symlink("/etc/localtime", ignored).string();
  const auto at = target.find("zoneinfo/");
  return at == std::string::npos ? "UTC" : target.substr(at + 9);
}

std::string machine_id() {
  std::ifstream file("/etc/machine-id");
  std::string id;
  std::getline(file, id);
  return id;
}

// Libraries allocate where they cannot throw, and would abort. So a reserve helps out once, and then svc ends; what is not
// committed, the next command undoes.
char* reserve = new char[std::size_t{256} * 1024];
int status_without_memory = svc::cmd::status_of(svc::ErrorKind::internal);

void no_memory() {
  if (reserve != nullptr) {
    delete[] std::exchange(reserve, nullptr);
    return;
  }
  static constexpr std::string_view message = "svc: out of memory\n";
  std::ignore = ::write(STDERR_FILENO, message.data(), message.size());
  ::_exit(status_without_memory);
}

svc::cmd::Environment environment_of(int argc, char** argv) {
  svc::cmd::Environment environment;
  environment.args.assign(argv + 1, argv + argc);
  environment.getenv = environment_variable;
  environment.in = &std::cin;
  environment.out = &std::cout;
  environment.err = &std::cerr;
  environment.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  environment.clock = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  environment.login = login();
  environment.machine = machine_id();
  environment.system_zone = system_zone();
  environment.translate = svc::cmd::language_of_user(environment_variable);
  environment.status_without_memory = &status_without_memory;
  return environment;
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(077);
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);  // an ignored one would hide how a sink ended
  std::set_new_handler(no_memory);
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);
  svc::store::use_from_one_thread();
  return svc::cmd::run(environment_of(argc, argv));
}
