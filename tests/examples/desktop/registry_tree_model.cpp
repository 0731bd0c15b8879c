#include "registry_tree_model.hpp"

#include <QDataStream>
#include <QFont>
#include <QIODevice>
#include <QLocale>
#include <QMimeData>
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

using namespace Qt::StringLiterals;

namespace desktop {
namespace {

template <class... Work>
struct Overloaded : Work... {
  using Work::operator()...;
};
template <class... Work>
Overloaded(Work...) -> Overloaded<Work...>;

const QString mime_type = u"application/x-modelreg-models"_s;

QByteArray encoded(const std::set<std::string>& ids) {
  QByteArray bytes;
  QDataStream stream(&bytes, QIODevice::WriteOnly);
  for (const auto& id : ids) stream << QByteArray::fromStdString(id);
  return bytes;
}

std::vector<std::string> decoded(const QByteArray& bytes) {
  std::vector<std::string> ids;
  QDataStream stream(bytes);
  while (!stream.atEnd() && stream.status() == QDataStream::Ok) {
    QByteArray id;
    stream >> id;
    ids.push_back(id.toStdString());
  }
  return ids;
}

QVariant text_of(const Row& row, RegistryTreeModel::Column column) {
  switch (column) {
    case RegistryTreeModel::Column::name:
      return row.name;
    case RegistryTreeModel::Column::models:
      return row.is_group() ? QVariant(QLocale().toString(row.models)) : QVariant();
    case RegistryTreeModel::Column::type:
      return row.type;
    case RegistryTreeModel::Column::vendor:
      return row.vendor;
    case RegistryTreeModel::Column::group:
      return row.group;
  }
  return {};
}

QString title_of(RegistryTreeModel::Column column) {
  switch (column) {
    case RegistryTreeModel::Column::name:
      return u"Name"_s;
    case RegistryTreeModel::Column::models:
      return u"Models"_s;
    case RegistryTreeModel::Column::type:
      return u"Type"_s;
    case RegistryTreeModel::Column::vendor:
      return u"Vendor"_s;
    case RegistryTreeModel::Column::group:
      return u"Group"_s;
  }
  return {};
}

int as_int(std::size_t row) { return static_cast<int>(row); }

}  // namespace

RegistryTreeModel::RegistryTreeModel(RegistryWorker& worker, const Wanted& wanted,
                                     std::vector<Column> columns, QObject* parent)
    : QAbstractItemModel(parent), worker_(worker), columns_(std::move(columns)) {
  root_.number = ++last_number_;
  lists_[root_.number] = &root_;
  connect(&worker_, &RegistryWorker::list_changed, this, &RegistryTreeModel::follow);
  connect(&worker_, &RegistryWorker::list_counted, this, [this](quint64 number, qint64 rows) {
    if (number != root_.number) return;
    count_ = rows;
    Q_EMIT counted(rows);
  });
  list(wanted);
}

void RegistryTreeModel::list(const Wanted& wanted) {
  root_.is_waiting = true;
  worker_.open_list(root_.number, wanted);
}

const RegistryTreeModel::Node* RegistryTreeModel::node(const QModelIndex& index) const {
  if (!index.isValid()) return nullptr;
  const auto* const list = static_cast<const List*>(index.constInternalPointer());
  return &list->nodes[static_cast<std::size_t>(index.row())];
}

const RegistryTreeModel::List* RegistryTreeModel::list_below(const QModelIndex& index) const {
  if (!index.isValid()) return &root_;
  return index.column() == 0 ? node(index)->models.get() : nullptr;
}

QModelIndex RegistryTreeModel::index_of(const List& list) const {
  return list.row < 0 ? QModelIndex() : createIndex(list.row, 0, &root_);
}

std::optional<Subject> RegistryTreeModel::subject(const QModelIndex& index) const {
  const auto* const found = node(index);
  if (found == nullptr) return std::nullopt;
  return Subject{.is_group = found->row.is_group(), .id = found->row.id};
}

QModelIndex RegistryTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return createIndex(row, column, list_below(parent));
}

QModelIndex RegistryTreeModel::parent(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  return index_of(*static_cast<const List*>(index.constInternalPointer()));
}

int RegistryTreeModel::rowCount(const QModelIndex& parent) const {
  const auto* const list = list_below(parent);
  return list == nullptr ? 0 : as_int(list->nodes.size());
}

int RegistryTreeModel::columnCount(const QModelIndex& /*parent*/) const {
  return as_int(columns_.size());
}

bool RegistryTreeModel::hasChildren(const QModelIndex& parent) const {
  if (rowCount(parent) > 0) return true;
  const auto* const found = node(parent);
  return found != nullptr && parent.column() == 0 && found->row.models > 0;
}

bool RegistryTreeModel::canFetchMore(const QModelIndex& parent) const {
  if (is_paused_) return false;
  if (const auto* const list = list_below(parent)) return !list->is_complete && !list->is_waiting;
  return parent.column() == 0 && node(parent)->row.is_group();
}

void RegistryTreeModel::fetchMore(const QModelIndex& parent) {
  if (!canFetchMore(parent)) return;
  if (list_below(parent) == nullptr) {
    auto& group = root_.nodes[static_cast<std::size_t>(parent.row())];
    group.models = std::make_unique<List>();
    auto& list = *group.models;
    list.number = ++last_number_;
    list.row = parent.row();
    list.is_waiting = true;
    lists_[list.number] = &list;
    modelreg::ModelInstanceFilter filter;
    filter.model_group_id = modelreg::ModelGroupId{group.row.id};
    worker_.open_list(list.number, filter);
    return;
  }
  const auto number = list_below(parent)->number;
  lists_.at(number)->is_waiting = true;
  worker_.fetch_more(number);
}

