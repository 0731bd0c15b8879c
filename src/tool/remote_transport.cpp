#include <string>
#include <utility>

#include "modelreg/error.hpp"
#include "modelreg/http.hpp"
#include "tool/remote.hpp"

namespace modelreg::tool {
namespace {

std::string with(std::string text, std::string_view what, const std::string& instead) {
  const auto at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), instead);
}

/// Speaks of the command's options where the library speaks of its own.
class ToldByOptions : public Transport {
 public:
  ToldByOptions(std::shared_ptr<Transport> inner, std::string url_option)
      : inner_(std::move(inner)), url_option_(std::move(url_option)) {}

  Response send(const Request& request) override {
    try {
      return inner_->send(request);
    } catch (const Error& error) {
      throw Error(error.code(), with(error.what(), "base_url", url_option_), error.violations());
    }
  }

 private:
  std::shared_ptr<Transport> inner_;
  std::string url_option_;
};

}  // namespace

std::shared_ptr<Transport> transport_to(const Remote& remote) {
  try {
    return std::make_shared<ToldByOptions>(
        http_transport({.base_url = remote.url, .insecure = remote.insecure}), remote.url_option);
  } catch (const Error& error) {
    if (error.violations().empty()) throw;
    const std::string& problem = error.violations().front().problem;
    throw Error(ErrorCode::invalid_argument,
                remote.url_option + " " + with(problem, ".insecure = true", "--insecure"));
  }
}

}  // namespace modelreg::tool
