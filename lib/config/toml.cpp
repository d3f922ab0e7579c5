// SPDX-License-Identifier: MIT
// toml++, compiled here once: a shared library costs a start of svc 0.1 ms. Its assertions are off, as in Debian's own build, since
// they stop at texts that are wrong, where it goes on to say so.
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_IMPLEMENTATION
#include <toml++/toml.h>
