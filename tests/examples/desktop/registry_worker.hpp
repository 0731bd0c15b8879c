#pragma once

#include <QDeadlineTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/registry.hpp"
#include "record_details.hpp"
#include "row.hpp"
#include "row_source.hpp"

namespace desktop {

/// What is different in a list.
struct ListChange {
  quint64 list = 0;
  std::vector<RowEdit> edits = {};
  bool is_complete = false;  ///< There are no more rows to fetch.
};

/// Does everything that a window does with a registry, in a thread of its own, so that the window
/// never waits for the disk or for another program. It is asked from any thread and answers by
/// signals.
///
/// It knows which rows of which lists the window has. What it tells of is what is different,
/// whether because more was asked for, because something else was, or because anybody has changed
/// the file, for which it looks twenty times a second. What fails to be read is read again until it
/// succeeds.
class RegistryWorker : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t page_rows = 200;
  static constexpr int poll_ms = 50;

  RegistryWorker(std::filesystem::path file, modelreg::Identity identity);

  /// List what is wanted under this number from now on. A wish that a newer one follows before it
  /// is granted is forgotten.
  void open_list(quint64 list, const Wanted& wanted);
  void fetch_more(quint64 list);
  void close_list(quint64 list);
  /// Tell of this record, and again each time that it is another one. Only the newest is told of.
  void show_record(quint64 request, const Subject& subject);
  void add_to_group(const std::string& group, const std::vector<std::string>& models);

 Q_SIGNALS:
  void list_changed(const desktop::ListChange& change);
  void list_counted(quint64 list, qint64 rows);
  void record_read(quint64 request, const desktop::RecordDetails& details);
  void told(const QString& what_was_done);
  /// Something cannot be read, and what to do; `recovered` follows as soon as it can.
  void failed(const QString& what_to_do);
  void recovered();

 private:
  struct List {
    Wanted wanted = {};
    std::vector<Row> rows = {};  ///< Those that the window has.
    RowSource more = {};         ///< What comes after them; empty if it cannot be read now.
    bool is_complete = false;
    qint64 count = -1;  ///< What the window was told.
  };
  struct Shown {
    quint64 request = 0;
    Subject subject = {};
  };

  void in_own_thread(std::function<void()> work);
  void attempt(const std::function<void()>& work);
  modelreg::Session& session();
  void follow();
  void read_everything_again();
  void grant(quint64 list);
  void read_list(quint64 number, List& list, std::size_t rows);
  void read_more(quint64 number, List& list);
  void count(quint64 number, List& list);
  void read_record();

  const std::filesystem::path file_;
  const modelreg::Identity identity_;

  std::mutex wishes_mutex_;
  std::map<quint64, Wanted> wishes_;  ///< Lists that are asked for and not yet read.
  std::optional<Shown> wished_record_;

  // Of its own thread alone.
  std::optional<modelreg::Registry> registry_;
  std::optional<modelreg::Session> session_;
  modelreg::Subscription subscription_;
  QTimer timer_{this};
  std::map<quint64, List> lists_;
  std::optional<Shown> shown_;
  RecordDetails details_;
  bool has_changed_ = false;
  bool is_failing_ = false;
  QDeadlineTimer rest_{0};
};

}  // namespace desktop
