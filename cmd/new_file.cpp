// SPDX-License-Identifier: MIT
#include "new_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "error.h"

namespace svc::cmd {

NewFile::NewFile(std::string path, const std::string& text) : path_(std::move(path)) {
  std::ofstream out(path_ + ".new", std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out) throw Error{ErrorKind::storage, "cannot write '" + path_ + "': " + std::strerror(errno), {}};
}

NewFile::~NewFile() {
  std::error_code ignored;
  std::filesystem::remove(path_ + ".new", ignored);
}

void NewFile::keep() const {
  std::error_code failure;
  std::filesystem::rename(path_ + ".new", path_, failure);
  if (failure) throw Error{ErrorKind::storage, "cannot write '" + path_ + "': " + failure.message(), {}};
}

}  // namespace svc::cmd
