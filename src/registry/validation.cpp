#include "registry/validation.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "base/fields.hpp"
#include "base/utf8.hpp"
#include "modelreg/limits.hpp"

namespace modelreg::registry {
namespace {

using namespace std::chrono_literals;
using base::Field;
using base::TextRule;

constexpr Timestamp first_timestamp = std::chrono::sys_days(1y / 1 / 1);
constexpr Timestamp end_of_timestamps = std::chrono::sys_days(10000y / 1 / 1);

/// Collects the violations of a record, field by field.
class Validator {
 public:
  void operator()(const Field& field, const std::string& text) {
    if (auto violation = check_text(field, text)) violations.push_back(std::move(*violation));
  }

  template <class Record>
  void operator()(const Field& field, const Id<Record>& id) {
    (*this)(field, id.str());
  }

  template <TextEnum E>
  void operator()(const Field& field, E value) {
    if (!to_string(value).empty()) return;
    violations.push_back(
        {std::string(field.name), one_of_its_values<E>(), value == E{} ? "missing" : "enum"});
  }

  void operator()(const Field& field, Timestamp timestamp) {
    if (timestamp >= first_timestamp && timestamp < end_of_timestamps) return;
    violations.push_back({std::string(field.name), "must be in the years 1 to 9999",
                          timestamp < first_timestamp ? "greater_than_equal" : "less_than_equal"});
  }

  void operator()(const Field& field, std::int64_t count) {
    if (count >= 0) return;
    violations.push_back({std::string(field.name), "must be 0 or more", "greater_than_equal"});
  }

  void operator()(const Field&, const JsonObject&) {}  // was checked when it was made
  void operator()(const Field&, bool) {}

  template <class T>
  void operator()(const Field& field, const std::optional<T>& value) {
    if (value) (*this)(field, *value);
  }

  template <class T>
  void operator()(const Field& field, const Change<T>& change) {
    (*this)(field, change.value());
    if (change.clears() && !field.clearable) {
      violations.push_back(
          {std::string(field.name), "cannot be cleared", TextEnum<T> ? "enum" : "string_type"});
    }
  }

  std::vector<Violation> violations;
};

template <class Record>
std::vector<Violation> violations_of(const Record& record) {
  Validator validator;
  base::each_field(validator, record);
  return std::move(validator.violations);
}

std::optional<Violation> check_length(std::string_view field, std::size_t length, std::size_t least,
                                      std::size_t most, const char* problem) {
  if (length < least) return Violation{std::string(field), problem, "string_too_short"};
  if (length > most) return Violation{std::string(field), problem, "string_too_long"};
  return std::nullopt;
}

}  // namespace

std::optional<Violation> check_text(const Field& field, std::string_view text) {
  const auto characters = base::count_characters(text);
  if (!characters) {
    return Violation{std::string(field.name), "must be valid UTF-8 without the character NUL",
                     "string_type"};
  }
  switch (field.rule) {
    case TextRule::name:
      return check_length(field, *characters, 1, max_name_characters,
                          "must have 1 to 1024 characters");
    case TextRule::label:
      return check_length(field, *characters, 0, max_name_characters,
                          "must have at most 1024 characters");
    case TextRule::id:
      return check_length(field, text.size(), 1, max_id_bytes, "must have 1 to 255 bytes");
    case TextRule::text:
      break;
  }
  return check_length(field, text.size(), 0, max_text_bytes, "must have at most 1 MiB");
}

std::vector<Violation> validate(const PageRequest& request) {
  std::vector<Violation> violations;
  if (request.page < 1) violations.push_back({"page", "must be 1 or more", "greater_than_equal"});
  if (request.limit < 1) violations.push_back({"limit", "must be 1 or more", "greater_than_equal"});
  if (request.limit > max_page_limit) {
    violations.push_back({"limit", "must be 10000 or less", "less_than_equal"});
  }
  return violations;
}

std::vector<Violation> validate_filter(const ModelGroupFilter& filter) {
  Validator validator;
  validator(Field{.name = "name", .rule = TextRule::label}, filter.name);
  validator(Field{.name = "name_contains", .rule = TextRule::label}, filter.name_contains);
  return std::move(validator.violations);
}

std::vector<Violation> validate_filter(const ModelInstanceFilter& filter) {
  Validator validator;
  validator(Field{.name = "name", .rule = TextRule::label}, filter.name);
  validator(Field{.name = "name_contains", .rule = TextRule::label}, filter.name_contains);
  validator(Field{.name = "model_vendor"}, filter.model_vendor);
  validator(Field{.name = "base_model_id", .rule = TextRule::id}, filter.base_model_id);
  return std::move(validator.violations);
}

std::vector<Violation> validate_filter(const ModelDeploymentFilter&) { return {}; }

void require_valid(std::vector<Violation> violations) {
  if (!violations.empty()) throw Error(std::move(violations));
}

std::vector<Violation> validate(const Identity& identity) {
  Validator validator;
  validator(Field{.name = "account_id", .rule = TextRule::id}, identity.account_id);
  validator(Field{.name = "user_id", .rule = TextRule::id}, identity.user_id);
  return std::move(validator.violations);
}

}  // namespace modelreg::registry

namespace modelreg {

std::vector<Violation> validate(const ModelGroup& group) { return registry::violations_of(group); }
std::vector<Violation> validate(const NewModelGroup& group) {
  return registry::violations_of(group);
}
std::vector<Violation> validate(const ModelGroupChanges& changes) {
  return registry::violations_of(changes);
}

std::vector<Violation> validate(const ModelInstance& instance) {
  return registry::violations_of(instance);
}
std::vector<Violation> validate(const NewModelInstance& instance) {
  return registry::violations_of(instance);
}
std::vector<Violation> validate(const ModelInstanceChanges& changes) {
  return registry::violations_of(changes);
}

std::vector<Violation> validate(const ModelDeployment& deployment) {
  return registry::violations_of(deployment);
}
std::vector<Violation> validate(const NewModelDeployment& deployment) {
  return registry::violations_of(deployment);
}
std::vector<Violation> validate(const ModelDeploymentChanges& changes) {
  return registry::violations_of(changes);
}

}  // namespace modelreg
