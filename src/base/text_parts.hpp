#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace modelreg::base {

/// A text that comes part by part, read character by character. What was read since the mark is
/// kept, and nothing else. To read on throws `invalid_argument` if that is too much, and what the
/// source throws.
class TextParts {
 public:
  /// `source` answers the next part, and an empty one at the end. At most so many bytes are kept.
  TextParts(const std::function<std::string_view()>& source, std::size_t most)
      : source_(source), most_(most) {}

  static constexpr int end = -1;

  /// The next character, which stays the next; or `end`.
  [[nodiscard]] int peek() {
    if (at_ == text_.size() && !read_more()) return end;
    return static_cast<unsigned char>(text_[at_]);
  }
  void skip() noexcept {
    if (text_[at_++] == '\n') ++line_;
  }
  /// Skip up to the end of the line, and not past it.
  void skip_line();
  /// Whether the next characters are these.
  [[nodiscard]] bool next_is(std::string_view wanted);

  void mark() noexcept { mark_ = at_; }
  [[nodiscard]] std::string_view since_mark() const noexcept {
    return std::string_view(text_).substr(mark_, at_ - mark_);
  }

  /// Of the next character, from 1.
  [[nodiscard]] std::int64_t line() const noexcept { return line_; }
  /// How many are read from the source.
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

 private:
  bool read_more();

  const std::function<std::string_view()>& source_;
  std::size_t most_;
  std::string text_;
  std::size_t mark_ = 0;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::uint64_t bytes_ = 0;
};

}  // namespace modelreg::base
