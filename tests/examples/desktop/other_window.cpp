#include "other_window.hpp"

#include <QAbstractItemModel>
#include <QMimeData>
#include <QSocketNotifier>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "desktop_fixture.hpp"

namespace desktop::test {
namespace {

void say_rows(const QAbstractItemModel& groups) {
  for (int row = 0; row < groups.rowCount(); ++row) {
    std::cout << groups.index(row, 0).data().toString().toStdString() << ' '
              << groups.index(row, 1).data().toString().toStdString() << std::endl;
  }
}

}  // namespace

int be_the_other_window(const char* path) {
  RegistryWindow window(path, ada);
  window.show();
  auto& groups = *window.findChild<QTreeView*>(QStringLiteral("groups"))->model();
  auto& models = *window.findChild<QTreeView*>(QStringLiteral("models"))->model();
  const auto say = [&] { say_rows(groups); };
  QObject::connect(&groups, &QAbstractItemModel::rowsInserted, say);
  QObject::connect(&groups, &QAbstractItemModel::dataChanged, say);

  QSocketNotifier input(fileno(stdin), QSocketNotifier::Read);
  QObject::connect(&input, &QSocketNotifier::activated, [&] {
    std::string group;
    if (!std::getline(std::cin, group)) {
      QApplication::quit();
      return;
    }
    const std::unique_ptr<QMimeData> dragged(models.mimeData({models.index(0, 0)}));
    groups.dropMimeData(dragged.get(), Qt::CopyAction, -1, -1,
                        row_of(groups, QString::fromStdString(group)));
  });
  return QApplication::exec();
}

}  // namespace desktop::test
