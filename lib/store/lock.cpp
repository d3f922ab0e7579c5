// SPDX-License-Identifier: MIT
#include "store/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

#include "error.h"

namespace svc::store {
namespace {

int open_lock(const std::string& path, bool for_group) {
  const mode_t mode = for_group ? 0660 : 0600;
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
  if (descriptor < 0) {
    throw Error{ErrorKind::storage, phrase("cannot lock '{}': {}", path, std::strerror(errno)), phrase("svc needs to write in the folder of its database")};
  }
  // The umask may have taken the group's right; only the owner can give it back.
  if (for_group) (void)!::fchmod(descriptor, mode);
  return descriptor;
}

bool try_lock(int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0; }

// The kernel has no flock with a time limit, so a thread waits for us. If we give up it takes the lock later, and
// lets go of it at once by closing the file.
struct Waiting {
  std::mutex mutex;
  std::condition_variable changed;
  bool locked = false;
  bool given_up = false;
};

bool wait_in_line(int descriptor, std::chrono::milliseconds patience) {
  const auto shared = std::make_shared<Waiting>();
  std::thread([shared, descriptor] {
    int result = 0;
    do result = ::flock(descriptor, LOCK_EX);
    while (result != 0 && errno == EINTR);
    const std::lock_guard guard(shared->mutex);
    if (shared->given_up) {
      ::close(descriptor);
      return;
    }
    shared->locked = result == 0;
    shared->changed.notify_one();
  }).detach();
  std::unique_lock guard(shared->mutex);
  const bool locked = shared->changed.wait_for(guard, patience, [&] { return shared->locked; });
  shared->given_up = !locked;
  return locked;
}

}  // namespace

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FileLock FileLock::wait(const std::string& path, bool for_group, std::chrono::milliseconds patience) {
  const int descriptor = open_lock(path, for_group);
  if (try_lock(descriptor) || wait_in_line(descriptor, patience)) return FileLock(descriptor);
  throw Error{ErrorKind::busy, phrase("the database is in use: waited {} s for '{}'", patience.count() / 1000, path), phrase("try again")};
}

std::optional<FileLock> FileLock::attempt(const std::string& path, bool for_group) {
  const int descriptor = open_lock(path, for_group);
  if (try_lock(descriptor)) return FileLock(descriptor);
  ::close(descriptor);
  return std::nullopt;
}

}  // namespace svc::store