QVariant RegistryTreeModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto& row = node(index)->row;
  const auto column = columns_[static_cast<std::size_t>(index.column())];
  switch (role) {
    case Qt::DisplayRole:
      return text_of(row, column);
    case Qt::ToolTipRole:
      return column == Column::name ? row.name.left(200).toHtmlEscaped() : QVariant();
    case Qt::TextAlignmentRole:
      return column == Column::models ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
      return {};
  }
}

QVariant RegistryTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= as_int(columns_.size())) return {};
  const auto column = columns_[static_cast<std::size_t>(section)];
  if (role == Qt::TextAlignmentRole && column == Column::models) {
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  }
  return role == Qt::DisplayRole ? QVariant(title_of(column)) : QVariant();
}

Qt::ItemFlags RegistryTreeModel::flags(const QModelIndex& index) const {
  const auto* const found = node(index);
  if (found == nullptr) return Qt::NoItemFlags;
  const auto usual = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  if (found->row.is_group()) return usual | Qt::ItemIsDropEnabled;
  const bool is_in_group = index.parent().isValid();
  return usual | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren |
         (is_in_group ? Qt::ItemIsDropEnabled : Qt::NoItemFlags);
}

QStringList RegistryTreeModel::mimeTypes() const { return {mime_type}; }

QMimeData* RegistryTreeModel::mimeData(const QModelIndexList& indexes) const {
  std::set<std::string> ids;  // an index for each column, and a model may be shown twice
  for (const auto& index : indexes) {
    const auto& row = node(index)->row;
    if (!row.is_group()) ids.insert(row.id);
  }
  if (ids.empty()) return nullptr;
  auto* const data = new QMimeData;
  data->setData(mime_type, encoded(ids));
  return data;
}

bool RegistryTreeModel::canDropMimeData(const QMimeData* data, Qt::DropAction /*action*/,
                                        int /*row*/, int /*column*/,
                                        const QModelIndex& parent) const {
  const auto on = subject(parent);
  return data->hasFormat(mime_type) && on && (on->is_group || parent.parent().isValid());
}

bool RegistryTreeModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row,
                                     int column, const QModelIndex& parent) {
  if (!canDropMimeData(data, action, row, column, parent)) return false;
  const auto group = parent.parent().isValid() ? parent.parent() : parent;
  worker_.add_to_group(subject(group)->id, decoded(data->data(mime_type)));
  return true;
}

void RegistryTreeModel::follow(const ListChange& change) {
  const auto found = lists_.find(change.list);
  if (found == lists_.end()) return;  // of a group that is gone
  auto& list = *found->second;
  list.is_waiting = false;
  list.is_complete = change.is_complete;
  list.was_read = true;
  Q_EMIT about_to_follow();
  for (const auto& edit : change.edits) apply(list, edit);
  Q_EMIT followed();
}

void RegistryTreeModel::apply(List& list, const RowEdit& edit) {
  const auto here = index_of(list);
  auto& nodes = list.nodes;
  const auto at = [&](std::size_t row) { return nodes.begin() + static_cast<std::ptrdiff_t>(row); };
  std::visit(
      Overloaded{
          [&](const RowsRemoved& removed) {
            const auto end = removed.first + removed.count;
            beginRemoveRows(here, as_int(removed.first), as_int(end - 1));
            std::for_each(at(removed.first), at(end), [&](const Node& node) { forget(node); });
            nodes.erase(at(removed.first), at(end));
            number_the_groups(list);
            endRemoveRows();
          },
          [&](const RowsInserted& inserted) {
            const auto end = inserted.first + inserted.rows.size();
            beginInsertRows(here, as_int(inserted.first), as_int(end - 1));
            std::vector<Node> added;
            for (const auto& row : inserted.rows) added.push_back({.row = row});
            nodes.insert(at(inserted.first), std::make_move_iterator(added.begin()),
                         std::make_move_iterator(added.end()));
            number_the_groups(list);
            endInsertRows();
          },
          [&](const RowMoved& moved) {
            beginMoveRows(here, as_int(moved.from), as_int(moved.from), here, as_int(moved.to));
            std::rotate(at(moved.to), at(moved.from), at(moved.from + 1));
            number_the_groups(list);
            endMoveRows();
          },
          [&](const RowsChanged& changed) {
            auto row = changed.first;
            for (const auto& now : changed.rows) nodes[row++].row = now;
            Q_EMIT dataChanged(createIndex(as_int(changed.first), 0, &list),
                               createIndex(as_int(row - 1), as_int(columns_.size()) - 1, &list));
          },
      },
      edit);
}

void RegistryTreeModel::number_the_groups(List& list) {
  for (std::size_t row = 0; row < list.nodes.size(); ++row) {
    if (list.nodes[row].models) list.nodes[row].models->row = as_int(row);
  }
}

void RegistryTreeModel::forget(const Node& node) {
  if (!node.models) return;
  lists_.erase(node.models->number);
  worker_.close_list(node.models->number);
}

}  // namespace desktop
