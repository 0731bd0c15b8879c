#include "mirror/spool.hpp"

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "modelreg/error.hpp"

namespace modelreg::mirror {
namespace {

[[noreturn]] void fail(int error) {
  throw Error(ErrorCode::storage, "the temporary file for what is pulled failed: " +
                                      std::generic_category().message(error));
}

}  // namespace

Spool::Spool() : file_(std::tmpfile()) {
  if (!file_) fail(errno);
}

void Spool::write(const std::string& text) {
  const auto size = static_cast<std::uint64_t>(text.size());
  if (std::fwrite(&size, sizeof size, 1, file_.get()) != 1 ||
      std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
    fail(errno);
  }
}

void Spool::rewind() {
  if (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0) fail(errno);
}

std::optional<std::string> Spool::read() {
  std::uint64_t size = 0;
  if (std::fread(&size, sizeof size, 1, file_.get()) != 1) {
    if (std::ferror(file_.get()) != 0) fail(errno);
    return std::nullopt;
  }
  std::string text(size, '\0');
  if (std::fread(text.data(), 1, text.size(), file_.get()) != text.size()) fail(errno);
  return text;
}

}  // namespace modelreg::mirror
