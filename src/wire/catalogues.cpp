#include "wire/catalogues.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/json_scan.hpp"
#include "modelreg/error.hpp"

namespace modelreg::wire {
namespace {

/// The text of a member; empty if there is none.
std::string text_of(const base::JsonScan& entry, std::string_view name) {
  const auto* const member = entry.find(name);
  return member != nullptr && member->kind == base::JsonKind::string ? member->text : "";
}

template <class Value, std::size_t size>
using Words = std::array<std::pair<std::string_view, Value>, size>;

/// What the first of the words that `text` begins with stands for.
template <class Value, std::size_t size>
Value look_up(const Words<Value, size>& words, std::string_view text, Value otherwise) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const auto& word) { return text.starts_with(word.first); });
  return found == words.end() ? otherwise : found->second;
}

// `litellm_provider`, see docs.litellm.ai/docs/providers. Azure and the completion API serve
// OpenAI's models.
constexpr Words<ModelVendor, 9> providers{{{"openai", ModelVendor::openai},
                                           {"text-completion-openai", ModelVendor::openai},
                                           {"azure", ModelVendor::openai},
                                           {"anthropic", ModelVendor::anthropic},
                                           {"cohere", ModelVendor::cohere},
                                           {"gemini", ModelVendor::google},
                                           {"palm", ModelVendor::google},
                                           {"vertex_ai", ModelVendor::vertex_ai},
                                           {"bedrock", ModelVendor::bedrock}}};

constexpr Words<ModelType, 5> modes{{{"chat", ModelType::chat_completion},
                                     {"responses", ModelType::chat_completion},
                                     {"completion", ModelType::completion},
                                     {"embedding", ModelType::embedding},
                                     {"rerank", ModelType::reranking}}};

// The organisation that an id of the Hub begins with.
constexpr Words<ModelVendor, 5> organisations{{{"openai/", ModelVendor::openai},
                                               {"openai-community/", ModelVendor::openai},
                                               {"google/", ModelVendor::google},
                                               {"CohereLabs/", ModelVendor::cohere},
                                               {"CohereForAI/", ModelVendor::cohere}}};

// `pipeline_tag`, see huggingface.co/docs/hub/models-tasks.
constexpr Words<ModelType, 5> tasks{{{"text-generation", ModelType::completion},
                                     {"image-text-to-text", ModelType::chat_completion},
                                     {"feature-extraction", ModelType::embedding},
                                     {"sentence-similarity", ModelType::embedding},
                                     {"text-ranking", ModelType::reranking}}};

/// Whether the model was made for conversations, as its `tags` say.
bool is_conversational(const base::JsonScan& entry) {
  const auto* const tags = entry.find("tags");
  if (tags == nullptr || tags->kind != base::JsonKind::array) return false;
  const auto elements = base::read_json(tags->text, {.outermost = base::JsonKind::array}).members;
  return std::any_of(elements.begin(), elements.end(), [](const base::JsonMember& tag) {
    return tag.kind == base::JsonKind::string && tag.text == "conversational";
  });
}

NewModelInstance named(const std::string& name, ModelType type, ModelVendor vendor,
                       const base::JsonScan& entry) {
  return {.name = name,
          .model_type = type,
          .model_vendor = vendor,
          .base_model_metadata = JsonObject(entry.text),
          .id = ModelInstanceId(name)};
}

std::optional<NewModelInstance> from_litellm(const RecordText& text) {
  const auto key = base::read_json("[" + text.key + "]", {.outermost = base::JsonKind::array});
  const std::string& name = key.members.front().text;
  if (name == "sample_spec") return std::nullopt;  // it explains the others
  const auto entry = base::read_json(text.text);
  return named(name, look_up(modes, text_of(entry, "mode"), ModelType::generic),
               look_up(providers, text_of(entry, "litellm_provider"), ModelVendor::other), entry);
}

NewModelInstance from_hugging_face(const RecordText& text) {
  const auto entry = base::read_json(text.text);
  std::string name = text_of(entry, "id");
  if (name.empty()) name = text_of(entry, "modelId");
  if (name.empty()) throw Error({{"id", "is required", "missing"}});
  auto type = look_up(tasks, text_of(entry, "pipeline_tag"), ModelType::generic);
  if (type == ModelType::completion && is_conversational(entry)) type = ModelType::chat_completion;
  return named(name, type, look_up(organisations, name, ModelVendor::other), entry);
}

}  // namespace

RecordTexts::Layout layout_of(ImportFormat format) {
  return format == ImportFormat::litellm ? RecordTexts::Layout::members
                                         : RecordTexts::Layout::values;
}

std::optional<NewModelInstance> read_entry(ImportFormat format, const RecordText& entry) {
  if (format == ImportFormat::litellm) return from_litellm(entry);
  return from_hugging_face(entry);
}

}  // namespace modelreg::wire
