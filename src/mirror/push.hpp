#pragma once

#include <optional>
#include <string>

#include "mirror/reporting.hpp"
#include "modelreg/mirror.hpp"

namespace modelreg::mirror {

/// One push.
class Push {
 public:
  Push(const Session& here, Client& there, RemoteRecords& pairs, const PushOptions& options)
      : here_(here),
        there_(there),
        pairs_(pairs),
        options_(options),
        stride_(options.progress, 0) {}

  MirrorReport run();

 private:
  template <class Record>
  void push_all();
  template <class Record>
  void push(const Record& record);
  template <class Record, class Content>
  void create(const Record& record, const Content& content, const std::string& parent);
  template <class Record, class Content>
  void update(const Record& record, const Content& content, const std::string& parent,
              const Record& there, const std::optional<std::string>& known);
  /// Look for the records whose creation was not answered.
  template <class Record>
  void find_unanswered();
  /// Bring the content of a record in the platform's terms; false if that cannot be.
  [[nodiscard]] bool translate(const ModelGroup& record, NewModelGroup& content,
                               std::string& parent) const;
  [[nodiscard]] bool translate(const ModelInstance& record, NewModelInstance& content,
                               std::string& parent) const;
  [[nodiscard]] bool translate(const ModelDeployment& record, NewModelDeployment& content,
                               std::string& parent) const;
  /// The id there of what has this id here, if it is there. Nothing is there yet while it is only
  /// tried, and that is no reason to leave out what belongs to it.
  [[nodiscard]] std::optional<std::string> id_there(RecordKind kind, const std::string& id) const;

  const Session& here_;
  Client& there_;
  RemoteRecords& pairs_;
  const PushOptions& options_;
  Stride stride_;
  MirrorReport report_;
};

}  // namespace modelreg::mirror
