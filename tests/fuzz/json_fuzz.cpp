#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/require.hpp"
#include "modelreg/modelreg.hpp"

/// Any text, decoded as an object and as each record: it is refused with a reason, or it comes
/// back.
namespace modelreg {
namespace {

template <class Record>
void decode(const std::string& text) {
  try {
    const auto record = from_json_text<Record>(text);
    test::require(from_json_text<Record>(to_json_text(record)) == record);
  } catch (const Error& error) {
    test::require(error.code() == ErrorCode::invalid_argument && !error.violations().empty());
  }
}

void decode_object(const std::string& text) {
  try {
    const JsonObject object(text);
    test::require(JsonObject(object.text()).text() == object.text());
    test::require(JsonObject(object.text()) == object);
  } catch (const Error& error) {
    test::require(error.code() == ErrorCode::invalid_argument && !error.violations().empty());
  }
}

}  // namespace
}  // namespace modelreg

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace modelreg;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  decode_object(text);
  decode<ModelGroup>(text);
  decode<NewModelGroup>(text);
  decode<ModelInstance>(text);
  decode<NewModelInstance>(text);
  decode<ModelDeployment>(text);
  decode<NewModelDeployment>(text);
  if (const auto moment = parse_timestamp(text)) {
    test::require(parse_timestamp(to_string(*moment)) == moment);
  }
  return 0;
}
