#include "modelreg/import.hpp"

#include <algorithm>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "modelreg/json_text.hpp"
#include "registry/importing.hpp"
#include "wire/catalogues.hpp"
#include "wire/record_kind.hpp"
#include "wire/record_texts.hpp"

namespace modelreg {
namespace {

constexpr std::size_t part_size = std::size_t{64} << 10U;
constexpr std::int64_t records_between_progress = 1000;

void count(ImportCounts& counts, ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::created:
      ++counts.created;
      break;
    case ImportOutcome::unchanged:
      ++counts.unchanged;
      break;
    case ImportOutcome::updated:
      ++counts.updated;
      break;
  }
}

/// Stores records one by one, each as its text says.
class Importer {
 public:
  Importer(Session& session, const ImportOptions& options) : session_(session), options_(options) {}

  void store(const wire::RecordText& record) {
    if (options_.format != ImportFormat::modelreg) {
      const auto entry = wire::read_entry(options_.format, record);
      if (entry) store_new_instance(*entry);
      return;
    }
    const auto [kind, complete] = kinds_.recognise(record.text);
    switch (kind) {
      case wire::RecordKind::header:
        break;
      case wire::RecordKind::model_group:
        complete ? store_group(record.text) : store_new_group(record.text);
        break;
      case wire::RecordKind::model_instance:
        complete ? store_instance(from_json_text<ModelInstance>(record.text))
                 : store_new_instance(from_json_text<NewModelInstance>(record.text));
        break;
      case wire::RecordKind::model_deployment:
        complete ? store_deployment(record.text) : store_new_deployment(record.text);
        break;
    }
  }

  [[nodiscard]] const ImportReport& report() const noexcept { return report_; }
  [[nodiscard]] std::vector<ModelGroupId> take_missing_groups() { return std::move(missing_); }

 private:
  void store_group(std::string_view text) {
    const auto group = from_json_text<ModelGroup>(text);
    count(report_.model_groups, session_.import_model_group(group, options_.if_taken).outcome);
  }

  void store_new_group(std::string_view text) {
    const auto group = from_json_text<NewModelGroup>(text);
    count(report_.model_groups,
          store_new(
              group.id, [&](const auto& id) { return session_.find_model_group(id); },
              [&] { session_.create_model_group(group); },
              [&](const auto& id) {
                return session_.update_model_group(
                    id, from_json_text<ModelGroupChanges>(to_json_text(group)));
              }));
  }

  void store_instance(ModelInstance instance) {
    if (is_skipped(instance.id)) return;
    find_group(instance.model_group_id);
    note_missing_group(instance.model_group_id, [&] {
      count(report_.model_instances,
            options_.if_taken == IfTaken::refuse
                ? (session_.import_model_instance(instance), ImportOutcome::created)
                : session_.import_model_instance(instance, options_.if_taken).outcome);
    });
  }

  void store_new_instance(NewModelInstance instance) {
    if (instance.id && is_skipped(*instance.id)) return;
    find_group(instance.model_group_id);
    note_missing_group(instance.model_group_id, [&] {
      count(report_.model_instances,
            store_new(
                instance.id, [&](const auto& id) { return session_.find_model_instance(id); },
                [&] { session_.create_model_instance(instance); },
                [&](const auto& id) {
                  return session_.update_model_instance(
                      id, from_json_text<ModelInstanceChanges>(to_json_text(instance)));
                }));
    });
  }

  void store_deployment(std::string_view text) {
    const auto deployment = from_json_text<ModelDeployment>(text);
    count(report_.model_deployments,
          session_.import_model_deployment(deployment, options_.if_taken).outcome);
  }

  void store_new_deployment(std::string_view text) {
    const auto deployment = from_json_text<NewModelDeployment>(text);
    const auto instance = wire::model_instance_id_of(text);
    count(report_.model_deployments,
          store_new(
              deployment.id, [&](const auto& id) { return session_.find_model_deployment(id); },
              [&] { session_.create_model_deployment(instance, deployment); },
              [&](const auto& id) {
                return session_.update_model_deployment(
                    id, from_json_text<ModelDeploymentChanges>(to_json_text(deployment)));
              }));
  }

  /// Make a new record, or do what the options say with the one that has its id.
  template <class RecordId>
  ImportOutcome store_new(const std::optional<RecordId>& id, auto&& find, auto&& create,
                          auto&& update) {
    const auto stored = id && options_.if_taken != IfTaken::refuse
                            ? find(*id)
                            : std::invoke_result_t<decltype(find), const RecordId&>{};
    if (!stored) {
      create();
      return ImportOutcome::created;
    }
    if (options_.if_taken == IfTaken::skip) return ImportOutcome::unchanged;
    return update(*id) == *stored ? ImportOutcome::unchanged : ImportOutcome::updated;
  }

  /// Nothing is made for an instance that is left as it is.
  bool is_skipped(const ModelInstanceId& id) {
    if (options_.if_taken != IfTaken::skip || !session_.has_model_instance(id)) return false;
    ++report_.model_instances.unchanged;
    return true;
  }

  /// Do with a group that is not there what the options say.
  void find_group(std::optional<ModelGroupId>& group) {
    if (options_.if_no_group == IfNoGroup::refuse || !group) return;
    if (session_.has_model_group(*group)) return;
    if (options_.if_no_group == IfNoGroup::leave_out) {
      group.reset();
      return;
    }
    session_.create_model_group({.name = group->str(), .id = group});
    ++report_.model_groups.created;
  }

