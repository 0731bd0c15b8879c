#include <string>
#include <string_view>

#include "modelreg/json_text.hpp"
#include "wire/encoder.hpp"

namespace modelreg {
namespace {

using wire::Encoder;

template <class Record>
std::string encode(const Record& record) {
  Encoder encoder;
  base::each_field(encoder, record);
  return encoder.finish();
}

template <class Record>
std::string encode(const Record& record, std::string_view account_id) {
  Encoder encoder;
  base::each_field(encoder, record);
  encoder("account_id", account_id);
  return encoder.finish();
}

template <class Record>
std::string encode(const Page<Record>& page) {
  Encoder encoder;
  encoder("current_page", page.current_page);
  encoder("items", page.items);
  encoder("items_per_page", page.items_per_page);
  encoder("total_item_count", page.total_item_count);
  return encoder.finish();
}

}  // namespace

std::string to_json_text(const ModelGroup& group) { return encode(group); }
std::string to_json_text(const NewModelGroup& group) { return encode(group); }
std::string to_json_text(const Page<ModelGroup>& page) { return encode(page); }

std::string to_json_text(const ModelInstance& instance) { return encode(instance); }
std::string to_json_text(const NewModelInstance& instance) { return encode(instance); }
std::string to_json_text(const Page<ModelInstance>& page) { return encode(page); }
std::string to_json_text(const ViewedModelInstance& viewed) { return encode(viewed); }
std::string to_json_text(const Page<ViewedModelInstance>& page) { return encode(page); }

std::string to_json_text(const ModelDeployment& deployment) { return encode(deployment); }
std::string to_json_text(const NewModelDeployment& deployment) { return encode(deployment); }
std::string to_json_text(const Page<ModelDeployment>& page) { return encode(page); }

std::string to_json_text(const NewModelGroup& group, std::string_view account_id) {
  return encode(group, account_id);
}
std::string to_json_text(const NewModelInstance& instance, std::string_view account_id) {
  return encode(instance, account_id);
}
std::string to_json_text(const NewModelDeployment& deployment, std::string_view account_id) {
  return encode(deployment, account_id);
}

std::string to_json_text(const ModelGroupChanges& changes) { return encode(changes); }
std::string to_json_text(const ModelInstanceChanges& changes) { return encode(changes); }
std::string to_json_text(const ModelDeploymentChanges& changes) { return encode(changes); }

std::string to_json_text(const ApiKey& key) { return encode(key); }
std::string to_json_text(const NewApiKey& key) { return encode(key); }
std::string to_json_text(const CheckReport& report) { return encode(report); }

}  // namespace modelreg
