// SPDX-License-Identifier: MIT
// CLI11, precompiled: it costs four seconds a file. The files of cmd/ that declare options include it.
#pragma once

#include <optional>

#include <CLI/CLI.hpp>
