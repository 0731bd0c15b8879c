#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fuzz/require.hpp"
#include "modelreg/modelreg.hpp"

/// Any request: it is answered with JSON and one of the contract's statuses, and the registry is
/// sound afterwards. The input is written as in HTTP: method and target on a line, then headers, an
/// empty line and the body. The header value KEY stands for the API key.
namespace modelreg {
namespace {

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

Request parse(std::string_view input, const std::string& key) {
  const auto line = take_line(input);
  const auto space = line.find(' ');
  Request request{
      .method = std::string(line.substr(0, space)),
      .target = space == std::string_view::npos ? "" : std::string(line.substr(space + 1))};
  for (auto header = take_line(input); !header.empty(); header = take_line(input)) {
    const auto colon = header.find(':');
    if (colon == std::string_view::npos) continue;
    const auto value = header.substr(colon + 1);
    request.headers.push_back(
        {std::string(header.substr(0, colon)), value == "KEY" ? key : std::string(value)});
  }
  request.body = std::string(input);
  return request;
}

bool is_of_the_contract(int status) {
  for (const int known : {200, 400, 401, 403, 404, 405, 409, 422}) {
    if (status == known) return true;
  }
  return false;
}

}  // namespace
}  // namespace modelreg

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace modelreg;
  auto registry = Registry::in_memory();
  const Identity caller{.account_id = "acme", .user_id = "ada"};
  auto session = registry.session(caller);
  session.create_model_group({.name = "chat", .id = ModelGroupId("chat")});
  session.create_model_instance(
      {.name = "m", .model_type = ModelType::generic, .id = ModelInstanceId("m")});
  session.create_model_deployment(ModelInstanceId("m"),
                                  {.name = "d", .id = ModelDeploymentId("d")});
  const auto key = registry.create_api_key(caller);
  const auto request = parse({reinterpret_cast<const char*>(bytes), size}, key.secret);

  const auto response = handle(registry, request);
  test::require(is_of_the_contract(response.status));
  test::require(response.body.empty() ? request.method == "HEAD"
                                      : nlohmann::json::accept(response.body));
  test::require(response.body.find(key.secret) == std::string::npos);
  test::require(registry.check().sound());
  return 0;
}
