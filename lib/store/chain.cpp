// SPDX-License-Identifier: MIT
#include "store/chain.h"

#include <nettle/sha2.h>

#include <array>
#include <charconv>

#include "error.h"

namespace svc::store {
namespace {

class Hash {
 public:
  Hash() { sha256_init(&context_); }
  void raw(std::string_view bytes) {
    sha256_update(&context_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  }
  void number(std::int64_t value) {
    std::array<std::uint8_t, 8> bytes{};
    for (size_t i = 0; i < 8; ++i) bytes.at(7 - i) = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
    sha256_update(&context_, bytes.size(), bytes.data());
  }
  void text(std::string_view value) {
    number(std::ssize(value));
    raw(value);
  }
  std::string finish() {
    std::string out(SHA256_DIGEST_SIZE, '\0');
    sha256_digest(&context_, out.size(), reinterpret_cast<std::uint8_t*>(out.data()));
    return out;
  }

 private:
  sha256_ctx context_{};
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Hash hash;
  hash.raw(bytes);
  return hash.finish();
}

std::string hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto pair = text.substr(i, 2);
    const auto [end, code] = std::from_chars(pair.data(), pair.data() + pair.size(), value, 16);
    if (pair.size() != 2 || code != std::errc() || end != pair.data() + 2) throw Error{ErrorKind::refused, phrase("'{}' is no hex", std::string(text)), {}};
    bytes += static_cast<char>(value);
  }
  return bytes;
}

int flags_of(const work::Event& event) { return (event.now_given ? 1 : 0) + (event.imported ? 2 : 0); }

std::string digest_of(std::string_view stored_text) {
  return stored_text.empty() ? std::string() : sha256(stored_text);
}

std::string seal(const std::string& previous, std::int64_t item, const work::Event& event,
                 const std::string& stored_fields, const std::string& digest) {
  Hash hash;
  hash.text(previous);
  hash.number(item);
  hash.number(event.seq);
  hash.text(event.step);
  hash.number(event.at.time_since_epoch().count());
  hash.number(event.recorded_at.time_since_epoch().count());
  hash.number(flags_of(event));
  hash.text(event.by);
  hash.text(event.typed_by);
  hash.text(stored_fields);
  hash.text(digest);
  return hash.finish();
}

}  // namespace svc::store
