#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "modelreg/enum_text.hpp"
#include "modelreg/error.hpp"
#include "modelreg/export.hpp"
#include "modelreg/if_taken.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/session.hpp"

namespace modelreg {

/// The next part of a text, valid until the next call; empty at its end.
using Source = std::function<std::string_view()>;

/// What an import does with an instance whose group is not in the account.
enum class IfNoGroup : std::uint8_t {
  refuse = 1,  ///< It is a fault.
  create,      ///< Make the group, whose name is then its id.
  leave_out,   ///< Store the instance in no group.
};

template <>
inline constexpr auto enum_texts<IfNoGroup> = std::to_array<EnumText<IfNoGroup>>({
    {IfNoGroup::refuse, "refuse"},
    {IfNoGroup::create, "create"},
    {IfNoGroup::leave_out, "leave_out"},
});

/// Who wrote the text that is imported.
enum class ImportFormat : std::uint8_t {
  modelreg = 1,  ///< This library or the hosted platform: records.
  /// LiteLLM: its list of models and prices, an object of one object for each model.
  litellm,
  /// Hugging Face: the array of models that its Hub answers.
  huggingface,
};

template <>
inline constexpr auto enum_texts<ImportFormat> = std::to_array<EnumText<ImportFormat>>({
    {ImportFormat::modelreg, "modelreg"},
    {ImportFormat::litellm, "litellm"},
    {ImportFormat::huggingface, "huggingface"},
});

/// Called now and then with how much of the text is read and how many records there were.
using ImportProgress = std::function<void(std::uint64_t bytes, std::int64_t records)>;

struct ImportOptions {
  IfTaken if_taken = IfTaken::refuse;
  IfNoGroup if_no_group = IfNoGroup::refuse;
  ImportFormat format = ImportFormat::modelreg;
  ImportProgress progress = {};
};

/// What became of the records of one kind.
struct ImportCounts {
  std::int64_t created = 0;
  std::int64_t unchanged = 0;
  std::int64_t updated = 0;

  bool operator==(const ImportCounts&) const = default;
};

/// What an import did.
struct ImportReport {
  ImportCounts model_groups = {};
  ImportCounts model_instances = {};
  ImportCounts model_deployments = {};

  bool operator==(const ImportReport&) const = default;
};

/// Why one record of a text was not imported.
struct ImportFault {
  std::int64_t record = 0;  ///< Which it is, from 1; the line that says the version is none.
  std::int64_t line = 0;    ///< Where it begins, from 1.
  Error error{ErrorCode::invalid_argument, ""};
};

/// Records were refused, and so nothing was stored. `what()` names each with its line, and
/// `violations()` has its fields, as in `[2].name` for the third record.
class MODELREG_EXPORT ImportError : public Error {
 public:
  static constexpr std::size_t most_faults = 100;

  /// `faults`: the first of them; `count`: how many there are, of so many `records`.
  ImportError(std::vector<ImportFault> faults, std::int64_t count, std::int64_t records,
              std::vector<ModelGroupId> missing_groups);
  ~ImportError() override;

  /// The first hundred, in order of the text.
  [[nodiscard]] const std::vector<ImportFault>& faults() const noexcept;
  /// How many there are.
  [[nodiscard]] std::int64_t count() const noexcept;
  /// The groups that instances name and that are not there, each once, a hundred at most.
  [[nodiscard]] const std::vector<ModelGroupId>& missing_groups() const noexcept;

 private:
  struct Found;
  std::shared_ptr<const Found> found_;
};

/// Store every record of a text in the session's account, or none.
///
///     std::ifstream file("models.jsonl", std::ios::binary);
///     auto report = import_from(session, file, {.if_taken = IfTaken::skip});
///
/// The text is JSON in UTF-8: an array of records, one or more pages of them as the hosted platform
/// answers (an object whose `items` are such an array), or records one after another, such as JSON
/// lines and what `export_to` wrote; a byte order mark, line ends of Windows and empty lines are no
/// fault. If the first record is whole on a line of its own, each line has one. It is read part by
/// part: beside the transaction (`Options::change_memory`) it takes the memory of the largest
/// record.
///
/// Which kind a record is of says its member `record` (see `export_to`); without one, it is a
/// deployment if it has a `model_instance_id`, a group if it has `created_at` and no field that a
/// group has not, and a model instance otherwise. One with `created_at` is complete and kept as it
/// is (`Session::import_model_instance`); any other is new. A new one whose id is taken is left
/// alone by `skip`, and by `update` takes the fields that it has.
///
/// Of a catalogue of others (`format`), each model is a new instance whose id and name are the
/// catalogue's and whose `base_model_metadata` is all that the catalogue says.
///
/// Throws: `ImportError`, when all is read, if a record breaks a rule, is another account's, has an
/// id that is taken or names what is not there; `invalid_argument` if the text is none of these,
/// is not UTF-8 or of a newer version of the format; and what `source` and `progress` throw.
MODELREG_EXPORT ImportReport import_from(Session& session, const Source& source,
                                         const ImportOptions& options = {});
/// The same. Throws: `storage` if the stream fails.
MODELREG_EXPORT ImportReport import_from(Session& session, std::istream& in,
                                         const ImportOptions& options = {});
/// The same, of a text.
MODELREG_EXPORT ImportReport import_from(Session& session, std::string_view text,
                                         const ImportOptions& options = {});

/// Store every record that the JSON text `instances` holds, or none of them.
///
///     import_model_instances(session, R"([{"name": "Embed", "model_type": "EMBEDDING"}])");
///
/// Returns how many model instances there were. Throws: as `import_from`.
MODELREG_EXPORT std::size_t import_model_instances(Session& session, std::string_view instances);

}  // namespace modelreg
