#include "base/text_parts.hpp"

#include <algorithm>

#include "modelreg/error.hpp"

namespace modelreg::base {

void TextParts::skip_line() {
  for (;;) {
    at_ = std::min(text_.find('\n', at_), text_.size());
    if (at_ < text_.size() || !read_more()) return;
  }
}

bool TextParts::next_is(std::string_view wanted) {
  while (text_.size() - at_ < wanted.size()) {
    if (!read_more()) return false;
  }
  return std::string_view(text_).substr(at_).starts_with(wanted);
}

bool TextParts::read_more() {
  if (text_.size() - mark_ > most_) {
    throw Error({{"", "must have at most " + std::to_string(most_) + " bytes", "string_too_long"}});
  }
  const std::string_view part = source_();
  bytes_ += part.size();
  text_.erase(0, mark_);
  at_ -= mark_;
  mark_ = 0;
  text_ += part;
  return !part.empty();
}

}  // namespace modelreg::base
