#pragma once

struct sqlite3;
struct sqlite3_file;

namespace modelreg::storage {

/// A database file that SQLite has open in this process.
///
/// SQLite keeps in memory which locks its connections hold on a file, and where one of them holds a
/// lock another one need not ask the system for it. In the child of a fork that memory is wrong:
/// locks are not inherited. A new connection there would read without a lock and be refused the
/// right to write for ever. So the child first takes the locks of the connections that it inherited
/// out of SQLite's memory.
class OpenFile {
 public:
  /// The file of `connection`, which must live longer than this object.
  explicit OpenFile(sqlite3* connection);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  /// Whether its path names another file by now, or none. Any thread may ask.
  [[nodiscard]] bool has_moved() const noexcept;

  /// To be called before a database is opened: let SQLite forget the locks of connections that were
  /// opened before this process was forked. They are never used again.
  static void let_go_of_inherited();

 private:
  void let_go() const noexcept;
  void remove() noexcept;

  static OpenFile* first;  // a list in place: nothing that a static registry could outlive

  sqlite3_file* file_ = nullptr;
  unsigned forks_;
  OpenFile* previous_ = nullptr;
  OpenFile* next_ = nullptr;
};

}  // namespace modelreg::storage
