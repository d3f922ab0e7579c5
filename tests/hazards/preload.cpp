// SPDX-License-Identifier: MIT
// Preloaded before svc: the n-th call fails, once or from then on.
//
//   FAULT_KIND=io FAULT_AT=7 FAULT_ERRNO=5 FAULT_FOR_EVER=1 FAULT_REACHED=file LD_PRELOAD=libpreload.so svc …
//
// "io" counts what touches files: open, read, write, sync, truncate, unlink, rename. "memory" counts allocations. The file is made when
// the fault is reached, so that whoever moves n forward knows when to stop.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

extern "C" void* __libc_malloc(size_t size);
extern "C" void* __libc_calloc(size_t count, size_t size);
extern "C" void* __libc_realloc(void* old, size_t size);

namespace {

enum class Kind { none, io, memory };

struct Plan {
  Kind kind = Kind::none;
  long at = 0;
  int error = EIO;
  bool for_ever = false;
  long seen = 0;
};
Plan plan;

void read_plan() {
  const char* kind = std::getenv("FAULT_KIND");
  if (kind == nullptr) return;
  plan.at = std::atol(std::getenv("FAULT_AT"));
  if (const char* error = std::getenv("FAULT_ERRNO")) plan.error = std::atoi(error);
  plan.for_ever = std::getenv("FAULT_FOR_EVER") != nullptr;
  plan.kind = std::strcmp(kind, "io") == 0 ? Kind::io : Kind::memory;
}

bool fails(Kind kind) {
  if (plan.kind != kind) return false;
  const long call = plan.seen++;
  if (call != plan.at && !(plan.for_ever && call > plan.at)) return false;
  if (call == plan.at) {
    const char* name = std::getenv("FAULT_REACHED");
    const auto file = static_cast<int>(syscall(SYS_openat, AT_FDCWD, name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    if (file >= 0) syscall(SYS_close, file);
  }
  errno = kind == Kind::io ? plan.error : ENOMEM;
  return true;
}

template <typename Function>
Function real(const char* name, Function) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool is_file(int file) {
  struct stat about {};
  return fstat(file, &about) == 0 && S_ISREG(about.st_mode);
}

int (*program)(int, char**, char**) = nullptr;
int counted_program(int argc, char** argv, char** environment) {
  read_plan();
  return program(argc, argv, environment);
}

}  // namespace

#define FAILS_ON(file) (is_file(file) && fails(Kind::io))

extern "C" {

// From main on: what fails before is the loader, and not svc.
int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, int (*init)(int, char**, char**), void (*fini)(), void (*loader_fini)(), void* stack) {
  program = main;
  static const auto next = real("__libc_start_main", __libc_start_main);
  return next(counted_program, argc, argv, init, fini, loader_fini, stack);
}

void* malloc(size_t size) { return fails(Kind::memory) ? nullptr : __libc_malloc(size); }
void* calloc(size_t count, size_t size) { return fails(Kind::memory) ? nullptr : __libc_calloc(count, size); }
void* realloc(void* old, size_t size) { return fails(Kind::memory) ? nullptr : __libc_realloc(old, size); }

#define OPEN(name)                                          \
  int name(const char* path, int flags, ...) {              \
    va_list more;                                           \
    va_start(more, flags);                                  \
    const mode_t mode = va_arg(more, mode_t);               \
    va_end(more);                                           \
    static const auto next = real(#name, name);             \
    return fails(Kind::io) ? -1 : next(path, flags, mode);  \
  }
OPEN(open)
OPEN(open64)
ssize_t read(int file, void* to, size_t size) {
  static const auto next = real("read", read);
  return FAILS_ON(file) ? -1 : next(file, to, size);
}
ssize_t pread64(int file, void* to, size_t size, off64_t at) {
  static const auto next = real("pread64", pread64);
  return FAILS_ON(file) ? -1 : next(file, to, size, at);
}
ssize_t write(int file, const void* from, size_t size) {
  static const auto next = real("write", write);
  return FAILS_ON(file) ? -1 : next(file, from, size);
}
ssize_t writev(int file, const iovec* parts, int count) {
  static const auto next = real("writev", writev);
  return FAILS_ON(file) ? -1 : next(file, parts, count);
}
ssize_t pwrite64(int file, const void* from, size_t size, off64_t at) {
  static const auto next = real("pwrite64", pwrite64);
  return FAILS_ON(file) ? -1 : next(file, from, size, at);
}
int fsync(int file) {
  static const auto next = real("fsync", fsync);
  return fails(Kind::io) ? -1 : next(file);
}
int fdatasync(int file) {
  static const auto next = real("fdatasync", fdatasync);
  return fails(Kind::io) ? -1 : next(file);
}
int ftruncate64(int file, off64_t size) {
  static const auto next = real("ftruncate64", ftruncate64);
  return fails(Kind::io) ? -1 : next(file, size);
}
int unlink(const char* path) {
  static const auto next = real("unlink", unlink);
  return fails(Kind::io) ? -1 : next(path);
}
int rename(const char* from, const char* to) {
  static const auto next = real("rename", rename);
  return fails(Kind::io) ? -1 : next(from, to);
}

}  // extern "C"
