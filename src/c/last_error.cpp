#include "c/last_error.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <new>

#include "modelreg/error.hpp"

namespace modelreg::c {
namespace {

constexpr std::size_t longest_message = 2000;

struct LastError {
  std::array<char, 32> code = {};
  std::array<char, longest_message + 1> message = {};
  modelreg_error shown = {};
};

thread_local LastError last;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// As much of `text` as there is room for; no character is cut.
template <std::size_t Size>
void put(std::array<char, Size>& room, std::string_view text) noexcept {
  if (text.size() >= Size) {
    std::size_t size = Size - 1;
    while (size > 0 && continues_character(text[size])) --size;
    text = text.substr(0, size);
  }
  *std::copy(text.begin(), text.end(), room.begin()) = '\0';
}

}  // namespace

void remember(std::string_view code, std::string_view message) noexcept {
  put(last.code, code);
  put(last.message, message);
}

const modelreg_error* last_error() noexcept {
  last.shown = {.code = last.code.data(), .message = last.message.data()};
  return &last.shown;
}

void remember_exception() noexcept {
  try {
    throw;
  } catch (const Error& error) {
    remember(to_string(error.code()), error.what());
  } catch (const std::bad_alloc&) {
    remember("out_of_memory", "there is not enough memory");
  } catch (const std::exception& error) {
    remember("unexpected", error.what());
  } catch (...) {
    remember("unexpected", "something unexpected happened");
  }
}

}  // namespace modelreg::c
