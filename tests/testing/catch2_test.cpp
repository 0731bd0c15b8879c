#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "modelreg/testing.hpp"

/// The kit within Catch2.
namespace modelreg::testing {

TEST_CASE("a model is added to its group once, after a retry") {
  TestRegistry registry(Seed()
                            .group({.name = "chat", .id = ModelGroupId("chat")})
                            .model({.name = "GPT-4o",
                                    .model_type = ModelType::chat_completion,
                                    .id = ModelInstanceId("gpt")}));
  const ModelGroupId chat("chat");
  const ModelInstanceId gpt("gpt");
  registry.fail(Fault::lost_answer());

  REQUIRE(registry.client().add_model_instance(chat, gpt).model_group_id == chat);
  REQUIRE(registry.journal().difference_from({call(Operation::add_model_instance, chat, gpt),
                                              call(Operation::add_model_instance, chat, gpt)}) ==
          "");
}

}  // namespace modelreg::testing
