#include "indented_json.hpp"

namespace desktop {
namespace {

/// Where the string that begins at `begin` ends, behind its quotation mark.
std::size_t end_of_string(std::string_view json, std::size_t begin) {
  std::size_t at = begin + 1;
  while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
  return at < json.size() ? at + 1 : json.size();
}

/// Not within a character, nor between a backslash and what it stands before.
std::string_view beginning_of(std::string_view string, std::size_t size) {
  const auto is_within = [&] {
    return (static_cast<unsigned char>(string[size]) & 0xC0U) == 0x80U;
  };
  while (size > 1 && is_within()) --size;
  const auto escape = string.substr(0, size).rfind('\\');
  if (escape != std::string_view::npos && size - escape < 6) size = escape;  // as in "\u00e9"
  return string.substr(0, size);
}

class Indenter {
 public:
  Indenter(std::size_t longest_string, std::size_t longest_text)
      : longest_string_(longest_string), longest_text_(longest_text) {}

  std::string indent(std::string_view json) {
    for (std::size_t at = 0; at < json.size();) {
      if (text_.size() > longest_text_) {
        text_.erase(text_.find_last_not_of(" \n") + 1);
        text_ += "\n… and " + std::to_string(json.size() - at) + " bytes more";
        break;
      }
      if (json[at] == '"') {
        const auto end = end_of_string(json, at);
        add_string(json.substr(at, end - at));
        at = end;
      } else {
        add(json[at], at + 1 < json.size() ? json[at + 1] : '\0');
        ++at;
      }
    }
    return text_;
  }

 private:
  void add_string(std::string_view string) {
    if (string.size() <= longest_string_) {
      text_ += string;
      return;
    }
    text_ += beginning_of(string, longest_string_);
    text_ += "…\" (of " + std::to_string(string.size() - 2) + " bytes)";
  }

  void add(char character, char next) {
    switch (character) {
      case '{':
      case '[':
        text_ += character;
        ++depth_;
        is_empty_ = next == '}' || next == ']';
        if (!is_empty_) new_line();
        return;
      case '}':
      case ']':
        --depth_;
        if (!is_empty_) new_line();
        is_empty_ = false;
        text_ += character;
        return;
      case ',':
        text_ += character;
        new_line();
        return;
      case ':':
        text_ += ": ";
        return;
      default:
        text_ += character;
    }
  }

  void new_line() { text_.append(1, '\n').append(2 * depth_, ' '); }

  std::size_t longest_string_;
  std::size_t longest_text_;
  std::string text_;
  std::size_t depth_ = 0;
  bool is_empty_ = false;  ///< What was opened last.
};

}  // namespace

std::string indented_json(std::string_view json, std::size_t longest_string,
                          std::size_t longest_text) {
  return Indenter(longest_string, longest_text).indent(json);
}

}  // namespace desktop
