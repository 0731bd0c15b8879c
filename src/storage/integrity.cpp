#include "storage/integrity.hpp"

#include <sqlite3.h>

#include "modelreg/error.hpp"
#include "storage/connection.hpp"

namespace modelreg::storage {
namespace {

/// The lines that `sql` yields. That the damage is too great to look further is a finding, too.
std::vector<std::string> findings(Connection& connection, const char* sql) {
  std::vector<std::string> lines;
  try {
    connection.append_texts(sql, lines);
  } catch (const Error& error) {
    if ((error.sqlite_code() & 0xff) != SQLITE_CORRUPT) throw;
    lines.emplace_back(error.what());
  }
  return lines;
}

}  // namespace

std::size_t count_rows(Connection& connection) {
  try {
    return static_cast<std::size_t>(connection.integer(
        "SELECT (SELECT count(*) FROM account) + (SELECT count(*) FROM json_document)"
        " + (SELECT count(*) FROM model_group) + (SELECT count(*) FROM model_instance)"
        " + (SELECT count(*) FROM model_group_member) + (SELECT count(*) FROM model_deployment)"
        " + (SELECT count(*) FROM api_key) + (SELECT count(*) FROM remote_record)"));
  } catch (const Error& error) {
    const bool damaged = error.code() != ErrorCode::busy && error.sqlite_code() != SQLITE_NOMEM;
    if (!damaged) throw;
    return 0;
  }
}

std::vector<std::string> integrity_findings(Connection& connection) {
  auto lines = findings(connection, "PRAGMA integrity_check(100)");
  if (lines == std::vector<std::string>{"ok"}) lines.clear();
  return lines;
}

std::vector<std::string> reference_findings(Connection& connection) {
  return findings(
      connection,
      "SELECT 'row ' || rowid || ' of ' || \"table\" || ' refers to a missing row of ' || parent"
      " FROM pragma_foreign_key_check LIMIT 100");
}

void verify(Connection& connection, Verify extent) {
  if (extent == Verify::none) return;
  const bool sound = extent == Verify::quick
                         ? connection.text("PRAGMA quick_check(1)") == "ok"
                         : connection.text("PRAGMA integrity_check(1)") == "ok" &&
                               reference_findings(connection).empty();
  if (!sound) connection.fail(SQLITE_CORRUPT);
}

}  // namespace modelreg::storage
