// SPDX-License-Identifier: MIT
// The registry's records.
#include "store/rows.h"

namespace svc::store {
namespace {

#define RECORD_COLUMNS "key, type, id, fields, retired"

registry::Record record_from(const Query& row) {
  registry::Record record;
  record.key = row.number(0);
  record.type = row.text(1);
  record.id = row.text(2);
  record.fields = fields_from(row.text(3));
  record.retired = row.number(4) != 0;
  return record;
}

// The columns that records are found by.
struct Keys {
  explicit Keys(const registry::Record& record)
      : customer(nullable(record.fields.get("customer"))), contract(nullable(record.fields.get("contract"))),
        model(nullable(record.fields.get("model"))), serial(record.type == "asset" ? nullable(record.fields.get("serial")) : std::nullopt),
        item(record.type == "invitation" ? nullable(record.fields.get("survey")) : std::nullopt) {}
  std::optional<std::string> customer, contract, model, serial, item;
};

template <typename Seen>
std::vector<registry::Record> all_records(Query& row, Seen seen) {
  std::vector<registry::Record> result;
  while (row.next()) result.push_back(seen(record_from(row)));
  return result;
}

}  // namespace

registry::Record Store::seen(registry::Record record) const {
  registry::hide(hidden_, record.fields);
  return record;
}

void Store::insert_record(registry::Record& record) {
  const Keys keys(record);
  const std::string fields = fields_text(record.fields);
  database_->query("INSERT INTO record (key, type, id, base, fields, retired, customer, contract, model, serial, item) VALUES (nullif(?, 0), ?, ?, '{}', ?, ?, ?, ?, ?, ?, ?)")
      .bind(record.key, record.type, record.id, fields, record.retired, keys.customer, keys.contract, keys.model, keys.serial, keys.item)
      .run();
  record.key = database_->last_id();
}

void Store::update_record(const registry::Record& record) {
  const std::string fields = fields_text(record.fields);
  const Keys keys(record);
  database_->query("UPDATE record SET fields = ?, retired = ?, customer = ?, contract = ?, model = ?, serial = ?, item = ? WHERE key = ?")
      .bind(fields, record.retired, keys.customer, keys.contract, keys.model, keys.serial, keys.item, record.key)
      .run();
}

std::optional<registry::Record> Store::find_record(const std::string& type, const std::string& id) {
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record WHERE type = ? AND id = ?");
  row.bind(type, id);
  return row.next() ? std::optional(seen(record_from(row))) : std::nullopt;
}

std::optional<registry::Record> Store::find_serial(const std::string& serial) {
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record WHERE type = 'asset' AND serial = ?");
  row.bind(serial);
  return row.next() ? std::optional(seen(record_from(row))) : std::nullopt;
}

std::vector<registry::Record> Store::records(const std::string& type) {
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record WHERE type = ? ORDER BY id");
  row.bind(type);
  return all_records(row, [this](registry::Record each) { return seen(std::move(each)); });
}

// SQLite would read all records of the type in the order that is asked for, rather than the few by their index and sort them.

std::vector<registry::Record> Store::records_of_customer(const std::string& type, const std::string& customer) {
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record INDEXED BY record_customer WHERE type = ? AND customer = ? ORDER BY id");
  row.bind(type, customer);
  return all_records(row, [this](registry::Record each) { return seen(std::move(each)); });
}

std::vector<registry::Record> Store::records_of_contract(const std::string& type, const std::string& contract) {
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record INDEXED BY record_contract WHERE type = ? AND contract = ? ORDER BY id");
  row.bind(type, contract);
  return all_records(row, [this](registry::Record each) { return seen(std::move(each)); });
}

std::vector<registry::Record> Store::records_like(const std::string& type, const std::string& prefix, int most) {
  // No id has a byte that UTF-8 does not have.
  const std::string end = prefix + "\xff";
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record WHERE type = ?1 AND id >= ?2 AND CAST(id AS BLOB) < CAST(?3 AS BLOB) AND retired = 0 ORDER BY id LIMIT ?4");
  row.bind(type, prefix, end, most);
  return all_records(row, [this](registry::Record each) { return seen(std::move(each)); });
}

std::vector<registry::Record> Store::records_of_item(const std::string& type, const std::string& item) {
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record INDEXED BY record_item WHERE type = ? AND item = ? ORDER BY key");
  row.bind(type, item);
  return all_records(row, [this](registry::Record each) { return seen(std::move(each)); });
}

std::vector<registry::Record> Store::assets_of_model(const std::string& model) {
  Query row = database_->query("SELECT " RECORD_COLUMNS " FROM record INDEXED BY record_model WHERE type = 'asset' AND model = ? ORDER BY id");
  row.bind(model);
  return all_records(row, [this](registry::Record each) { return seen(std::move(each)); });
}

std::vector<std::string> Store::misfiled_records() {
  std::vector<std::string> found;
  Query row = database_->query("SELECT " RECORD_COLUMNS ", customer, contract, model, serial, item FROM record ORDER BY key");
  while (row.next()) {
    const registry::Record record = record_from(row);
    const Keys keys(record);
    const std::array expected{keys.customer, keys.contract, keys.model, keys.serial, keys.item};
    for (size_t i = 0; i < expected.size(); ++i) {
      const int column = 5 + static_cast<int>(i);
      if (row.text(column) != expected.at(i).value_or("")) {
        found.push_back(record.type + " '" + record.id + "'");
        break;
      }
    }
  }
  return found;
}

registry::Record Store::base_of(const registry::Record& record) {
  registry::Record base{.key = record.key, .type = record.type, .id = record.id, .fields = {}, .retired = false};
  Query row = database_->query("SELECT base FROM record WHERE key = ?");
  row.bind(record.key);
  if (row.next()) base.fields = fields_from(row.text(0));
  return base;
}

void Store::set_base(const registry::Record& record) {
  const std::string base = fields_text(record.fields);
  database_->query("UPDATE record SET base = ? WHERE key = ?").bind(base, record.key).run();
}

}  // namespace svc::store
