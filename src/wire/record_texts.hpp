#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text_parts.hpp"
#include "modelreg/import.hpp"
#include "modelreg/limits.hpp"

namespace modelreg::wire {

/// The JSON text of one record among many, and its place.
struct RecordText {
  std::string_view text = {};  ///< Valid until the next is asked for.
  std::int64_t line = 0;       ///< Where it begins, from 1.
  std::string key = {};        ///< Of a member: its name, as JSON text.
};

/// Takes the records out of a text that comes part by part. It finds where each ends by its
/// brackets and texts alone, and keeps no more than one; whether it is JSON is for others to say.
class RecordTexts {
 public:
  /// Where the records are.
  enum class Layout : std::uint8_t {
    /// An array, pages with `items`, or one after another. If the first is whole on a line, each
    /// line has one, and a faulty one does no harm to those after it.
    values = 1,
    members,  ///< In one object, each with a name.
  };

  RecordTexts(const Source& source, Layout layout)
      : text_(source, max_json_text_bytes), layout_(layout) {}

  /// The next record; nothing at the end.
  /// Throws: `invalid_argument` where no record can be told from the next; as the source.
  [[nodiscard]] std::optional<RecordText> next();

  /// The line that `next` came to.
  [[nodiscard]] std::int64_t line() const noexcept { return text_.line(); }

  /// How much of the text is read.
  [[nodiscard]] std::uint64_t bytes() const noexcept { return text_.bytes(); }

 private:
  enum class Within : std::uint8_t { beginning = 1, values, lines, list, page, members };

  void begin();
  std::optional<RecordText> next_value();
  std::optional<RecordText> next_line();
  std::optional<RecordText> next_element();
  std::optional<RecordText> next_member();
  void enter(Within list);
  void leave_list();
  /// Whether another one follows in the list or object that ends with `bracket`.
  bool begin_next(char bracket);
  [[nodiscard]] RecordText taken() const { return {text_.since_mark(), first_line_}; }

  [[nodiscard]] int peek_after_space();
  void mark();
  /// False if it is a page, whose items come next then.
  bool take_object();
  std::string take_key();
  void take_value();
  void take_brackets(int open);
  void take_text();
  void take_scalar();
  void look_at_line();
  [[noreturn]] static void refuse(std::string problem);

  base::TextParts text_;
  Layout layout_;
  Within within_ = Within::beginning;
  bool first_ = true;            // nothing was taken yet from what this is within
  bool broken_ = false;          // a text in the record goes on to the end of its line
  std::int64_t first_line_ = 1;  // of the record
};

}  // namespace modelreg::wire
