// SPDX-License-Identifier: MIT
#include "attachment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli11.h"
#include "context.h"
#include "error.h"
#include "new_file.h"
#include "store/chain.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;

constexpr size_t largest = size_t{16} << 20;  // bytes; a scan of ten pages has a fifth of it

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string what_it_is(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

// Up to a byte more than what may be attached, whatever the size that the file says it has.
std::string content_of(const File& file, const std::string& path) {
  std::string content;
  std::array<char, 65536> buffer;
  while (content.size() <= largest) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error{ErrorKind::storage, phrase("cannot read '{}': {}", path, std::strerror(errno)), {}};
    if (got == 0) break;
    content.append(buffer.data(), static_cast<size_t>(got));
  }
  return content;
}

struct ExtractOptions {
  std::string id, event, to;
};

const work::Event& find_attached(const desk::Picture& picture, const std::string& seq) {
  for (const work::Event& event : picture.history.events) {
    if (event.name == "attached" && std::to_string(event.seq) == seq) return event;
  }
  throw Error{ErrorKind::not_found, phrase("event '{}' of {} attached nothing", seq, picture.id), phrase("'{} attachments {}' lists what was attached", work::command_of(picture.row.kind), picture.id)};
}

// The name within a folder: whatever is on record, it leads nowhere else, and hides nothing.
std::string name_within(std::string name) {
  std::replace(name.begin(), name.end(), '/', '_');
  if (name.starts_with('.')) name.front() = '_';
  return name.empty() ? "attachment" : name;
}

void run_extract(Context& ctx, const std::string& kind, const ExtractOptions& o) {
  if (ctx.globals.redact) throw Error{ErrorKind::usage, phrase("a file cannot be redacted"), phrase("leave --redact out")};
  std::string name, content;
  ctx.read([&](desk::Session& session) {
    const desk::Picture picture = desk::look(session, o.id, kind);
    const work::Event& event = find_attached(picture, o.event);
    const auto found = session.store.attachment(event.fields.get("file"));
    const bool erased = !found && std::any_of(picture.history.events.begin(), picture.history.events.end(), [&](const work::Event& each) { return each.step == work::erase_step && each.seq > event.seq; });
    if (erased) throw Error{ErrorKind::not_found, phrase("what event {} of {} attached was erased", o.event, picture.id), phrase("'{} show {}' tells when and why", work::command_of(kind), picture.id)};
    if (!found || store::hex(store::sha256(*found)) != event.fields.get("file")) {
      throw Error{ErrorKind::storage, found ? phrase("what event {} of {} attached is not what it was", o.event, picture.id) : phrase("what event {} of {} attached is missing", o.event, picture.id), phrase("'svc db check' tells what else is damaged")};
    }
    name = event.texts.get("name");
    content = *found;
  });
  if (o.to.empty()) {
    if (ctx.env.out_is_terminal) throw Error{ErrorKind::usage, phrase("a file is not written to a terminal"), phrase("write --to FILE, or redirect standard output")};
    return ctx.print(content);
  }
  std::error_code unknown;  // then opening it tells why
  const bool into_folder = std::filesystem::is_directory(o.to, unknown);
  if (!into_folder && o.to.ends_with('/')) throw Error{ErrorKind::not_found, phrase("there is no folder '{}'", o.to), phrase("make it first")};
  const std::string path = into_folder ? (std::filesystem::path(o.to) / name_within(name)).string() : o.to;
  if (!write_new(path, content)) throw Error{ErrorKind::refused, phrase("there is a '{}' already", path), phrase("write --to another place, or move it away")};
}

Run declare_extract(CLI::App& app, const std::string& kind) {
  auto o = std::make_shared<ExtractOptions>();
  app.add_option("id", o->id, "The item")->required()->type_name("ID");
  app.add_option("event", o->event, "The number of the event that attached it")->required()->type_name("EVENT");
  app.add_option("--to", o->to, "A new file, or a folder for one of its own name; else standard output")->type_name("PATH");
  return [o, kind](Context& ctx) { run_extract(ctx, kind, *o); };
}

Run declare_list(CLI::App& app, const std::string& kind) {
  auto id = std::make_shared<std::string>();
  app.add_option("id", *id, "The item")->required()->type_name("ID");
  return [id, kind](Context& ctx) {
    const render::Format format = ctx.format();
    ctx.read([&](desk::Session& session) {
      render::Listing listing;
      listing.columns = {{"event", "EVENT", true}, {"at", "AT"}, {"by", "BY"}, {"form", "FORM"}, {"size", "BYTES", true}, {"name", "NAME"}, {"sha256", "SHA-256"}};
      const desk::Picture picture = desk::look(session, *id, kind);
      for (const work::Event& event : picture.history.events) {
        if (event.name != "attached") continue;
        listing.rows.push_back({cell(event.seq), {rfc3339(event.at, session.zone()), short_time(event.at, session.zone())}, cell_or_null(event.by), cell_or_null(event.fields.get("form")),
                                cell(std::stoll(event.fields.get("size"))), cell(event.texts.get("name")), cell(event.fields.get("file"))});
      }
      ctx.print(ctx.shown(listing, format));
    });
  };
}

}  // namespace

desk::Attachment read_attachment(const std::string& path) {
  // Not to wait for the other end of a pipe.
  const File file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file.is_open()) throw Error{ErrorKind::not_found, phrase("cannot read '{}': {}", path, std::strerror(errno)), {}};
  struct stat about{};
  if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    throw Error{ErrorKind::refused, phrase("'{}' is {}, and only files can be attached", path, what_it_is(about.st_mode)), {}};
  }
  desk::Attachment attachment{std::filesystem::path(path).filename().string(), content_of(file, path)};
  if (const auto why = unprintable(attachment.name)) throw Error{ErrorKind::usage, phrase("the name of '{}' contains {}", printable(path), *why), phrase("rename it")};
  if (attachment.content.empty()) throw Error{ErrorKind::refused, phrase("'{}' is empty", path), {}};
  if (attachment.content.size() > largest) throw Error{ErrorKind::refused, phrase("'{}' is larger than 16 MiB", path), phrase("scan it with less resolution, or keep it elsewhere and note where")};
  return attachment;
}

std::vector<Verb> attachment_verbs(const std::string& kind) {
  const std::string command = work::command_of(kind), id = work::print_id(kind, 1);
  return {
      {"attachments", "the files that are kept with it", [kind](CLI::App& app) { return declare_list(app, kind); }, {command + " attachments " + id}},
      {"extract", "a file that is kept with it", [kind](CLI::App& app) { return declare_extract(app, kind); }, {command + " extract " + id + " 3 --to scans/"}},
  };
}

}  // namespace svc::cmd
