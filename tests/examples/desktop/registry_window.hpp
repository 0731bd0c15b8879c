#pragma once

#include <QMainWindow>
#include <QThread>
#include <QTimer>
#include <filesystem>

#include "modelreg/identity.hpp"
#include "registry_tree_model.hpp"
#include "registry_worker.hpp"

class QComboBox;
class QLabel;
class QLineEdit;

namespace desktop {

class DetailsPane;
class RegistryView;

/// A worker in its thread.
class RegistryThread {
 public:
  RegistryThread(const std::filesystem::path& file, const modelreg::Identity& identity);
  ~RegistryThread();
  RegistryThread(const RegistryThread&) = delete;
  RegistryThread& operator=(const RegistryThread&) = delete;

  [[nodiscard]] RegistryWorker& worker() { return *worker_; }

 private:
  QThread thread_;
  RegistryWorker* worker_;
};

/// Shows the registry of a file: groups at the left, with their models below them; all models, or
/// those that are searched for, in the middle; the selected record at the right. Models are dragged
/// onto a group.
class RegistryWindow : public QMainWindow {
  Q_OBJECT

 public:
  RegistryWindow(const std::filesystem::path& file, const modelreg::Identity& identity);

 private:
  QWidget* groups_pane();
  QWidget* models_pane();
  void search();
  void select(RegistryView& view, const QModelIndex& index);
  void follow(RegistryWorker& worker);
  void say_counts();

  // A search may look at every model, and what is typed must not wait for it: it has a reader of
  // its own.
  RegistryThread reader_;
  RegistryThread searcher_;
  RegistryTreeModel groups_;
  RegistryTreeModel models_;
  RegistryView* groups_view_;
  RegistryView* models_view_;
  QLineEdit* text_;
  QComboBox* type_;
  QComboBox* vendor_;
  QLabel* found_;
  QLabel* counts_;
  DetailsPane* details_;
  QTimer pause_;  ///< In the typing of what is searched for.
  Subject subject_;
  quint64 request_ = 0;
  bool is_another_ = false;
};

}  // namespace desktop
