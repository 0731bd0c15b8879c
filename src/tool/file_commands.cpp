#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tool/answer.hpp"
#include "tool/commands.hpp"
#include "tool/progress.hpp"

namespace modelreg::tool {
namespace {

/// False if there is damage.
bool check(const Context& context) {
  Progress progress("checking", context.json);
  const CheckReport report = context.reader().check([&](std::size_t rows, std::size_t all_rows) {
    progress.show(rows, all_rows, counted(static_cast<std::int64_t>(rows), "row"));
  });
  if (context.json) {
    std::cout << to_json_text(report) << '\n';
    return report.sound();
  }
  for (const auto* const findings : {&report.integrity, &report.references, &report.drift}) {
    for (const auto& finding : *findings) std::cout << finding << '\n';
  }
  std::cout << (report.sound() ? "the registry is sound\n"
                               : "the registry is damaged; restore it from a copy\n");
  return report.sound();
}

void snapshot(const Context& context, const std::string& file) {
  const Registry registry = context.reader();
  try {
    Progress progress("copying", context.json);
    registry.snapshot_to(file, [&](std::size_t copied, std::size_t pages) {
      progress.show(copied, pages, counted(static_cast<std::int64_t>(copied), "page"));
    });
  } catch (const Error& error) {  // the path at fault is not the registry's
    throw Error(error.code(), std::string("the snapshot was not made: ") + error.what(),
                error.sqlite_code());
  }
  if (context.json) {
    print_json(std::cout, {{"snapshot", file}});
  } else {
    std::cout << "copied the registry to " << file << '\n';
  }
}

void compact(const Context& context) {
  const auto bytes = [&] { return std::filesystem::file_size(context.path()); };
  Registry registry = context.registry();
  const auto before = bytes();
  registry.compact();
  const auto after = bytes();
  if (context.json) {
    print_json(std::cout, {{"bytes_before", before}, {"bytes", after}});
  } else {
    std::cout << "the registry has " << after << " bytes, and had " << before << '\n';
  }
}

}  // namespace

void add_file_commands(CLI::App& app, const Context& context, bool& refused) {
  app.add_subcommand("check", "Look for damage in the registry")
      ->fallthrough()
      ->callback([&context, &refused] { refused = !check(context); });

  const auto file = std::make_shared<std::string>();
  auto& copying =
      *app.add_subcommand("snapshot", "Copy the registry to a new file, while others use it")
           ->fallthrough();
  copying.add_option("FILE", *file, "The new file")->required();
  copying.callback([&context, file] { snapshot(context, *file); });

  app.add_subcommand("compact", "Give back the room of what was deleted, and its traces with it")
      ->fallthrough()
      ->callback([&context] { compact(context); });
}

}  // namespace modelreg::tool
