// SPDX-License-Identifier: MIT
// Whose turn is it? An advisory lock on a side file; the kernel queues those who wait.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace svc::store {

class FileLock {
 public:
  FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  FileLock(const FileLock&) = delete;
  ~FileLock();

  // Waits for at most `patience`. The file is made with the mode of a database of its kind if it does not exist.
  // Throws Error{busy} when the time is up, Error{storage} if the file cannot be opened.
  static FileLock wait(const std::string& path, bool for_group, std::chrono::milliseconds patience);
  // Nothing if somebody else has it.
  static std::optional<FileLock> attempt(const std::string& path, bool for_group);

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace svc::store
