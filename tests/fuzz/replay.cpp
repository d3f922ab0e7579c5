// SPDX-License-Identifier: MIT
// Stands in for libFuzzer: runs the target over every file of the folders named on the command line, and over as many
// changed ones as `--mutations N` says, the same ones every time.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

size_t below(size_t end, std::mt19937& random) { return end == 0 ? 0 : std::uniform_int_distribution<size_t>(0, end - 1)(random); }

// A few bytes are set, left out, doubled, or taken from another input.
Bytes changed(const std::vector<Bytes>& inputs, std::mt19937& random) {
  Bytes bytes = inputs[below(inputs.size(), random)];
  const size_t edits = 1 + below(4, random);
  for (size_t i = 0; i < edits; ++i) {
    const auto at = static_cast<std::ptrdiff_t>(below(bytes.size() + 1, random));
    const auto length = static_cast<std::ptrdiff_t>(below(std::min<size_t>(64, bytes.size() - static_cast<size_t>(at) + 1), random));
    const size_t what = below(4, random);
    if (what == 0 && at < std::ssize(bytes)) bytes[static_cast<size_t>(at)] = static_cast<std::uint8_t>(random());
    if (what == 1) bytes.erase(bytes.begin() + at, bytes.begin() + at + length);
    if (what == 2) {
      const Bytes part(bytes.begin() + at, bytes.begin() + at + length);
      bytes.insert(bytes.begin() + at, part.begin(), part.end());
    }
    if (what == 3) {
      const Bytes& other = inputs[below(inputs.size(), random)];
      const auto from = static_cast<std::ptrdiff_t>(below(other.size() + 1, random));
      bytes.insert(bytes.begin() + at, other.begin() + from, other.begin() + std::min<std::ptrdiff_t>(std::ssize(other), from + 64));
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Bytes> inputs;
  int mutations = 0;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--mutations") {
      mutations = std::atoi(argv[++i]);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  if (inputs.empty()) return 1;
  for (const Bytes& bytes : inputs) LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  std::mt19937 random(11);
  for (int i = 0; i < mutations; ++i) {
    const Bytes bytes = changed(inputs, random);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
  std::cout << inputs.size() << " inputs, " << mutations << " changed ones\n";
  return 0;
}
