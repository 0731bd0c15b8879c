#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// A record on the command line: each of its fields an option, or all of it a file of JSON.
namespace modelreg::tool {

/// An option that sets a field of a record.
struct FieldOption {
  const char* flag;
  const char* field;
  const char* help;
  bool is_json = false;  ///< Its value is JSON text; else a text.
};

/// `first` and then `rest`.
[[nodiscard]] std::vector<FieldOption> with(const FieldOption& first,
                                            std::vector<FieldOption> rest);

/// What was said of a record.
class RecordArguments {
 public:
  /// Offer `options` and `--file`. `clearable`: also `--clear FIELD`, for a change.
  void add_to(CLI::App& command, std::span<const FieldOption> options, bool clearable = false);

  void set(const std::string& field, const std::string& text);

  /// The record as a JSON object.
  /// Throws: `not_found` if its file cannot be read; `invalid_argument` if there is a file and an
  /// option beside it.
  [[nodiscard]] std::string json() const;

 private:
  struct Member {
    std::string field;
    std::string json;
  };
  void add(const FieldOption& option, const std::string& value);

  std::vector<Member> members_;
  std::vector<std::string> cleared_;
  std::optional<std::string> file_;
};

}  // namespace modelreg::tool
