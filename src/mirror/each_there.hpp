#pragma once

#include <cstdint>

#include "mirror/sides.hpp"
#include "modelreg/error.hpp"

namespace modelreg::mirror {

/// The page there that begins with the record number `first`. One that is too large for an answer
/// is asked for in smaller parts: `limit`, a power of two, becomes what it takes.
template <class Record>
Page<Record> page_from(const Client& there, std::int64_t first, int& limit) {
  while (true) {
    try {
      return Sides<Record>::list(there, {.page = first / limit + 1, .limit = limit});
    } catch (const Error& error) {
      if (error.code() != ErrorCode::unexpected_answer || limit == 1) throw;
      limit /= 2;
    }
  }
}

/// Call `visit` with every record of the platform's list, and with how many there are.
template <class Record, class Visit>
void each_there(const Client& there, const Visit& visit) {
  int limit = 256;  // of 16 MiB, an answer's limit, each record has 64 KiB
  for (std::int64_t first = 0;;) {
    auto page = page_from<Record>(there, first, limit);
    for (Record& record : page.items) visit(record, page.total_item_count);
    first += limit;
    if (first >= page.total_item_count) return;
  }
}

}  // namespace modelreg::mirror
