// SPDX-License-Identifier: MIT
#include "import_file.h"

#include <filesystem>

#include "error.h"
#include "text.h"

namespace svc::cmd {

ImportFile::ImportFile(Context& ctx, std::string name) : ctx_(ctx), name_(std::move(name)) {
  if (name_ == "-") return;
  if (std::filesystem::is_directory(name_)) throw Error{ErrorKind::not_found, phrase("'{}' is a folder, not a file", printable(name_)), phrase("name the file in it")};
  file_.open(name_, std::ios::binary);
  if (!file_) throw Error{ErrorKind::not_found, phrase("there is no file '{}'", printable(name_)), {}};
}

void ImportFile::tell_bad(std::int64_t line, const Message& why) const { ctx_.talk({"{}:{}: {}", {name_, line, why}}); }

void ImportFile::set_aside(const std::string& bad_file, size_t bad, size_t rows, const std::string& text) {
  if (bad == 0) return;
  if (bad_file.empty()) {
    throw Error{ErrorKind::refused, phrase("nothing is imported: {} of {} rows are bad", bad, rows), phrase("mend them, or import the rest with --skip-bad FILE, which gets the bad rows")};
  }
  if (!ctx_.globals.dry_run) rest_.emplace(bad_file, text);
}

void ImportFile::set_aside(const std::string& bad_file, const desk::RecordSheet& sheet, const std::vector<desk::BadSheetRow>& bad) {
  std::string text = sheet.header.empty() ? "" : sheet.header + "\n";
  for (const auto& [row, why] : bad) {
    tell_bad(row->line, why);
    text += row->text + "\n";
  }
  set_aside(bad_file, bad.size(), sheet.rows.size(), text);
}

void ImportFile::keep() const {
  if (rest_) rest_->keep();
}

Message with_left_out(const Message& told, size_t bad) { return bad == 0 ? told : phrase("{}, {} left out", told, counted(static_cast<std::int64_t>(bad), "bad row")); }

}  // namespace svc::cmd
