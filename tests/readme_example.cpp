#include <iostream>
#include <modelreg/modelreg.hpp>

int main() {
  auto registry = modelreg::Registry::open("models.db");
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});
  auto group = session.create_model_group({.name = "summarisers"});
  auto model = session.create_model_instance(
      {.name = "GPT-4o", .model_type = modelreg::ModelType::chat_completion});
  model = session.add_model_instance(group.id, model.id);
  std::cout << modelreg::to_json_text(model) << '\n';
}
