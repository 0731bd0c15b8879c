#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>

#include "modelreg/export_to.hpp"
#include "modelreg/import.hpp"
#include "tool/answer.hpp"
#include "tool/commands.hpp"
#include "tool/progress.hpp"
#include "tool/read_file.hpp"

/// Whole accounts from and to a file.
namespace modelreg::tool {
namespace {

constexpr std::size_t most_groups_named = 10;

struct ImportArguments {
  std::string file = {};
  ImportOptions options = {};
};

std::string message_of(int error) { return std::generic_category().message(error); }

/// What can be done about records that are there already.
std::string advice_about_taken(const ImportError& error) {
  const auto& faults = error.faults();
  const bool all = std::all_of(faults.begin(), faults.end(), [](const ImportFault& fault) {
    return fault.error.code() == ErrorCode::conflict;
  });
  return all ? "\n--if-taken skip leaves what is there, --if-taken update changes it" : "";
}

/// What can be done about groups that models name and that are not there.
std::string advice_about_groups(const ImportError& error) {
  const auto& groups = error.missing_groups();
  if (groups.empty()) return {};
  std::string text = "\nthe account lacks ";
  for (std::size_t i = 0; i < groups.size() && i < most_groups_named; ++i) {
    text += (i == 0 ? "" : ", ") + groups[i].str();
  }
  if (groups.size() > most_groups_named) text += ", …";
  return text + "; --create-groups makes such groups, --without-groups imports the models without";
}

ImportReport import_file(Session& session, ImportArguments arguments, bool quiet) {
  Input input(arguments.file);
  Progress progress("importing", quiet);
  arguments.options.progress = [&](std::uint64_t bytes, std::int64_t records) {
    progress.show(bytes, input.size(), counted(records, "record"));
  };
  try {
    return import_from(session, input.stream(), arguments.options);
  } catch (const ImportError& error) {
    throw Error(error.code(),
                input.called() + ": " + error.what() + advice_about_taken(error) +
                    advice_about_groups(error),
                error.sqlite_code());
  }
}

/// As `listed`; if there are none, `0 models`.
std::string listed_or_none(std::int64_t groups, std::int64_t models, std::int64_t deployments) {
  const std::string text = listed(groups, models, deployments);
  return text.empty() ? counted(0, "model") : text;
}

std::string listed(const ImportReport& report, std::int64_t ImportCounts::*what) {
  return listed_or_none(report.model_groups.*what, report.model_instances.*what,
                        report.model_deployments.*what);
}

nlohmann::ordered_json to_json(const ImportCounts& counts) {
  return {
      {"created", counts.created}, {"unchanged", counts.unchanged}, {"updated", counts.updated}};
}

void print_report(const Context& context, const ImportReport& report) {
  const auto& models = report.model_instances;
  if (context.json) {
    print_json(std::cout, {{"count", models.created + models.unchanged + models.updated},
                           {"model_groups", to_json(report.model_groups)},
                           {"models", to_json(models)},
                           {"deployments", to_json(report.model_deployments)}});
    return;
  }
  const auto any = [&](std::int64_t ImportCounts::*what) {
    return report.model_groups.*what + models.*what + report.model_deployments.*what > 0;
  };
  std::cout << "imported " << listed(report, &ImportCounts::created);
  if (any(&ImportCounts::updated)) {
    std::cout << "; updated " << listed(report, &ImportCounts::updated);
  }
  if (any(&ImportCounts::unchanged)) {
    std::cout << "; left " << listed(report, &ImportCounts::unchanged) << " as before";
  }
  std::cout << '\n';
}

void import(const Context& context, const ImportArguments& arguments) {
  Session session = context.session_in_new_registry();
  print_report(context, import_file(session, arguments, context.json));
}

/// A file that is there in full when it is, and before that under another name. What is no regular
/// file, such as a device, is written to.
class Output {
 public:
  explicit Output(const std::string& path) : called_(path), path_(path) {
    std::error_code none;
    if (std::filesystem::exists(path, none)) path_ = std::filesystem::canonical(path, none);
    replaces_ =
        !std::filesystem::exists(path_, none) || std::filesystem::is_regular_file(path_, none);
    written_ = path_;
    if (replaces_) written_ += ".partial";
    errno = 0;
    file_.open(written_, std::ios::binary | std::ios::trunc);
    if (!file_.is_open()) refuse(errno);
  }
  ~Output() {
    std::error_code gone;
    if (replaces_ && !finished_) std::filesystem::remove(written_, gone);
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  [[nodiscard]] std::ostream& stream() { return file_; }

  void finish() {
    file_.close();
    if (!file_) refuse(errno);
    std::error_code error;
    if (replaces_) std::filesystem::rename(written_, path_, error);
    if (error) refuse(error.value());
    finished_ = true;
  }

 private:
  [[noreturn]] void refuse(int error) const {
    throw Error(ErrorCode::storage, called_ + " cannot be written: " + message_of(error));
  }

  std::string called_;
  std::filesystem::path path_;
  std::filesystem::path written_;
  std::ofstream file_;
  bool replaces_ = true;
  bool finished_ = false;
};

void refuse_the_registry_itself(const Context& context, const std::string& file) {
  std::error_code none;
  if (!std::filesystem::equivalent(context.path(), file, none)) return;
  throw Error(
      {{"FILE", "is the registry itself; name another file for the export", "value_error"}});
}

void export_account(const Context& context, const std::string& file) {
  const Session session = context.reading_session();
  Progress progress("exporting", context.json);
  const auto show = [&](std::int64_t records, std::int64_t all) {
    progress.show(static_cast<std::uint64_t>(records), static_cast<std::uint64_t>(all),
                  counted(records, "record"));
  };
  if (file == "-") {
    export_to(session, std::cout, show);
    return;
  }
  refuse_the_registry_itself(context, file);
  Output output(file);
  const auto counts = export_to(session, output.stream(), show);
  output.finish();
  if (context.json) {
    print_json(std::cout, {{"export", file},
                           {"model_groups", counts.model_groups},
                           {"models", counts.model_instances},
                           {"deployments", counts.model_deployments}});
  } else {
    std::cout << "exported "
              << listed_or_none(counts.model_groups, counts.model_instances,
                                counts.model_deployments)
              << " to " << file << '\n';
  }
}

}  // namespace

void add_transfer_commands(CLI::App& app, const Context& context) {
  const auto arguments = std::make_shared<ImportArguments>();
  auto& options = arguments->options;
  auto& importing =
      *app.add_subcommand("import", "Store every record of a JSON file, or none")->fallthrough();
  importing
      .add_option("FILE", arguments->file,
                  "An array of models, a page, JSON lines or an export; - reads the standard input")
      ->required();
  importing
      .add_option_function<std::string>(
          "--if-taken",
          [&options](const std::string& text) { options.if_taken = parse<IfTaken>(text).value(); },
          "What to do with a record whose id is taken: refuse (default), skip or update it")
      ->check(CLI::IsMember({"refuse", "skip", "update"}))
      ->option_text("refuse|skip|update");
  auto& create = *importing.add_flag_callback(
      "--create-groups", [&options] { options.if_no_group = IfNoGroup::create; },
      "Make the model groups that models name and that are not there");
  auto& without = *importing.add_flag_callback(
      "--without-groups", [&options] { options.if_no_group = IfNoGroup::leave_out; },
      "Import such models into no model group");
  create.excludes(&without);
  importing
      .add_option_function<std::string>(
          "--from",
          [&options](const std::string& text) {
            options.format = parse<ImportFormat>(text).value();
          },
          "Whose catalogue it is: LiteLLM's model_prices_and_context_window.json, or the models "
          "that the Hub of Hugging Face lists")
      ->check(CLI::IsMember({"litellm", "huggingface"}))
      ->option_text("litellm|huggingface");
  importing.callback([&context, arguments] { import(context, *arguments); });

  const auto file = std::make_shared<std::string>("-");
  auto& exporting = *app.add_subcommand("export", "Write every record of the account as JSON lines")
                         ->fallthrough();
  exporting.add_option("FILE", *file, "The file, which is replaced (default: standard output)");
  exporting.callback([&context, file] { export_account(context, *file); });
}

}  // namespace modelreg::tool
