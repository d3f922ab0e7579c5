// SPDX-License-Identifier: MIT
#include "new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "error.h"

namespace svc::cmd {

NewFile::NewFile(std::string path, const std::string& text) : path_(std::move(path)) {
  std::ofstream out(path_ + ".new", std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out) throw Error{ErrorKind::storage, phrase("cannot write '{}': {}", path_, std::strerror(errno)), {}};
}

NewFile::~NewFile() {
  std::error_code ignored;
  std::filesystem::remove(path_ + ".new", ignored);
}

void NewFile::keep() const {
  std::error_code failure;
  std::filesystem::rename(path_ + ".new", path_, failure);
  if (failure) throw Error{ErrorKind::storage, phrase("cannot write '{}': {}", path_, failure.message()), {}};
}

bool write_new(const std::string& path, const std::string& text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0 && errno == EEXIST) return false;
  size_t done = 0;
  while (descriptor >= 0 && done < text.size()) {
    const ssize_t put = ::write(descriptor, text.data() + done, text.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) break;
    done += static_cast<size_t>(put);
  }
  int failure = descriptor >= 0 && done == text.size() ? 0 : errno;
  if (descriptor >= 0 && ::close(descriptor) != 0 && failure == 0) failure = errno;  // what was written may fail as late as here
  if (failure == 0) return true;
  if (descriptor >= 0) ::unlink(path.c_str());
  throw Error{ErrorKind::storage, phrase("cannot write '{}': {}", path, std::strerror(failure)), {}};
}

}  // namespace svc::cmd
