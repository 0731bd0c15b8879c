#pragma once

#include <QString>
#include <QtGlobal>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace desktop {

/// A group or a model as it is shown. The thread that reads makes it, so that to paint it is to
/// look it up.
struct Row {
  std::string id = {};
  QString name = {};
  QString type = {};  ///< Of a model, and so are these two.
  QString vendor = {};
  QString group = {};
  qint64 models = -1;  ///< How many a group has; of a model -1.

  [[nodiscard]] bool is_group() const { return models >= 0; }
  bool operator==(const Row&) const = default;
};

/// What makes one list of another, step by step. An index is that of the moment of the step.
struct RowsRemoved {
  std::size_t first = 0;
  std::size_t count = 0;
};
struct RowsInserted {
  std::size_t first = 0;
  std::vector<Row> rows = {};
};
struct RowMoved {
  std::size_t from = 0;
  std::size_t to = 0;  ///< Before `from`.
};
struct RowsChanged {
  std::size_t first = 0;
  std::vector<Row> rows = {};
};
using RowEdit = std::variant<RowsRemoved, RowsInserted, RowMoved, RowsChanged>;

/// How `before` becomes `after`. A row that is in both stays one, so that a view keeps its
/// selection and paints what is different alone.
[[nodiscard]] std::vector<RowEdit> edits_between(const std::vector<Row>& before,
                                                 const std::vector<Row>& after);

[[nodiscard]] inline QString shown(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

}  // namespace desktop
