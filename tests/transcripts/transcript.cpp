// SPDX-License-Identifier: MIT
// Runs transcripts: text files of commands with everything that they print and their status (tests/README.md).
//
//   # A step from the wrong state is refused, and says which steps there are.
//   @ 2026-02-13T10:00
//   $ svc ticket open --title 'Exchange down'
//   | T-1
//   $ svc ticket close T-1
//   ! svc: cannot close T-1: it is open
//   ! hint: 'svc ticket steps T-1' lists the steps that it may take
//   ? 5
//   -- svc.toml --
//   version = 1
//
// transcript [--binary SVC] [--update] FILE…: without --binary, plain svc commands run in this process; what needs a
// shell runs with the svc on PATH. Exit status 1 if anything differs.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "environment.h"
#include "time/text.h"

namespace {

namespace fs = std::filesystem;

struct Command {
  std::string line;
  std::string now;  // what @ said last; "" for none
  std::string out, err;
  int status = 0;
};

struct Entry {  // a line of the file that is kept as it is, or a command
  std::string text;
  int command = -1;
};

struct Transcript {
  std::vector<Entry> entries;
  std::vector<Command> commands;
  std::vector<std::pair<std::string, std::string>> files;
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// As svc itself reads it: the same transcript runs commands in this process and as processes of their own.
std::string machine_id() {
  std::istringstream text(read_file("/etc/machine-id"));
  std::string id;
  std::getline(text, id);
  return id;
}

Transcript parse(const fs::path& path) {
  Transcript transcript;
  std::istringstream in(read_file(path));
  std::string line, now;
  std::string* file = nullptr;
  while (std::getline(in, line)) {
    if (line.starts_with("-- ") && line.ends_with(" --")) {
      transcript.files.emplace_back(line.substr(3, line.size() - 6), "");
      file = &transcript.files.back().second;
      continue;
    }
    if (file != nullptr) {
      *file += line + "\n";
      continue;
    }
    const auto rest = [&] { return line.size() > 2 ? line.substr(2) : std::string(); };
    if (line.starts_with("$ ")) {
      transcript.entries.push_back({"", static_cast<int>(transcript.commands.size())});
      transcript.commands.push_back({rest(), now, "", "", 0});
    } else if (line.starts_with("|") && !transcript.commands.empty()) {
      transcript.commands.back().out += rest() + "\n";
    } else if (line.starts_with("!") && !transcript.commands.empty()) {
      transcript.commands.back().err += rest() + "\n";
    } else if (line.starts_with("? ") && !transcript.commands.empty()) {
      transcript.commands.back().status = std::stoi(rest());
    } else {
      if (line.starts_with("@ ")) now = rest();
      transcript.entries.push_back({line, -1});
    }
  }
  return transcript;
}

void append_lines(std::string& text, char mark, const std::string& lines) {
  std::istringstream in(lines);
  std::string line;
  while (std::getline(in, line)) text += std::string(1, mark) + (line.empty() ? "" : " " + line) + "\n";
}

std::string print(const Transcript& transcript) {
  std::string text;
  for (const Entry& entry : transcript.entries) {
    if (entry.command < 0) {
      text += entry.text + "\n";
      continue;
    }
    const Command& command = transcript.commands[static_cast<size_t>(entry.command)];
    text += "$ " + command.line + "\n";
    append_lines(text, '|', command.out);
    append_lines(text, '!', command.err);
    if (command.status != 0) text += "? " + std::to_string(command.status) + "\n";
  }
  for (const auto& [name, body] : transcript.files) text += "-- " + name + " --\n" + body;
  return text;
}

// The words of a plain command; nothing if it needs a shell.
std::optional<std::vector<std::string>> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\'') {
      const auto end = line.find('\'', i + 1);
      if (end == std::string::npos) return std::nullopt;
      word += line.substr(i + 1, end - i - 1);
      i = end;
      inside = true;
    } else if (c == ' ') {
      if (inside) words.push_back(word);
      word.clear();
      inside = false;
    } else if (std::string_view("|&;<>$`\"\\*?(){}~#").find(c) != std::string_view::npos) {
      return std::nullopt;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) words.push_back(word);
  if (words.empty() || words.front() != "svc") return std::nullopt;
  words.erase(words.begin());
  return words;
}

class Runner {
 public:
  Runner(fs::path folder, std::string binary, bool in_process)
      : folder_(std::move(folder)), binary_(std::move(binary)), in_process_(in_process) {}

