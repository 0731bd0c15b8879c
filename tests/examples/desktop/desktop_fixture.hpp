#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QTreeView>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "modelreg/registry.hpp"
#include "registry_window.hpp"
#include "temporary_folder.hpp"

namespace desktop::test {

/// Knows how long the window did nothing else than one thing.
class WatchedApplication : public QApplication {
 public:
  using QApplication::QApplication;

  struct Longest {
    double paint_ms = 0;
    double event_ms = 0;  ///< Of any kind, painting too.
  };
  /// Since it was asked before.
  static Longest longest();

  bool notify(QObject* receiver, QEvent* event) override;
};

inline const modelreg::Identity ada{.account_id = "local", .user_id = "ada"};

/// Waits for the window, which goes on meanwhile. False if it took too long.
[[nodiscard]] bool comes_true(const std::function<bool()>& what, int within_ms = 10'000);

/// The row of this text in its first column, where it is the child of `parent`.
[[nodiscard]] QModelIndex row_of(const QAbstractItemModel& model, const QString& text,
                                 const QModelIndex& parent = {});

/// Press the left button on one row, move and let go on another, with the pointer of the X server.
void drag(const QTreeView& from, const QModelIndex& what, const QTreeView& to,
          const QModelIndex& where);

/// A file with a registry, in which `session` is what another program does, and a window that shows
/// it.
class WindowTest : public testing::Test {
 protected:
  /// The real models of tests/data/catalog.json, in a group for each vendor.
  void import_catalog();
  void open();

  [[nodiscard]] QTreeView& view(const char* name) const;
  [[nodiscard]] QTreeView& groups() const { return view("groups"); }
  [[nodiscard]] QTreeView& models() const { return view("models"); }
  [[nodiscard]] QString text_in(const char* name) const;
  /// What stands in the column of the row of this name.
  [[nodiscard]] QString cell(const QTreeView& in, const QString& name, int column) const;
  void click(QTreeView& in, const QModelIndex& index) const;

  modelreg::test::TemporaryFolder folder;
  std::filesystem::path file = folder / "registry.db";
  modelreg::Registry registry = modelreg::Registry::open(file);
  modelreg::Session session = registry.session(ada);
  std::unique_ptr<RegistryWindow> window = {};
};

}  // namespace desktop::test
