// SPDX-License-Identifier: MIT
// What do all imports do with their file, and with the rows of it that are bad? Each bad row is told; then nothing is imported,
// unless --skip-bad names a file that gets those rows.
//
//   ImportFile file(ctx, "answers.csv");
//   const desk::RecordSheet sheet = desk::read_sheet(file.in(), file.name(), …);
//   file.set_aside("bad.csv", sheet, result.bad);
//   file.keep();
#pragma once

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "context.h"
#include "desk/record_import.h"
#include "new_file.h"

namespace svc::cmd {

class ImportFile {
 public:
  // "-" is standard input. Throws Error{not_found}.
  ImportFile(Context& ctx, std::string name);

  std::istream& in() { return name_ == "-" ? *ctx_.env.in : file_; }
  const std::string& name() const { return name_; }

  // "answers.csv:3: it has 2 cells, and the first row has 4".
  void tell_bad(std::int64_t line, const Message& why) const;
  // Begins the file of those bad rows, whose text this is. Throws Error{refused} without a name for it.
  void set_aside(const std::string& bad_file, size_t bad, size_t rows, const std::string& text);
  // Both, of a sheet.
  void set_aside(const std::string& bad_file, const desk::RecordSheet& sheet, const std::vector<desk::BadSheetRow>& bad);
  // Puts the file of the bad rows in its place, once the good ones are stored.
  void keep() const;

 private:
  Context& ctx_;
  std::string name_;
  std::ifstream file_;
  std::optional<NewFile> rest_;
};

// "3 rows: 2 added", and how many bad ones were left out.
Message with_left_out(const Message& told, size_t bad);

}  // namespace svc::cmd
