#pragma once

#include <QPersistentModelIndex>
#include <QTimer>
#include <QTreeView>

#include "registry_tree_model.hpp"

namespace desktop {

/// Shows the rows of a registry: fetches more of a list as soon as its end comes into sight, says
/// what to do where there is none, and leaves what one looks at where it is when others change it.
class RegistryView : public QTreeView {
  Q_OBJECT

 public:
  explicit RegistryView(RegistryTreeModel& model, QWidget* parent = nullptr);

  /// What stands there if there is nothing to show.
  void set_empty_text(const QString& text);

  void doItemsLayout() override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void startDrag(Qt::DropActions actions) override;

 private:
  void fetch_what_is_in_sight();
  void remember_place();
  void return_to_place();

  RegistryTreeModel& model_;
  QString empty_text_;
  QTimer looks_;  ///< Once, after all that happens now.
  QPersistentModelIndex place_;
  int place_y_ = 0;
};

}  // namespace desktop
