#include "mirror/content.hpp"

#include <sodium.h>

#include <array>
#include <nlohmann/json.hpp>

namespace modelreg::mirror {
namespace {

template <class T>
Change<T> change(const T& from, const T& to) {
  return from == to ? Change<T>() : Change<T>(to);
}
template <class T>
Change<T> change(const std::optional<T>& from, const std::optional<T>& to) {
  if (from == to) return {};
  return to ? Change<T>(*to) : Change<T>(clear);
}

/// The members in order of their names. One whose numbers are too large for C++ stays as it is.
std::string ordered(const std::optional<JsonObject>& object) {
  if (!object) return {};
  const auto parsed = nlohmann::json::parse(object->text(), nullptr, false);
  return parsed.is_discarded() ? object->text() : parsed.dump();
}

std::string joined(std::initializer_list<std::string> parts) {
  return digest_of(nlohmann::json(parts).dump());
}

}  // namespace

ModelGroupChanges changes_between(const NewModelGroup& from, const NewModelGroup& to) {
  return {.name = change(from.name, to.name),
          .description = change(from.description, to.description)};
}

ModelInstanceChanges changes_between(const NewModelInstance& from, const NewModelInstance& to) {
  return {
      .name = change(from.name, to.name),
      .model_vendor = change(from.model_vendor, to.model_vendor),
      .model_type = change(from.model_type, to.model_type),
      .base_model_id = change(from.base_model_id, to.base_model_id),
      .base_model_metadata = change(from.base_model_metadata, to.base_model_metadata),
      .model_creation_parameters =
          change(from.model_creation_parameters, to.model_creation_parameters),
      .model_card = change(from.model_card, to.model_card),
      .training_data_card = change(from.training_data_card, to.training_data_card),
      .description = change(from.description, to.description),
      .display_name = change(from.display_name, to.display_name),
      .model_template_id = change(from.model_template_id, to.model_template_id),
      .model_group_id = change(from.model_group_id, to.model_group_id),
  };
}

ModelDeploymentChanges changes_between(const NewModelDeployment& from,
                                       const NewModelDeployment& to) {
  return {
      .name = change(from.name, to.name),
      .model_creation_parameters =
          change(from.model_creation_parameters, to.model_creation_parameters),
      .vendor_configuration = change(from.vendor_configuration, to.vendor_configuration),
      .deployment_metadata = change(from.deployment_metadata, to.deployment_metadata),
  };
}

std::string digest_of(const std::string& text) {
  std::array<unsigned char, crypto_generichash_BYTES> digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  std::array<char, 2 * crypto_generichash_BYTES + 1> hex{};
  return sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
}

std::string trait_of(const NewModelGroup& content, const std::string& belongs_to) {
  return joined({content.name, content.description.value_or(""), belongs_to});
}

std::string trait_of(const NewModelInstance& content, const std::string& belongs_to) {
  return joined({content.name, std::string(to_string(content.model_type)),
                 ordered(content.model_creation_parameters), belongs_to});
}

std::string trait_of(const NewModelDeployment& content, const std::string& belongs_to) {
  return joined({content.name, ordered(content.model_creation_parameters), belongs_to});
}

}  // namespace modelreg::mirror
