#include "modelreg/modelreg.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "c/last_error.hpp"
#include "modelreg/modelreg.hpp"

using modelreg::Error;
using modelreg::ErrorCode;
using modelreg::c::guarded;

namespace {

[[noreturn]] void refuse(const std::string& why) { throw Error(ErrorCode::invalid_argument, why); }

template <class Pointee>
Pointee& given(Pointee* pointer, const char* name) {
  if (pointer == nullptr) refuse(std::string(name) + " must not be NULL");
  return *pointer;
}

/// A handle is a pointer to a registry, whose type C does not know.
modelreg_registry* handle_of(modelreg::Registry registry) {
  return reinterpret_cast<modelreg_registry*>(new modelreg::Registry(std::move(registry)));
}
modelreg::Registry* registry_of(modelreg_registry* handle) {
  return reinterpret_cast<modelreg::Registry*>(handle);
}
modelreg::Registry& given_registry(modelreg_registry* handle) {
  return given(registry_of(handle), "registry");
}

std::string text_at(const char* pointer, const char* name) { return &given(pointer, name); }

std::string_view bytes(const modelreg_text& text, const char* name) {
  if (text.size == 0) return {};
  return {&given(text.data, name), text.size};
}

std::filesystem::path path_of(const char* path) {
  const std::string text = text_at(path, "path");
  return std::u8string(text.begin(), text.end());
}

void check_options(unsigned options, unsigned known) {
  if ((options & ~known) != 0) refuse("options has a bit that this version does not know");
}

modelreg::Options open_options(unsigned options) {
  check_options(options, MODELREG_READ_ONLY | MODELREG_MUST_EXIST | MODELREG_TRUST_ANY);
  modelreg::Options result;
  result.read_only = (options & MODELREG_READ_ONLY) != 0;
  result.create_if_missing = (options & MODELREG_MUST_EXIST) == 0;
  if ((options & MODELREG_TRUST_ANY) != 0) result.trust = modelreg::Trust::any;
  return result;
}

modelreg::HandleOptions handle_options(unsigned options) {
  check_options(options, MODELREG_CURRENT_EDITION | MODELREG_REJECT_UNKNOWN_FIELDS);
  modelreg::HandleOptions result;
  if ((options & MODELREG_CURRENT_EDITION) != 0) result.edition = modelreg::Edition::current;
  if ((options & MODELREG_REJECT_UNKNOWN_FIELDS) != 0) {
    result.unknown_fields = modelreg::UnknownFields::reject;
  }
  return result;
}

modelreg::Request request_of(const modelreg_request& request) {
  modelreg::Request result;
  result.method = bytes(request.method, "request.method.data");
  result.target = bytes(request.target, "request.target.data");
  result.body = bytes(request.body, "request.body.data");
  if (request.header_count == 0) return result;
  const modelreg_header* const headers = &given(request.headers, "request.headers");
  for (std::size_t i = 0; i < request.header_count; ++i) {
    result.headers.push_back(
        {.name = std::string(bytes(headers[i].name, "request.headers[].name.data")),
         .value = std::string(bytes(headers[i].value, "request.headers[].value.data"))});
  }
  return result;
}

modelreg_text shown(const std::string& text) { return {.data = text.c_str(), .size = text.size()}; }

/// A response with what it points to.
class Answer : public modelreg_response {
 public:
  Answer() : modelreg_response{} {}

  /// Become `response`; where memory does not suffice for that, 500 and no more, as `handle` has
  /// it.
  void become(modelreg::Response response) noexcept {
    response_ = std::move(response);
    status = response_.status;
    body = shown(response_.body);
    try {
      for (const auto& [name, value] : response_.headers) {
        shown_.push_back({.name = shown(name), .value = shown(value)});
      }
      headers = shown_.data();
      header_count = shown_.size();
    } catch (...) {
      status = 500;
      body = {.data = "", .size = 0};
    }
  }

 private:
  modelreg::Response response_;
  std::vector<modelreg_header> shown_;
};

}  // namespace

modelreg_registry* modelreg_open(const char* path, unsigned options) {
  return guarded(
      [&] { return handle_of(modelreg::Registry::open(path_of(path), open_options(options))); });
}

modelreg_registry* modelreg_open_in_memory() {
  return guarded([] { return handle_of(modelreg::Registry::in_memory()); });
}

void modelreg_close(modelreg_registry* registry) { delete registry_of(registry); }

bool modelreg_create_api_key(modelreg_registry* registry, const char* account_id,
                             const char* user_id, const char* label, char* secret) {
  return guarded([&] {
    given(secret, "secret") = '\0';
    const auto key = given_registry(registry).create_api_key(
        {.account_id = text_at(account_id, "account_id"), .user_id = text_at(user_id, "user_id")},
        label == nullptr ? "" : label);
    if (key.secret.size() >= MODELREG_SECRET_SIZE) refuse("the id of the key is too long");
    *std::copy(key.secret.begin(), key.secret.end(), secret) = '\0';
    return true;
  });
}

modelreg_response* modelreg_handle(modelreg_registry* registry, const modelreg_request* request,
                                   unsigned options) {
  return guarded([&]() -> modelreg_response* {
    auto& answering = given_registry(registry);
    const auto asked = request_of(given(request, "request"));
    const auto asked_options = handle_options(options);
    auto answer = std::make_unique<Answer>();  // what may fail, before what may change a record
    answer->become(modelreg::handle(answering, asked, asked_options));
    return answer.release();
  });
}

void modelreg_free_response(modelreg_response* response) { delete static_cast<Answer*>(response); }

bool modelreg_snapshot(modelreg_registry* registry, const char* path) {
  return guarded([&] {
    given_registry(registry).snapshot_to(path_of(path));
    return true;
  });
}

const modelreg_error* modelreg_last_error() { return modelreg::c::last_error(); }
