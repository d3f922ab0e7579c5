// SPDX-License-Identifier: MIT
#include "render/markup.h"

#include <fmt/format.h>

#include <algorithm>

#include "text.h"

namespace svc::render {
namespace {

constexpr std::string_view style = R"(:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --ground: #fff; --card: #f6f8fa; --bar: #2f6fdb; --alarm: #c4432b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --ground: #0d1117; --card: #161b22; --bar: #4c8dff; --alarm: #f0705a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem; max-width: 60rem; color: var(--ink); background: var(--ground); font: 1rem/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 0 0 .25rem; font-size: 1.05rem; }
header p, .count { color: var(--soft); }
.count { font-size: .85em; }
.tiles, main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); margin-top: 1.5rem; }
main { grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); }
.tile, section { padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); break-inside: avoid; overflow-x: auto; }
.wide { grid-column: 1 / -1; }
.value { font-size: 2rem; font-weight: 600; line-height: 1.2; }
.figure { margin: 0 0 .5rem; }
svg { display: block; width: 100%; max-width: 34rem; height: auto; }
svg text { fill: var(--ink); font-size: 13px; }
.bar { fill: var(--bar); }
.bar.alarm { fill: var(--alarm); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); text-align: left; }
td:not(:last-child) { white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
ul { margin: 0; padding-left: 1.2rem; }
@page { size: A4; margin: 15mm; }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --ground: #fff; --card: #fff; } body { max-width: none; padding: 0; font-size: 10pt; } main { grid-template-columns: 1fr 1fr; } section { overflow: visible; break-inside: auto; padding: .6rem; } h2, svg { break-after: avoid; } svg { max-width: 24rem; } tr { break-inside: avoid; } main table { font-size: 8pt; } th, td { padding: .2rem .3rem; } td:not(:last-child) { white-space: normal; } }
@media (max-width: 30rem) { main { grid-template-columns: 1fr; } }
)";

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string document(const std::string& title, const std::string& body, const std::string& language) {
  return "<!DOCTYPE html>\n<html lang=\"" + language + "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escape(title) +
         "</title>\n<style>\n" + std::string(style) + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
}

std::string bar_chart(const std::string& title, const std::vector<Bar>& bars, double most) {
  constexpr int row = 24, width = 400, gap = 8, digit_width = 8;
  size_t columns = 1, beside = 1;
  double longest = most;
  for (const Bar& bar : bars) {
    columns = std::max(columns, std::min<size_t>(display_width(bar.name), 20));
    beside = std::max(beside, bar.shown.size());
    longest = std::max(longest, bar.value);
  }
  const int left = static_cast<int>(columns) * digit_width + gap, room = width - left - static_cast<int>(beside) * digit_width - 2 * gap;
  std::string out = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", width, row * static_cast<int>(bars.size()), escape(title));
  int y = 0;
  for (const Bar& bar : bars) {
    const double length = longest > 0 ? bar.value / longest * room : 0;
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect class=\"bar{}\" x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"16\" rx=\"2\"/><text x=\"{:.1f}\" y=\"{}\">{}</text>\n",
                       left - gap, y + 17, escape(bar.name), bar.alarm ? " alarm" : "", left, y + 4, length, left + length + gap, y + 17, escape(bar.shown));
    y += row;
  }
  return out + "</svg>\n";
}

}  // namespace svc::render
