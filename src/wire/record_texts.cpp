#include "wire/record_texts.hpp"

#include <utility>

#include "modelreg/error.hpp"

namespace modelreg::wire {
namespace {

constexpr int end = base::TextParts::end;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_space(int c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool ends_scalar(int c) noexcept {
  return c == end || is_space(c) || c == ',' || c == ']' || c == '}';
}

}  // namespace

std::optional<RecordText> RecordTexts::next() {
  if (within_ == Within::beginning) begin();
  for (;;) {
    switch (within_) {
      case Within::lines:
        return next_line();
      case Within::members:
        return next_member();
      case Within::list:
      case Within::page:
        if (auto element = next_element()) return element;
        break;  // it ended
      default:
        if (auto value = next_value()) return value;
        if (within_ == Within::values) return std::nullopt;
    }
  }
}

void RecordTexts::begin() {
  if (text_.next_is(byte_order_mark)) {
    for (std::size_t i = 0; i < byte_order_mark.size(); ++i) text_.skip();
  }
  const int first = peek_after_space();
  if (first == end) refuse("there is nothing in it");
  within_ = Within::values;
  if (layout_ != Layout::members) return;
  if (first != '{') refuse("must be a JSON object with a member for each model");
  enter(Within::members);
}

/// Nothing at the end, and where a list begins.
std::optional<RecordText> RecordTexts::next_value() {
  mark();
  const int c = peek_after_space();
  if (c == end) return std::nullopt;
  mark();
  if (c == '[') {
    enter(Within::list);
    return std::nullopt;
  }
  if (c != '{') {
    take_value();
  } else if (!take_object()) {
    enter(Within::page);
    return std::nullopt;
  }
  if (std::exchange(first_, false) && first_line_ == text_.line()) look_at_line();
  return taken();
}

/// What follows on the line of the first record tells whether each line has one.
void RecordTexts::look_at_line() {
  while (text_.peek() != '\n' && is_space(text_.peek())) text_.skip();
  if (text_.peek() == '\n') within_ = Within::lines;
}

std::optional<RecordText> RecordTexts::next_line() {
  mark();
  if (peek_after_space() == end) return std::nullopt;
  mark();
  text_.skip_line();
  return taken();
}

std::optional<RecordText> RecordTexts::next_element() {
  if (!begin_next(']')) {
    leave_list();
    return std::nullopt;
  }
  mark();
  take_value();
  return taken();
}

std::optional<RecordText> RecordTexts::next_member() {
  if (!begin_next('}')) {
    if (peek_after_space() != end) refuse("must be one JSON object");
    return std::nullopt;
  }
  auto key = take_key();
  mark();
  take_value();
  auto record = taken();
  record.key = std::move(key);
  return record;
}

void RecordTexts::enter(Within list) {
  text_.skip();  // its bracket
  within_ = list;
  first_ = true;
}

void RecordTexts::leave_list() {
  mark();
  if (within_ == Within::page) take_brackets(1);
  within_ = Within::values;
  first_ = false;  // lines are no longer to be expected
}

bool RecordTexts::begin_next(char bracket) {
  mark();
  int c = peek_after_space();
  const bool first = std::exchange(first_, false);
  if (c == bracket) {
    text_.skip();
    return false;
  }
  if (!first) {
    if (c != ',') refuse(std::string("is not valid JSON: a comma or ") + bracket + " is missing");
    text_.skip();
    c = peek_after_space();
  }
  if (c == end) refuse(std::string("ends before its ") + bracket);
  if (c == ',' || c == bracket) refuse("is not valid JSON: something is missing beside a comma");
  return true;
}

bool RecordTexts::take_object() {
  text_.skip();  // its bracket
  int c = peek_after_space();
  while (c == '"') {
    const auto start = text_.since_mark().size();
    take_text();
    const bool items = text_.since_mark().substr(start) == R"("items")";
    if (peek_after_space() != ':') break;
    text_.skip();
    c = peek_after_space();
    if (items && c == '[') return false;
    take_value();
    if (broken_) break;
    if (peek_after_space() != ',') break;
    text_.skip();
    c = peek_after_space();
  }
  if (!std::exchange(broken_, false)) take_brackets(1);  // its end, or what is no JSON
  return true;
}

std::string RecordTexts::take_key() {
  if (peek_after_space() != '"') refuse("is not valid JSON: the name of a model is missing");
  mark();
  take_text();
  std::string key(text_.since_mark());
  if (peek_after_space() != ':') refuse("is not valid JSON: a colon is missing");
  text_.skip();
  if (ends_scalar(peek_after_space())) refuse("is not valid JSON: a value is missing");
  return key;
}

void RecordTexts::take_value() {
  switch (text_.peek()) {
    case '{':
    case '[':
      return take_brackets(0);
    case '"':
      return take_text();
    default:
      return take_scalar();
  }
}

/// Up to the bracket that closes the last of `open`, or to the end of a line that breaks a text.
void RecordTexts::take_brackets(int open) {
  for (int c = text_.peek(); c != end; c = text_.peek()) {
    if (c == '"') {
      take_text();
      if (broken_) return;
      continue;
    }
    text_.skip();
    if (c == '{' || c == '[') ++open;
    if ((c == '}' || c == ']') && --open == 0) return;
  }
}

/// A text in JSON has no line end in it.
void RecordTexts::take_text() {
  text_.skip();  // its quote
  for (int c = text_.peek(); c != end; c = text_.peek()) {
    if (c == '\n') {
      broken_ = true;
      return;
    }
    text_.skip();
    if (c == '"') return;
    if (c == '\\' && text_.peek() != '\n' && text_.peek() != end) text_.skip();
  }
}

void RecordTexts::take_scalar() {
  do {
    text_.skip();
  } while (!ends_scalar(text_.peek()));
}

int RecordTexts::peek_after_space() {
  while (is_space(text_.peek())) text_.skip();
  return text_.peek();
}

void RecordTexts::mark() {
  text_.mark();
  first_line_ = text_.line();
  broken_ = false;
}

void RecordTexts::refuse(std::string problem) {
  throw Error({{"", std::move(problem), "json_invalid"}});
}

}  // namespace modelreg::wire
