// SPDX-License-Identifier: MIT
// SQLite's file operations fail, one after another: at every one of them the record is as before or as after, and the
// exit status does not lie.
#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <cstring>

#include "sandbox.h"

namespace {

// A VFS in front of the real one whose n-th write, sync, truncate or delete fails, once or from then on.
struct Faults {
  bool armed = false;
  bool for_ever = false;
  int error = SQLITE_IOERR_WRITE;
  int left = 0;   // operations until the first failure
  int failed = 0;

  bool now() {
    if (!armed) return false;
    if (left > 0) {
      --left;
      return false;
    }
    if (failed > 0 && !for_ever) return false;
    ++failed;
    return true;
  }
};
Faults faults;

struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* file_of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return file_of(file)->real(); }

const sqlite3_io_methods methods{
    1,
    [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
    [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, n, at); },
    [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
      return faults.now() ? faults.error : real(f)->pMethods->xWrite(real(f), from, n, at);
    },
    [](sqlite3_file* f, sqlite3_int64 size) { return faults.now() ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), size); },
    [](sqlite3_file* f, int flags) { return faults.now() ? SQLITE_IOERR_FSYNC : real(f)->pMethods->xSync(real(f), flags); },
    [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
    [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};

sqlite3_vfs* below = nullptr;

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  const int code = below->xOpen(below, name, real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &methods;
  return code;
}

int delete_file(sqlite3_vfs*, const char* name, int sync) { return faults.now() ? SQLITE_IOERR_DELETE : below->xDelete(below, name, sync); }

// Takes the place of the default VFS for as long as it lives.
class FaultyDisk {
 public:
  FaultyDisk() {
    below = sqlite3_vfs_find(nullptr);
    vfs_ = *below;
    vfs_.zName = "faulty";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + below->szOsFile;
    vfs_.xOpen = open_file;
    vfs_.xDelete = delete_file;
    sqlite3_vfs_register(&vfs_, 1);
  }
  ~FaultyDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(below, 1);
  }
  FaultyDisk(const FaultyDisk&) = delete;

 private:
  sqlite3_vfs vfs_{};
};

size_t events_in(const sandbox::Sandbox& box) {
  const std::string json = box.here({"ticket", "list", "--all", "-o", "ids"}, "2026-03-02T12:00").out;
  size_t events = 0;
  for (const auto& id : sandbox::lines(json)) {
    const std::string shown = box.here({"ticket", "show", id, "-o", "json"}, "2026-03-02T12:00").out;
    for (size_t at = shown.find("\"seq\""); at != std::string::npos; at = shown.find("\"seq\"", at + 1)) ++events;
  }
  return events;
}

// Runs a command with its n-th operation failing, for n = 0, 1, … until none fails. Returns how many failed.
int walk(const std::vector<std::string>& command, size_t adds, bool for_ever, int error) {
  int points = 0;
  for (int n = 0;; ++n) {
    const sandbox::Sandbox box;
    REQUIRE(box.here({"ticket", "open", "--title", "first", "--type", "fault", "--severity", "L2"}, "2026-03-02T10:00").status == 0);
    const size_t before = events_in(box);
    faults = {.armed = true, .for_ever = for_ever, .error = error, .left = n, .failed = 0};
    const auto result = box.here(command, "2026-03-02T11:00");
    const bool failed = faults.failed > 0;
    faults = {};
    const size_t after = events_in(box);
    INFO("operation " << n << " of " << command[0] << " " << command[1] << ": status " << result.status << " " << result.err);
    const auto check = box.here({"db", "check"}, "2026-03-02T12:00");
    INFO(check.out << check.err);
    CHECK(check.status == 0);
    CHECK((after == before || after == before + adds));
    if (result.status == 0) CHECK(after == before + adds);
    if (result.status != 0 && result.status != 7) CHECK(after == before);
    CHECK((result.status == 0 || result.status == 6 || result.status == 7));
    if (!failed) {
      CHECK(result.status == 0);
      return points;
    }
    ++points;
  }
}

}  // namespace

TEST_CASE("a write that fails leaves the record as it was, or as it should be", "[io]") {
  const FaultyDisk disk;
  const bool for_ever = GENERATE(false, true);
  const int error = GENERATE(SQLITE_IOERR_WRITE, SQLITE_FULL);
  CAPTURE(for_ever, error);
  CHECK(walk({"ticket", "open", "--title", "second", "--type", "fault"}, 1, for_ever, error) >= 8);
  CHECK(walk({"ticket", "contact", "T-1", "--by", "liu"}, 1, for_ever, error) >= 8);
}
