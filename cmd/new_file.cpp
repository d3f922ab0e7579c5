// SPDX-License-Identifier: MIT
#include "new_file.h"

#include <filesystem>
#include <fstream>

#include "error.h"

namespace svc::cmd {

NewFile::NewFile(std::string path, const std::string& text) : path_(std::move(path)) {
  std::ofstream out(path_ + ".new", std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out) throw Error{ErrorKind::storage, "cannot write '" + path_ + "'", {}};
}

NewFile::~NewFile() {
  std::error_code ignored;
  std::filesystem::remove(path_ + ".new", ignored);
}

void NewFile::keep() const { std::filesystem::rename(path_ + ".new", path_); }

}  // namespace svc::cmd
