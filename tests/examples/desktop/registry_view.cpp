#include "registry_view.hpp"

#include <QDrag>
#include <QHeaderView>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace desktop {
namespace {

/// How near the end of a list is when the next page is fetched.
constexpr int rows_ahead = 50;

/// Rows with some room between them.
class RoomyRows : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    return QStyledItemDelegate::sizeHint(option, index) + QSize(0, 6);
  }
};

/// Which says how many models are being dragged, not what each of them looks like.
QPixmap label_of(qsizetype models, const QWidget& widget) {
  const QString text =
      models == 1 ? QStringLiteral("1 model") : QStringLiteral("%1 models").arg(models);
  const auto metrics = widget.fontMetrics();
  const QSize size(metrics.horizontalAdvance(text) + 2 * metrics.averageCharWidth(),
                   metrics.height() + metrics.height() / 2);
  const auto ratio = widget.devicePixelRatioF();
  QPixmap label(size * ratio);
  label.setDevicePixelRatio(ratio);
  label.fill(widget.palette().color(QPalette::Highlight));
  QPainter painter(&label);
  painter.setFont(widget.font());
  painter.setPen(widget.palette().color(QPalette::HighlightedText));
  painter.drawText(QRect(QPoint(0, 0), size), Qt::AlignCenter, text);
  return label;
}

}  // namespace

RegistryView::RegistryView(RegistryTreeModel& model, QWidget* parent)
    : QTreeView(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new RoomyRows(this));
  setUniformRowHeights(true);  // else a million rows would be measured
  setVerticalScrollMode(ScrollPerPixel);
  setSelectionMode(ExtendedSelection);
  setAllColumnsShowFocus(true);
  setDragEnabled(true);
  setDefaultDropAction(Qt::CopyAction);
  setAutoExpandDelay(700);
  looks_.setSingleShot(true);
  connect(&looks_, &QTimer::timeout, this, &RegistryView::fetch_what_is_in_sight);
  const auto look = [this] { looks_.start(0); };
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, look);
  connect(this, &QTreeView::expanded, this, look);
  connect(&model, &RegistryTreeModel::about_to_follow, this, &RegistryView::remember_place);
  connect(&model, &RegistryTreeModel::followed, this, [this, look] {
    return_to_place();
    viewport()->update();  // for the text that stands in an empty one
    look();
  });
}

void RegistryView::set_empty_text(const QString& text) {
  empty_text_ = text;
  viewport()->update();
}

void RegistryView::doItemsLayout() {
  model_.pause_fetching(true);
  QTreeView::doItemsLayout();
  model_.pause_fetching(false);
}

void RegistryView::paintEvent(QPaintEvent* event) {
  QTreeView::paintEvent(event);
  if (model_.rowCount({}) > 0 || model_.is_empty_for_now()) return;
  QPainter painter(viewport());
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
                   Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
}

void RegistryView::resizeEvent(QResizeEvent* event) {
  QTreeView::resizeEvent(event);
  looks_.start(0);
}

void RegistryView::startDrag(Qt::DropActions actions) {
  auto models = selectionModel()->selectedRows();
  models.removeIf([&](const QModelIndex& row) { return model_.subject(row)->is_group; });
  auto* const dragged = model_.mimeData(models);
  if (dragged == nullptr) return;
  auto* const drag = new QDrag(this);  // Qt deletes both
  drag->setMimeData(dragged);
  drag->setPixmap(label_of(models.size(), *this));
  drag->exec(actions, Qt::CopyAction);
}

void RegistryView::fetch_what_is_in_sight() {
  auto index = indexAt({1, 1});
  if (!index.isValid()) model_.fetchMore({});
  while (index.isValid() && visualRect(index).top() <= viewport()->height()) {
    if (isExpanded(index) && model_.rowCount(index) == 0) model_.fetchMore(index);
    const auto list = index.parent();
    if (index.row() + rows_ahead >= model_.rowCount(list)) model_.fetchMore(list);
    index = indexBelow(index);
  }
}

void RegistryView::remember_place() {
  // Who is at the very top sees what is new there.
  place_ = verticalScrollBar()->value() > 0 ? indexAt({1, 1}) : QModelIndex();
  place_y_ = place_.isValid() ? visualRect(place_).y() : 0;
}

void RegistryView::return_to_place() {
  if (!place_.isValid()) return;
  executeDelayedItemsLayout();
  const auto moved = visualRect(place_).y() - place_y_;
  if (moved != 0) verticalScrollBar()->setValue(verticalScrollBar()->value() + moved);
}

}  // namespace desktop
