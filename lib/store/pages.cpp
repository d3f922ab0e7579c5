// SPDX-License-Identifier: MIT
#include "store/pages.h"

#include <bit>
#include <optional>

namespace svc::store {
namespace {

constexpr size_t header_size = 100;         // of the file, on its first page
constexpr std::int64_t longest = 1 << 25U;  // no row of svc is longer: attachments end at 16 MiB

enum PageType : unsigned { index_interior = 2, index_leaf = 10, table_leaf = 13 };

// Reads big-endian numbers and SQLite's variable ones; what lies outside is nothing.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  std::optional<std::uint64_t> number(size_t at, size_t size) const {
    if (at + size > bytes_.size()) return std::nullopt;
    std::uint64_t value = 0;
    for (size_t i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(bytes_[at + i]);
    return value;
  }

  // Moves `at` behind it.
  std::optional<std::int64_t> varint(size_t& at) const {
    std::uint64_t value = 0;
    for (int i = 0; at < bytes_.size(); ++i) {
      const auto byte = static_cast<unsigned char>(bytes_[at++]);
      if (i == 8) return static_cast<std::int64_t>(value << 8U | byte);
      value = value << 7U | (byte & 127U);
      if (byte < 128) return static_cast<std::int64_t>(value);
    }
    return std::nullopt;
  }

  std::optional<std::string_view> part(size_t at, size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) return std::nullopt;
    return bytes_.substr(at, size);
  }

 private:
  std::string_view bytes_;
};

size_t size_of(std::int64_t serial) {
  constexpr size_t numbers[]{0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
  return serial < 10 ? numbers[serial] : static_cast<size_t>((serial - 12) / 2);
}

std::optional<Value> value_of(std::int64_t serial, std::string_view bytes) {
  Value value;
  if (serial == 0) return value;
  if (serial >= 12) {
    value.type = serial % 2 == 0 ? Value::Type::blob : Value::Type::text;
    value.bytes = bytes;
    return value;
  }
  const std::uint64_t raw = Bytes(bytes).number(0, bytes.size()).value_or(0);
  if (serial == 7) {
    value.type = Value::Type::real;
    value.real = std::bit_cast<double>(raw);
    return value;
  }
  value.type = Value::Type::integer;
  if (serial == 8 || serial == 9) {
    value.integer = serial - 8;
    return value;
  }
  const auto unused = static_cast<unsigned>(64 - 8 * bytes.size());
  value.integer = static_cast<std::int64_t>(raw << unused) >> unused;
  return value;
}

// §2.1: a header of types, and then the values.
std::optional<std::vector<Value>> record_of(std::string_view payload) {
  const Bytes bytes(payload);
  size_t at = 0;
  const auto size = bytes.varint(at);
  if (!size || *size < 1 || static_cast<size_t>(*size) > payload.size()) return std::nullopt;
  const auto end = static_cast<size_t>(*size);
  std::vector<std::int64_t> serials;
  while (at < end) {
    const auto serial = bytes.varint(at);
    if (!serial || *serial < 0 || *serial == 10 || *serial == 11 || *serial > 2 * longest || at > end) return std::nullopt;
    serials.push_back(*serial);
  }
  std::vector<Value> values;
  for (const auto serial : serials) {
    const auto part = bytes.part(at, size_of(serial));
    if (!part) return std::nullopt;
    values.push_back(*value_of(serial, *part));
    at += part->size();
  }
  if (at != payload.size()) return std::nullopt;
  return values;
}

class File {
 public:
  explicit File(std::string_view bytes) : bytes_(bytes) {
    // A destroyed first page does not say how long pages are; svc makes them as long as SQLite does by itself.
    const auto said = Bytes(bytes_).number(16, 2).value_or(0);
    if (bytes_.starts_with("SQLite format 3") && said >= 512 && std::has_single_bit(said)) page_size_ = said;
  }

  void visit_rows(const std::function<void(const Row&)>& visit) const {
    for (size_t page = 1; page <= bytes_.size() / page_size_; ++page) visit_page(page, visit);
  }

 private:
  std::string_view page(size_t number) const { return bytes_.substr((number - 1) * page_size_, page_size_); }

  // §1.6: a head, the places of the cells, and the cells.
  void visit_page(size_t number, const std::function<void(const Row&)>& visit) const {
    const Bytes bytes(page(number));
    const size_t head = number == 1 ? header_size : 0;
    const auto type = bytes.number(head, 1).value_or(0);
    if (type != table_leaf && type != index_leaf && type != index_interior) return;
    const auto cells = bytes.number(head + 3, 2).value_or(0);
    const size_t places = head + (type == index_interior ? 12 : 8);
    for (size_t i = 0; i < cells; ++i) {
      const auto at = bytes.number(places + 2 * i, 2);
      if (!at) return;
      if (auto row = row_at(bytes, static_cast<size_t>(*at), static_cast<PageType>(type))) visit(*row);
    }
  }

  std::optional<Row> row_at(const Bytes& bytes, size_t at, PageType type) const {
    if (type == index_interior) at += 4;  // the page to its left
    const auto size = bytes.varint(at);
    if (!size || *size < 1 || *size > longest) return std::nullopt;
    Row row;
    row.keyed = type != table_leaf;
    if (!row.keyed) {
      const auto rowid = bytes.varint(at);
      if (!rowid) return std::nullopt;
      row.rowid = *rowid;
    }
    const auto payload = payload_at(bytes, at, static_cast<size_t>(*size), row.keyed);
    if (!payload) return std::nullopt;
    auto values = record_of(*payload);
    if (!values) return std::nullopt;
    row.values = std::move(*values);
    return row;
  }

  // §1.6: what does not fit lies on a chain of pages of its own.
  std::optional<std::string> payload_at(const Bytes& bytes, size_t at, size_t size, bool keyed) const {
    const size_t most = keyed ? (page_size_ - 12) * 64 / 255 - 23 : page_size_ - 35;
    if (size <= most) {
      const auto part = bytes.part(at, size);
      return part ? std::optional(std::string(*part)) : std::nullopt;
    }
    const size_t least = (page_size_ - 12) * 32 / 255 - 23, even = least + (size - least) % (page_size_ - 4);
    const size_t here = even <= most ? even : least;
    auto next = bytes.number(at + here, 4);
    if (!next) return std::nullopt;
    std::string payload(*bytes.part(at, here));
    while (payload.size() < size) {
      if (*next < 1 || *next > bytes_.size() / page_size_) return std::nullopt;
      const std::string_view chained = page(static_cast<size_t>(*next));
      payload += chained.substr(4, size - payload.size());
      next = Bytes(chained).number(0, 4);
    }
    if (*next != 0) return std::nullopt;
    return payload;
  }

  std::string_view bytes_;
  size_t page_size_ = 4096;
};

}  // namespace

void for_each_row(std::string_view bytes, const std::function<void(const Row&)>& visit) { File(bytes).visit_rows(visit); }

}  // namespace svc::store
