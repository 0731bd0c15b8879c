#include "modelreg/testing/seed.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "modelreg/error.hpp"
#include "testing/seed_content.hpp"

namespace modelreg::testing {
namespace {

std::string place_in(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

void add(std::vector<Violation>& violations, const std::string& place,
         std::vector<Violation> found) {
  for (auto& violation : found) {
    violation.field = place + "." + violation.field;
    violations.push_back(std::move(violation));
  }
}

/// The items that `name` may mean: those of that name or, if there are none, of that id.
template <class Item>
std::vector<std::size_t> meant(const std::vector<Item>& items, const std::string& name) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].record.name == name) found.push_back(i);
  }
  if (!found.empty()) return found;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].record.id && items[i].record.id->str() == name) found.push_back(i);
  }
  return found;
}

template <class Item>
void check_reference(const std::vector<Item>& items, const Reference& reference,
                     const std::string& place, const char* what,
                     std::vector<Violation>& violations) {
  if (reference.index || reference.name.empty()) return;
  const auto found = meant(items, reference.name).size();
  if (found == 0) {
    violations.push_back(
        {place, std::string("there is no ") + what + " of this name or id here", "not_found"});
  } else if (found > 1) {
    violations.push_back(
        {place, std::string("more than one ") + what + " has this name; refer to one by its `id`",
         "value_error"});
  }
}

template <class Item>
void check_ids(const std::vector<Item>& items, std::vector<Violation>& violations) {
  std::set<std::string> seen;
  for (const auto& item : items) {
    if (!item.record.id || seen.insert(item.record.id->str()).second) continue;
    violations.push_back(
        {item.origin.place + ".id", "is already taken in this account", "conflict"});
  }
}

void check(const SeedAccount& account, std::vector<Violation>& violations) {
  check_ids(account.groups, violations);
  check_ids(account.models, violations);
  check_ids(account.deployments, violations);
  for (const auto& model : account.models) {
    check_reference(account.groups, model.group, model.origin.place + ".group", "group",
                    violations);
  }
  for (const auto& deployment : account.deployments) {
    check_reference(account.models, deployment.model, deployment.origin.place + ".model", "model",
                    violations);
  }
}

template <class Item>
std::size_t resolve_in(const std::vector<Item>& items, const Reference& reference) {
  return reference.index ? *reference.index : meant(items, reference.name).front();
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorCode::not_found, path.string() + ": there is no such seed file");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::size_t resolve(const std::vector<SeedGroup>& groups, const Reference& reference) {
  return resolve_in(groups, reference);
}
std::size_t resolve(const std::vector<SeedModel>& models, const Reference& reference) {
  return resolve_in(models, reference);
}

const std::shared_ptr<SeedContent>& empty_seed() {
  static const auto empty = std::make_shared<SeedContent>();
  return empty;
}

std::vector<Violation> all_violations(const SeedContent& content) {
  auto violations = content.violations;
  for (const auto& account : content.accounts) check(account, violations);
  return violations;
}

Seed::Seed() : content_(empty_seed()) {}
Seed::Seed(std::shared_ptr<SeedContent> content) : content_(std::move(content)) {}

Seed Seed::from_text(std::string_view json) {
  auto content = std::make_shared<SeedContent>();
  read_seed(json, *content);
  auto violations = all_violations(*content);
  if (!violations.empty()) throw Error(std::move(violations));
  return Seed(std::move(content));
}

Seed Seed::from_file(const std::filesystem::path& path) {
  try {
    return from_text(bytes_of(path));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_argument) throw;
    throw Error(error.code(), path.string() + ": " + error.what(), error.violations());
  }
}

/// A content of its own, which no registry was made from.
SeedContent& Seed::change() {
  content_ = std::make_shared<SeedContent>(*content_);
  return *content_;
}

Seed& Seed::account(Identity identity) {
  auto& accounts = change().accounts;
  auto place = place_in("accounts", accounts.size() - 1) + ".";
  accounts.push_back({.identity = std::move(identity), .place = std::move(place)});
  return *this;
}

Seed& Seed::group(NewModelGroup group, std::vector<NewModelInstance> models) {
  auto& content = change();
  auto& account = content.accounts.back();
  const auto index = account.groups.size();
  const auto place = account.place + place_in("groups", index);
  add(content.violations, place, validate(group));
  account.groups.push_back({std::move(group), {.place = place}});
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto model_place = place + "." + place_in("models", i);
    add(content.violations, model_place, validate(models[i]));
    account.models.push_back({.record = std::move(models[i]),
                              .origin = {.place = model_place},
                              .group = {.index = index}});
  }
  return *this;
}

Seed& Seed::model(NewModelInstance model, std::string group) {
  auto& content = change();
  auto& account = content.accounts.back();
  const auto loose = std::count_if(account.models.begin(), account.models.end(),
                                   [](const SeedModel& known) { return !known.group.index; });
  const auto place = account.place + place_in("models", static_cast<std::size_t>(loose));
  add(content.violations, place, validate(model));
  account.models.push_back({.record = std::move(model),
                            .origin = {.place = place},
                            .group = {.name = std::move(group)}});
  return *this;
}

Seed& Seed::deployment(std::string model, NewModelDeployment deployment) {
  auto& content = change();
  auto& account = content.accounts.back();
  const auto place = account.place + place_in("deployments", account.deployments.size());
  add(content.violations, place, validate(deployment));
  if (model.empty()) content.violations.push_back({place + ".model", "is required", "missing"});
  account.deployments.push_back({.record = std::move(deployment),
                                 .origin = {.place = place},
                                 .model = {.name = std::move(model)}});
  return *this;
}

Seed& Seed::key(std::string label) {
  auto& account = change().accounts.back();
  const auto place = account.place + place_in("keys", account.keys.size());
  account.keys.push_back({std::move(label), {.place = place}});
  return *this;
}

std::vector<Violation> Seed::violations() const { return all_violations(*content_); }

}  // namespace modelreg::testing
