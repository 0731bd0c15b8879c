#pragma once

#include <QAbstractItemModel>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record_details.hpp"
#include "registry_worker.hpp"
#include "row.hpp"
#include "row_source.hpp"

namespace desktop {

/// Rows of a registry for a view: groups with their models below them, or models alone.
///
/// It holds the rows that were fetched and never asks the registry itself: a `RegistryWorker` tells
/// it what is different, step by step, so that selection, scrolling and what is expanded stay.
/// Models can be dragged from it, and dropped on a group or on a model in one.
class RegistryTreeModel : public QAbstractItemModel {
  Q_OBJECT

 public:
  enum class Column { name, models, type, vendor, group };

  /// `worker` outlives it.
  RegistryTreeModel(RegistryWorker& worker, const Wanted& wanted, std::vector<Column> columns,
                    QObject* parent = nullptr);

  /// List something else, in what rows the two have in common without a change.
  void list(const Wanted& wanted);

  /// Whether what is fetched next is left for later: a `QTreeView` that lays out its rows fetches
  /// from each list that it comes by, and lays them out again when it has got some.
  void pause_fetching(bool is_paused) { is_paused_ = is_paused; }

  /// What the row is of.
  [[nodiscard]] std::optional<Subject> subject(const QModelIndex& index) const;
  /// How many rows there are, fetched or not; -1 while nobody knows.
  [[nodiscard]] qint64 count() const { return count_; }
  /// Whether the first rows are still to come.
  [[nodiscard]] bool is_empty_for_now() const { return !root_.was_read; }

  [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
  [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
  using QObject::parent;
  [[nodiscard]] int rowCount(const QModelIndex& parent) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent) const override;
  [[nodiscard]] bool hasChildren(const QModelIndex& parent) const override;
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

  [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::CopyAction; }
  [[nodiscard]] QStringList mimeTypes() const override;
  [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
  [[nodiscard]] bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row,
                                     int column, const QModelIndex& parent) const override;
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

 Q_SIGNALS:
  /// Before and after the steps of one change: a view keeps what it shows where it is.
  void about_to_follow();
  void followed();
  void counted(qint64 rows);

 private:
  struct List;
  struct Node {
    Row row = {};
    std::unique_ptr<List> models = {};  ///< Of a group that was looked into.
  };
  struct List {
    quint64 number = 0;
    int row = -1;  ///< Of its group in the root; of the root itself -1.
    std::vector<Node> nodes = {};
    bool is_complete = false;
    bool is_waiting = false;  ///< For rows that were asked for.
    bool was_read = false;
  };

  [[nodiscard]] const Node* node(const QModelIndex& index) const;
  [[nodiscard]] const List* list_below(const QModelIndex& index) const;
  [[nodiscard]] QModelIndex index_of(const List& list) const;
  void follow(const ListChange& change);
  void apply(List& list, const RowEdit& edit);
  void number_the_groups(List& list);
  void forget(const Node& node);

  RegistryWorker& worker_;
  const std::vector<Column> columns_;
  List root_;
  std::map<quint64, List*> lists_;
  quint64 last_number_ = 0;
  qint64 count_ = -1;
  bool is_paused_ = false;
};

}  // namespace desktop