  template <class Store>
  void note_missing_group(const std::optional<ModelGroupId>& group, const Store& store) {
    try {
      store();
    } catch (const Error& error) {
      if (error.code() == ErrorCode::not_found && group &&
          missing_.size() < ImportError::most_faults &&
          std::find(missing_.begin(), missing_.end(), *group) == missing_.end()) {
        missing_.push_back(*group);
      }
      throw;
    }
  }

  Session& session_;
  const ImportOptions& options_;
  wire::RecordKinds kinds_;
  ImportReport report_;
  std::vector<ModelGroupId> missing_;
};

/// Whether the record is at fault, and not the registry.
bool is_of_the_record(const Error& error) {
  switch (error.code()) {
    case ErrorCode::invalid_argument:
    case ErrorCode::forbidden:
    case ErrorCode::not_found:
    case ErrorCode::conflict:
      return true;
    default:
      return false;
  }
}

/// The records of a text on their way to the importer, and what is wrong with them.
class Reading {
 public:
  Reading(const Source& source, const ImportOptions& options)
      : texts_(source, wire::layout_of(options.format)), progress_(options.progress) {}

  void run(Importer& importer) {
    while (const auto record = next()) {
      try {
        importer.store(*record);
      } catch (const Error& error) {
        note(error, record->line);
      }
      if (progress_ && records_ % records_between_progress == 0) {
        progress_(texts_.bytes(), records_);
      }
    }
    if (progress_) progress_(texts_.bytes(), records_);
    if (count_ > 0) {
      throw ImportError(std::move(faults_), count_, records_, importer.take_missing_groups());
    }
  }

 private:
  /// Nothing, too, where the next record cannot be told from the rest.
  std::optional<wire::RecordText> next() {
    try {
      auto record = texts_.next();
      if (record && !wire::is_header(record->text)) ++records_;
      return record;
    } catch (const Error& error) {
      ++records_;
      note(error, texts_.line());
      return std::nullopt;
    }
  }

  void note(const Error& error, std::int64_t line) {
    if (!is_of_the_record(error)) throw error;
    ++count_;
    if (faults_.size() < ImportError::most_faults) faults_.push_back({records_, line, error});
  }

  wire::RecordTexts texts_;
  const ImportProgress& progress_;
  std::int64_t records_ = 0;
  std::int64_t count_ = 0;
  std::vector<ImportFault> faults_;
};

std::string place_of(const ImportFault& fault) {
  return "record " + std::to_string(fault.record) + " (line " + std::to_string(fault.line) +
         "): " + fault.error.what();
}

std::string sentence(const std::vector<ImportFault>& faults, std::int64_t count,
                     std::int64_t records) {
  if (count == 1) return place_of(faults.front());
  std::string text = std::to_string(count) + " of " + std::to_string(records) +
                     " records are at fault, and nothing was stored:";
  for (const auto& fault : faults) text += "\n  " + place_of(fault);
  const auto more = count - static_cast<std::int64_t>(faults.size());
  return more > 0 ? text + "\n  and " + std::to_string(more) + " more" : text;
}

std::vector<Violation> violations_of(const std::vector<ImportFault>& faults) {
  std::vector<Violation> violations;
  for (const auto& fault : faults) {
    for (Violation violation : fault.error.violations()) {
      const std::string record = "[" + std::to_string(fault.record - 1) + "]";
      violation.field = violation.field.empty() ? record : record + "." + violation.field;
      violations.push_back(std::move(violation));
    }
  }
  return violations;
}

}  // namespace

struct ImportError::Found {
  std::vector<ImportFault> faults;
  std::int64_t count;
  std::vector<ModelGroupId> missing_groups;
};

ImportError::ImportError(std::vector<ImportFault> faults, std::int64_t count, std::int64_t records,
                         std::vector<ModelGroupId> missing_groups)
    : Error(faults.front().error.code(), sentence(faults, count, records), violations_of(faults)),
      found_(std::make_shared<const Found>(
          Found{std::move(faults), count, std::move(missing_groups)})) {}

ImportError::~ImportError() = default;

const std::vector<ImportFault>& ImportError::faults() const noexcept { return found_->faults; }
std::int64_t ImportError::count() const noexcept { return found_->count; }
const std::vector<ModelGroupId>& ImportError::missing_groups() const noexcept {
  return found_->missing_groups;
}

ImportReport import_from(Session& session, const Source& source, const ImportOptions& options) {
  registry::require_known(options.if_taken, "if_taken");
  registry::require_known(options.if_no_group, "if_no_group");
  registry::require_known(options.format, "format");
  return session.transaction([&](Session& all_or_nothing) {
    Importer importer(all_or_nothing, options);
    Reading(source, options).run(importer);
    return importer.report();
  });
}

ImportReport import_from(Session& session, std::istream& in, const ImportOptions& options) {
  std::string part;
  return import_from(
      session,
      [&]() -> std::string_view {
        part.resize(part_size);
        in.read(part.data(), static_cast<std::streamsize>(part.size()));
        if (in.bad()) throw Error(ErrorCode::storage, "the text to import could not be read");
        part.resize(static_cast<std::size_t>(in.gcount()));
        return part;
      },
      options);
}

ImportReport import_from(Session& session, std::string_view text, const ImportOptions& options) {
  return import_from(
      session,
      [&] {
        const auto part = text.substr(0, part_size);
        text.remove_prefix(part.size());
        return part;
      },
      options);
}

std::size_t import_model_instances(Session& session, std::string_view instances) {
  return static_cast<std::size_t>(import_from(session, instances).model_instances.created);
}

}  // namespace modelreg
