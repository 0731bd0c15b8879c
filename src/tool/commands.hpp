#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/edition.hpp"
#include "modelreg/error.hpp"
#include "modelreg/identity.hpp"
#include "modelreg/options.hpp"
#include "modelreg/page.hpp"
#include "modelreg/registry.hpp"

/// What each command of `modelreg` does, once its arguments are read.
namespace modelreg::tool {

/// Where a command works, for whom, and how it answers.
struct Context {
  std::string database = {};  ///< Empty: the user's own.
  std::string account = "local";
  std::string user = {};  ///< Empty: the login name.
  bool json = false;
  Trust trust = Trust::owner;

  /// The registry, which must be there already, for reading. It is opened for writing where a half
  /// change must be taken back or an older registry brought up to date before it can be read.
  [[nodiscard]] Registry reader() const;
  /// The registry, which must be there already.
  [[nodiscard]] Registry registry() const;
  /// The registry, which is made if it is missing.
  [[nodiscard]] Registry new_registry() const;
  /// A session in the registry, which must be there already.
  [[nodiscard]] Session reading_session() const;
  [[nodiscard]] Session session() const;
  /// A session in the registry, which is made if it is missing.
  [[nodiscard]] Session session_in_new_registry() const;

  [[nodiscard]] Identity identity() const;

 private:
  [[nodiscard]] Registry open(Options options) const;
};

struct NewGroupArguments {
  std::string name = {};
  std::optional<std::string> id = {};
  std::optional<std::string> description = {};
};

struct ModelListArguments {
  PageRequest page = {};
  std::optional<std::string> group = {};
  std::optional<std::string> type = {};
};

void import(const Context& context, const std::string& file, std::ostream& out);
void create_group(const Context& context, const NewGroupArguments& arguments, std::ostream& out);
void list_groups(const Context& context, const PageRequest& page, std::ostream& out);
void show_group(const Context& context, const std::string& group, std::ostream& out);
void add_model(const Context& context, const std::string& group, const std::string& model,
               std::ostream& out);
void list_models(const Context& context, const ModelListArguments& arguments, std::ostream& out);
struct CallArguments {
  std::string method = {};  ///< Empty: requests come from the standard input.
  std::string target = {};
  std::string api_key = {};
  std::string body = {};
  Edition edition = Edition::documented;
};

/// False if the request was refused.
[[nodiscard]] bool call(const Context& context, const CallArguments& arguments, std::istream& in,
                        std::ostream& out);

void create_key(const Context& context, const std::string& label, std::ostream& out);
void list_keys(const Context& context, std::ostream& out);
void revoke_key(const Context& context, const std::string& id, std::ostream& out);

/// False if there is damage.
[[nodiscard]] bool check(const Context& context, std::ostream& out);
void snapshot(const Context& context, const std::string& file, std::ostream& out);

void show_model(const Context& context, const std::string& model, std::ostream& out);

/// What the user can do about `error`; empty if its message says it all.
[[nodiscard]] std::string advice(const Error& error);

}  // namespace modelreg::tool