  void run(Transcript& transcript) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "bin");
    fs::create_symlink(binary_, folder_ / "bin/svc");
    for (const auto& [name, body] : transcript.files) {
      fs::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name, std::ios::binary) << body;
    }
    fs::current_path(folder_);
    for (Command& command : transcript.commands) {
      const auto words = in_process_ ? words_of(command.line) : std::nullopt;
      if (words) {
        run_here(command, *words);
      } else {
        run_in_shell(command);
      }
      command.out = without_folder(command.out);
      command.err = without_folder(command.err);
    }
    fs::current_path("/");
    fs::remove_all(folder_);
  }

 private:
  std::map<std::string, std::string> environment(const Command& command) const {
    std::map<std::string, std::string> env{{"HOME", folder_.string()}, {"TZ", "Asia/Shanghai"}, {"LOGNAME", "tester"}, {"LANG", "C.UTF-8"},
                                           {"PATH", (folder_ / "bin").string() + ":/usr/bin:/bin"}};
    if (!command.now.empty()) env["SVC_NOW"] = command.now;
    return env;
  }

  // A database's path is absolute, and the folder is another one in every run.
  std::string without_folder(std::string text) const {
    for (auto at = text.find(folder_.string()); at != std::string::npos; at = text.find(folder_.string(), at)) {
      text.replace(at, folder_.string().size(), "$HOME");
    }
    return text;
  }

  void run_here(Command& command, const std::vector<std::string>& words) const {
    const auto variables = environment(command);
    std::istringstream in;
    std::ostringstream out, err;
    svc::cmd::Environment env;
    env.args = words;
    env.getenv = [&](const std::string& name) {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional<std::string>(found->second);
    };
    env.in = &in;
    env.out = &out;
    env.err = &err;
    env.clock = svc::Instant{svc::Seconds{1'800'000'000}};
    env.login = "tester";
    env.machine = machine_id();
    env.system_zone = "Asia/Shanghai";
    command.status = svc::cmd::run(env);
    command.out = out.str();
    command.err = err.str();
  }

  void run_in_shell(Command& command) const {
    std::string exports;
    for (const auto& [name, value] : environment(command)) exports += name + "='" + value + "' ";
    const std::string line = "cd '" + folder_.string() + "' && env -i " + exports + "/bin/bash --norc -c \"$SVC_COMMAND\" > .out 2> .err < /dev/null";
    ::setenv("SVC_COMMAND", command.line.c_str(), 1);
    const int status = std::system(line.c_str());
    command.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    command.out = read_file(folder_ / ".out");
    command.err = read_file(folder_ / ".err");
    fs::remove(folder_ / ".out");
    fs::remove(folder_ / ".err");
  }

  fs::path folder_;
  std::string binary_;
  bool in_process_;
};

void report_difference(const std::string& name, const std::string& expected, const std::string& got) {
  std::istringstream a(expected), b(got);
  std::string x, y;
  std::cout << name << ": differs (- expected, + got)\n";
  while (true) {
    const bool more_a = static_cast<bool>(std::getline(a, x)), more_b = static_cast<bool>(std::getline(b, y));
    if (!more_a && !more_b) return;
    if (more_a && more_b && x == y) {
      std::cout << "  " << x << "\n";
      continue;
    }
    if (more_a) std::cout << "- " << x << "\n";
    if (more_b) std::cout << "+ " << y << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  bool update = false, in_process = true;
  std::string binary;
  std::vector<fs::path> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--update") {
      update = true;
    } else if (arg == "--svc") {
      binary = argv[++i];
    } else if (arg == "--binary") {
      in_process = false;
    } else {
      paths.emplace_back(fs::absolute(arg));
    }
  }
  if (paths.empty() || binary.empty()) {
    std::cerr << "usage: transcript --svc SVC [--binary] [--update] FILE…\n";
    return 2;
  }
  int failed = 0;
  for (const auto& path : paths) {
    const std::string before = read_file(path);
    Transcript transcript = parse(path);
    if (transcript.commands.empty() || !before.starts_with("# ")) {
      std::cout << path << ": no commands, or no first line that says what it proves\n";
      ++failed;
      continue;
    }
    const fs::path folder = fs::temp_directory_path() / ("svc-transcript-" + std::to_string(::getpid()));
    Runner(folder, fs::absolute(binary), in_process).run(transcript);
    const std::string after = print(transcript);
    if (after == before) continue;
    if (update) {
      std::ofstream(path, std::ios::binary) << after;
      continue;
    }
    report_difference(path.filename(), before, after);
    ++failed;
  }
  return failed == 0 ? 0 : 1;
}
