#include "modelreg/testing/journal.hpp"

#include <algorithm>

#include "testing/call_matching.hpp"
#include "testing/calls.hpp"
#include "testing/fault_plan.hpp"

namespace modelreg::testing {
namespace {

/// The entry that is nearest to `expected`; the end if there are none.
std::vector<JournalEntry>::const_iterator nearest(const std::vector<JournalEntry>& entries,
                                                  const Call& expected) {
  return std::max_element(entries.begin(), entries.end(),
                          [&](const JournalEntry& left, const JournalEntry& right) {
                            return likeness(expected, left.call) < likeness(expected, right.call);
                          });
}

}  // namespace

std::string text_of(const Call& call) {
  std::string text(to_string(call.operation));
  text += '(';
  for (const auto& id : call.ids) {
    if (text.back() != '(') text += ", ";
    text += id;
  }
  if (call.arguments) {
    if (text.back() != '(') text += ", ";
    text += *call.arguments;
  }
  return text + ')';
}

bool meets(const Call& expected, const Call& asked) {
  if (expected.operation != asked.operation || expected.ids != asked.ids) return false;
  return !expected.arguments || normal(*expected.arguments) == asked.arguments;
}

int likeness(const Call& expected, const Call& asked) {
  int points = expected.operation == asked.operation ? 4 : 0;
  for (std::size_t i = 0; i < std::min(expected.ids.size(), asked.ids.size()); ++i) {
    points += expected.ids[i] == asked.ids[i] ? 2 : 0;
  }
  if (expected.arguments && asked.arguments) {
    points += normal(*expected.arguments) == *asked.arguments ? 2 : 0;
  }
  return points;
}

std::string difference(const Call& expected, const Call& asked) {
  if (expected.operation != asked.operation) return "it is another operation";
  if (expected.ids.size() != asked.ids.size()) return "it has another number of ids";
  for (std::size_t i = 0; i < expected.ids.size(); ++i) {
    if (expected.ids[i] == asked.ids[i]) continue;
    return "its id " + std::to_string(i + 1) + " is `" + asked.ids[i] + "` and not `" +
           expected.ids[i] + "`";
  }
  if (!meets(expected, asked)) {
    return "its arguments are " + asked.arguments.value_or("none") + " and not " +
           normal(*expected.arguments);
  }
  return "it is the same";
}

std::size_t Journal::count(const Call& call) const {
  return static_cast<std::size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [&](const JournalEntry& entry) { return meets(call, entry.call); }));
}

Journal Journal::changes() const {
  auto entries = entries_;
  std::erase_if(entries,
                [](const JournalEntry& entry) { return only_reads(entry.call.operation); });
  return Journal(std::move(entries));
}

std::string Journal::difference_from(const std::vector<Call>& expected) const {
  auto others = entries_;
  std::string text;
  std::vector<Call> missing;
  for (const auto& call : expected) {
    const auto found = std::find_if(others.begin(), others.end(), [&](const JournalEntry& entry) {
      return meets(call, entry.call);
    });
    if (found == others.end()) missing.push_back(call);
    if (found != others.end()) others.erase(found);
  }
  for (const auto& call : missing) {
    text += "not asked: " + text_of(call) + "\n";
    const auto close = nearest(entries_, call);
    if (close == entries_.end()) continue;
    text += "  the nearest is " + text_of(close->call) + ": " + difference(call, close->call) +
            (meets(call, close->call) ? ", and was asked less often" : "") + "\n";
  }
  for (const auto& entry : others) {
    text += "asked beside: " + text_of(entry.call) + ", answered with " +
            std::to_string(entry.status) + "\n";
  }
  return text;
}

}  // namespace modelreg::testing
