#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "fields.hpp"
#include "json_string.hpp"
#include "modelreg/json_text.hpp"

namespace modelreg {
namespace {

/// Writes the members of one object, spliced from text.
class Encoder {
 public:
  std::string json = "{";

  template <class T>
  void operator()(std::string_view field, const T& value) {
    if (json.size() > 1) json += ',';
    append_json_string(json, field);
    json += ':';
    append(value);
  }

  template <class T>
  void operator()(std::string_view field, const std::optional<T>& value) {
    if (value) (*this)(field, *value);
  }

 private:
  void append(const std::string& text) { append_json_string(json, text); }
  void append(const JsonObject& object) { json += object.text(); }
  void append(Timestamp moment) { append(to_string(moment)); }
  void append(TextEnum auto value) { append_json_string(json, to_string(value)); }
  void append(std::int64_t number) { json += std::to_string(number); }
  void append(int number) { json += std::to_string(number); }
  void append(bool value) { json += value ? "true" : "false"; }
  template <class Record>
  void append(const Id<Record>& id) {
    append(id.str());
  }
  template <class Record>
  void append(const std::vector<Record>& records) {
    json += '[';
    for (const Record& record : records) {
      if (json.back() != '[') json += ',';
      append(record);
    }
    json += ']';
  }
  template <class Record>
  requires std::is_class_v<Record>
  void append(const Record& record);
};

template <class Record>
std::string encode(const Record& record) {
  Encoder encoder;
  each_field(record, encoder);
  encoder.json += '}';
  return std::move(encoder.json);
}

template <class Record>
requires std::is_class_v<Record>
void Encoder::append(const Record& record) { json += encode(record); }

/// The instance's own fields, and those that were asked for.
template <>
std::string encode(const ViewedModelInstance& viewed) {
  Encoder encoder;
  each_field(viewed.model_instance, encoder);
  encoder("deployments", viewed.deployments);
  encoder("model_group", viewed.model_group);
  encoder.json += '}';
  return std::move(encoder.json);
}

template <class Record>
std::string encode(const Page<Record>& page) {
  Encoder encoder;
  encoder("current_page", page.current_page);
  encoder("items", page.items);
  encoder("items_per_page", page.items_per_page);
  encoder("total_item_count", page.total_item_count);
  encoder.json += '}';
  return std::move(encoder.json);
}

}  // namespace

std::string to_json_text(const ModelGroup& group) { return encode(group); }
std::string to_json_text(const NewModelGroup& group) { return encode(group); }
std::string to_json_text(const Page<ModelGroup>& page) { return encode(page); }

std::string to_json_text(const ModelInstance& instance) { return encode(instance); }
std::string to_json_text(const NewModelInstance& instance) { return encode(instance); }
std::string to_json_text(const ViewedModelInstance& instance) { return encode(instance); }
std::string to_json_text(const Page<ModelInstance>& page) { return encode(page); }
std::string to_json_text(const Page<ViewedModelInstance>& page) { return encode(page); }

std::string to_json_text(const ModelDeployment& deployment) { return encode(deployment); }
std::string to_json_text(const NewModelDeployment& deployment) { return encode(deployment); }
std::string to_json_text(const Page<ModelDeployment>& page) { return encode(page); }

}  // namespace modelreg
