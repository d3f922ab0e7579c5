// SPDX-License-Identifier: MIT
#include "desk/csv.h"

#include <csv.h>

#include <exception>
#include <memory>

#include "error.h"
#include "text.h"

namespace svc::desk {
namespace {

constexpr size_t most_cells = 1000;
constexpr size_t longest_cell = 64 * 1024;

// libcsv calls back through C; an exception waits here until it has returned.
struct Reading {
  const std::string* name = nullptr;
  const std::function<void(const CsvRow&)>* visit = nullptr;
  CsvRow row;
  size_t used = 0;  // cells of the row so far; the strings are kept for the next row
  std::int64_t line = 1;
  std::exception_ptr failure;

  [[noreturn]] void refuse(const Message& why) const {
    throw Error{ErrorKind::refused, phrase("{}:{}: {}", *name, row.line, why), {}};
  }

  void cell(const char* bytes, size_t size) {
    if (used == most_cells) refuse(phrase("a row has more than 1000 cells"));
    if (size > longest_cell) refuse(phrase("a cell is longer than 64 KiB"));
    const std::string_view text(bytes == nullptr ? "" : bytes, size);
    if (const auto why = unprintable(text, true); why && why->english() == "invalid UTF-8") refuse(phrase("invalid UTF-8"));
    if (row.cells.size() == used) row.cells.emplace_back();
    row.cells[used++].assign(text);
  }

  void end_of_row() {
    row.cells.resize(used);
    (*visit)(row);
    used = 0;
  }
};

template <typename Work>
void guarded(void* data, Work work) {
  auto& reading = *static_cast<Reading*>(data);
  if (reading.failure) return;
  try {
    work(reading);
  } catch (...) {
    reading.failure = std::current_exception();
  }
}

void on_cell(void* bytes, size_t size, void* data) {
  guarded(data, [&](Reading& reading) { reading.cell(static_cast<const char*>(bytes), size); });
}

void on_row(int, void* data) {
  guarded(data, [](Reading& reading) { reading.end_of_row(); });
}

}  // namespace

void read_csv(std::istream& in, const std::string& name, const std::function<void(const CsvRow&)>& visit) {
  Reading reading;
  reading.name = &name;
  reading.visit = &visit;
  csv_parser parser{};
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw Error{ErrorKind::internal, phrase("libcsv does not start"), {}};
  const std::unique_ptr<csv_parser, decltype(&csv_free)> guard(&parser, csv_free);

  const auto settle = [&](bool parsed) {
    if (reading.failure) std::rethrow_exception(reading.failure);
    if (!parsed) reading.refuse(phrase("a quote is out of place"));
  };
  std::string line;
  bool first = true;
  while (std::getline(in, line)) {
    if (first && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    first = false;
    if (!in.eof()) line += '\n';
    if (reading.used == 0) reading.row.line = reading.line;
    settle(csv_parse(&parser, line.data(), line.size(), on_cell, on_row, &reading) == line.size());
    ++reading.line;
  }
  settle(csv_fini(&parser, on_cell, on_row, &reading) == 0);
}

}  // namespace svc::desk
