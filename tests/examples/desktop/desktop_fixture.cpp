#include "desktop_fixture.hpp"

#include <QAbstractItemModel>
#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProcess>
#include <QThread>
#include <QWindow>
#include <algorithm>
#include <fstream>
#include <utility>

#include "modelreg/import.hpp"

using namespace Qt::StringLiterals;

namespace desktop::test {
namespace {

WatchedApplication::Longest longest_so_far;
int depth = 0;

/// How long this thread was ready and had no processor, since others used them all, in nanoseconds.
qint64 time_without_processor() {
  std::ifstream statistics("/proc/thread-self/schedstat");
  qint64 running = 0;
  qint64 ready = 0;
  return statistics >> running >> ready ? ready : 0;
}

/// How long something takes this thread, with all that it waits for but a processor.
class Stopwatch {
 public:
  Stopwatch() { wall_.start(); }

  [[nodiscard]] double milliseconds() const {
    const auto taken = wall_.nsecsElapsed() - (time_without_processor() - before_);
    return static_cast<double>(taken) / 1e6;
  }

 private:
  QElapsedTimer wall_;
  qint64 before_ = time_without_processor();
};

}  // namespace

WatchedApplication::Longest WatchedApplication::longest() {
  return std::exchange(longest_so_far, {});
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
  if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
  const bool is_painting = event->type() == QEvent::Paint;  // and not to show it: that is X's
  const bool is_first = depth++ == 0;
  const Stopwatch stopwatch;
  const bool result = QApplication::notify(receiver, event);
  --depth;
  const auto taken = stopwatch.milliseconds();
  if (is_painting) longest_so_far.paint_ms = std::max(longest_so_far.paint_ms, taken);
  if (is_first) longest_so_far.event_ms = std::max(longest_so_far.event_ms, taken);
  return result;
}

bool comes_true(const std::function<bool()>& what, int within_ms) {
  return QTest::qWaitFor(what, within_ms);
}

QModelIndex row_of(const QAbstractItemModel& model, const QString& text,
                   const QModelIndex& parent) {
  for (int row = 0; row < model.rowCount(parent); ++row) {
    const auto index = model.index(row, 0, parent);
    if (index.data().toString() == text) return index;
  }
  return {};
}

void drag(const QTreeView& from, const QModelIndex& what, const QTreeView& to,
          const QModelIndex& where) {
  const auto place_of = [](const QTreeView& view, const QModelIndex& index) {
    return view.viewport()->mapToGlobal(view.visualRect(index).center());
  };
  const auto begin = place_of(from, what);
  const auto end = place_of(to, where);
  QStringList hand;
  const auto move_to = [&](const QPoint& place) {
    hand << u"mousemove"_s << QString::number(place.x()) << QString::number(place.y());
    hand << u"sleep"_s << u"0.03"_s;
  };
  move_to(begin);
  hand << u"mousedown"_s << u"1"_s;
  constexpr int steps = 10;
  for (int step = 1; step <= steps; ++step) move_to(begin + (end - begin) * step / steps);
  hand << u"mouseup"_s << u"1"_s;

  QProcess xdotool;
  xdotool.start(u"xdotool"_s, hand);
  ASSERT_TRUE(comes_true([&] { return xdotool.state() == QProcess::NotRunning; }));
  ASSERT_EQ(xdotool.exitCode(), 0);
}

void WindowTest::import_catalog() {
  std::ifstream catalog(MODELREG_SOURCE_DIR "/tests/data/catalog.json", std::ios::binary);
  modelreg::import_from(session, catalog);
  session.transaction([](modelreg::Session& all) {
    for (const auto& model : all.walk_model_instances()) {
      const std::string vendor(to_string(model.model_vendor.value()));
      const modelreg::ModelGroupId id(vendor);
      if (!all.has_model_group(id)) {
        all.create_model_group({.name = "Models of " + vendor,
                                .description = "All that the catalogue has of this vendor.",
                                .id = id});
      }
      all.add_model_instance(id, model.id);
    }
  });
}

void WindowTest::open() {
  window = std::make_unique<RegistryWindow>(file, ada);
  window->move(0, 0);
  window->show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(window.get()));
  const auto is_read = [](const QTreeView& view) {
    return static_cast<const RegistryTreeModel*>(view.model())->count() >= 0;
  };
  ASSERT_TRUE(comes_true([&] { return is_read(groups()) && is_read(models()); }));
}

QTreeView& WindowTest::view(const char* name) const {
  return *window->findChild<QTreeView*>(QString::fromLatin1(name));
}

QString WindowTest::text_in(const char* name) const {
  auto* const widget = window->findChild<QWidget*>(QString::fromLatin1(name));
  if (const auto* const label = qobject_cast<QLabel*>(widget)) return label->text();
  return qobject_cast<QPlainTextEdit*>(widget)->toPlainText();
}

QString WindowTest::cell(const QTreeView& in, const QString& name, int column) const {
  return row_of(*in.model(), name).siblingAtColumn(column).data().toString();
}

void WindowTest::click(QTreeView& in, const QModelIndex& index) const {
  in.scrollTo(index);
  const auto place = in.viewport()->mapTo(window.get(), in.visualRect(index).center());
  QTest::mouseClick(window->windowHandle(), Qt::LeftButton, {}, place);
}

}  // namespace desktop::test
