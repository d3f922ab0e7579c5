// SPDX-License-Identifier: MIT
// How is a file written so that it is there whole or not at all?
#pragma once

#include <string>

namespace svc::cmd {

// Written beside its place, and moved there by `keep`; without that, it vanishes again.
class NewFile {
 public:
  // Throws Error{storage}.
  NewFile(std::string path, const std::string& text);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  void keep() const;

 private:
  std::string path_;
};

// A file that was not there before, whoever is faster; a link is not followed. False: something is there, and stays as it is. Throws
// Error{storage}, and then leaves nothing behind.
bool write_new(const std::string& path, const std::string& text);

}  // namespace svc::cmd
