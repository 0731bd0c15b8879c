#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>

#include "modelreg/json.hpp"
#include "session_fixture.hpp"
#include "temporary_folder.hpp"
#include "text_file.hpp"

/// Every example of a header stands here to the letter, compiled and run. The program of the README
/// is readme_example.cpp.
namespace modelreg {
namespace {

class ExamplesTest : public test::SessionTest {
 protected:
  ModelGroup group = a_group();
  ModelInstance model = session.create_model_instance(test::an_instance());
};

TEST_F(ExamplesTest, Id) {
  const ModelGroupId id{"summarisers"};
  std::string text = id.str();

  EXPECT_EQ(text, "summarisers");
}

TEST_F(ExamplesTest, JsonObject) {
  const JsonObject metadata{R"({"context_window": 128000, "license": "MIT"})"};
  std::string text = metadata.text();  // {"context_window":128000,"license":"MIT"}

  EXPECT_EQ(text, R"({"context_window":128000,"license":"MIT"})");
}

TEST_F(ExamplesTest, Error) {
  std::ostringstream printed;
  auto* const before = std::cerr.rdbuf(printed.rdbuf());
  try {
    session.add_model_instance(group.id, ModelInstanceId{"no-such-model"});
  } catch (const Error& error) {
    if (error.code() == ErrorCode::not_found) std::cerr << error.what() << '\n';
  }
  std::cerr.rdbuf(before);

  EXPECT_EQ(printed.str(), "model_instance_id: there is no such model instance in this account\n");
}

TEST_F(ExamplesTest, Registry) {
  auto registry = Registry::in_memory();
  auto session = registry.session({.account_id = "acme", .user_id = "ada"});
  auto group = session.create_model_group({.name = "summarisers"});

  EXPECT_EQ(session.get_model_group(group.id), group);
}

TEST_F(ExamplesTest, Snapshot) {
  const test::TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  registry.snapshot_to("models-backup.db");
  std::filesystem::current_path(before);

  EXPECT_TRUE(std::filesystem::exists(folder / "models-backup.db"));
}

TEST_F(ExamplesTest, CopyAndRewind) {
  auto trial = Registry::in_memory();
  trial.copy_from(registry);
  auto session = trial.session(this->session.identity());

  trial.mark();
  session.delete_model_group(group.id);
  trial.rewind();  // the group is there again

  EXPECT_EQ(session.get_model_group(group.id), group);
}

TEST_F(ExamplesTest, Session) {
  auto model =
      session.create_model_instance({.name = "GPT-4o", .model_type = ModelType::chat_completion});
  session.add_model_instance(group.id, model.id);

  EXPECT_EQ(session.get_model_instance(model.id).model_group_id, group.id);
}

TEST_F(ExamplesTest, Transaction) {
  session.transaction([&](Session& all_or_nothing) {
    auto group = all_or_nothing.create_model_group({.name = "rerankers"});
    all_or_nothing.add_model_instance(group.id, model.id);
  });

  EXPECT_TRUE(session.get_model_instance(model.id).model_group_id);
}

TEST_F(ExamplesTest, TransactionThatReturns) {
  auto model = session.transaction([&](Session& all_or_nothing) {
    auto group = all_or_nothing.create_model_group({.name = "rerankers"});
    return all_or_nothing.create_model_instance(
        {.name = "Rerank 3", .model_type = ModelType::reranking, .model_group_id = group.id});
  });

  EXPECT_TRUE(session.get_model_instance(model.id).model_group_id);
}

TEST_F(ExamplesTest, Change) {
  ModelGroupChanges changes{.name = "rankers", .description = clear};

  EXPECT_EQ(session.update_model_group(group.id, changes).name, "rankers");
}

TEST_F(ExamplesTest, ModelGroupQuery) {
  ModelGroupQuery named;
  named.name_contains = "summar";
  named.sort_by = {{"name"}};

  EXPECT_EQ(session.list_model_groups(named).total_item_count, 1);
}

TEST_F(ExamplesTest, ModelInstanceQuery) {
  ModelInstanceQuery query;
  query.model_type = ModelType::embedding;
  query.sort_by = {{"model_vendor"}, {"created_at", SortOrder::desc}};
  query.limit = 20;

  EXPECT_EQ(session.list_model_instances(query).total_item_count, 0);
}

TEST_F(ExamplesTest, Walk) {
  std::vector<std::string> names;
  for (const ModelInstance& instance : session.walk_model_instances()) {
    names.push_back(instance.name);
  }

  EXPECT_THAT(names, testing::ElementsAre("GPT-4o"));
}

TEST_F(ExamplesTest, Handle) {
  const auto key = registry.create_api_key(session.identity());
  auto response = handle(registry, {.method = "POST",
                                    .target = "/v4/model-groups/chat/models/gpt-4o",
                                    .headers = {{"x-api-key", key.secret}}});

  EXPECT_EQ(response.status, 404);
}

TEST_F(ExamplesTest, MessageText) {
  auto line = to_json_text(Request{.method = "GET", .target = "/v4/models"});
  // {"method":"GET","target":"/v4/models","headers":{},"body":""}
  EXPECT_EQ(line, R"({"method":"GET","target":"/v4/models","headers":{},"body":""})");
}

TEST_F(ExamplesTest, Import) {
  import_model_instances(session, R"([{"name": "Embed", "model_type": "EMBEDDING"}])");
  EXPECT_EQ(session.list_model_instances().total_item_count, 2);
}

TEST_F(ExamplesTest, ExportToAndImportFrom) {
  const test::TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  {
    std::ofstream file("models.jsonl", std::ios::binary);
    export_to(session, file);
  }
  std::ifstream file("models.jsonl", std::ios::binary);
  auto report = import_from(session, file, {.if_taken = IfTaken::skip});
  std::filesystem::current_path(before);

  EXPECT_EQ(report.model_instances, ImportCounts{.unchanged = 1});
}

TEST_F(ExamplesTest, AtOneMoment) {
  int written = 0;
  const auto write = [&](const auto&) { ++written; };
  session.at_one_moment([&](const Session& still) {
    for (const auto& group : still.walk_model_groups()) write(group);
    for (const auto& model : still.walk_model_instances()) write(model);
  });

  EXPECT_EQ(written, 2);
}

TEST_F(ExamplesTest, ReadmeHandle) {
  auto key = registry.create_api_key({.account_id = "acme", .user_id = "ada"});
  auto response = modelreg::handle(registry, {.method = "GET",
                                              .target = "/v4/models?sort_by=name:asc",
                                              .headers = {{"x-api-key", key.secret}}});

  EXPECT_EQ(response.status, 200);
}

TEST_F(ExamplesTest, ToJsonText) {
  std::string text = to_json_text(group);

  EXPECT_EQ(from_json_text<ModelGroup>(text), group);
}

TEST_F(ExamplesTest, FromJsonText) {
  auto instance = from_json_text<NewModelInstance>(
      R"({"name": "Command R", "model_type": "CHAT_COMPLETION", "model_vendor": "COHERE"})");

  EXPECT_EQ(instance.model_vendor, ModelVendor::cohere);
}

TEST_F(ExamplesTest, Json) {
  nlohmann::json document = session.get_model_instance(model.id);
  auto copy = document.get<ModelInstance>();

  EXPECT_EQ(copy, model);
}

/// Without white space, since the formatter breaks lines elsewhere in a header than here.
std::string flattened(std::string text) {
  std::erase_if(text, [](unsigned char character) { return std::isspace(character) != 0; });
  return text;
}

/// The code between lines that start with `marker` and those that do not.
std::vector<std::string> indented_blocks(const std::string& text, const std::string& marker) {
  std::istringstream lines(text);
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const auto start = line.find_first_not_of(' ');
    const auto content = start == std::string::npos ? "" : line.substr(start);
    const bool is_code = content.starts_with(marker);
    if (is_code && !inside) blocks.emplace_back();
    if (is_code) blocks.back() += content.substr(marker.size()) + "\n";
    inside = is_code;
  }
  return blocks;
}

TEST(ExamplesSourceTest, EveryExampleOfAHeaderStandsInThisFile) {
  const auto here =
      flattened(test::read_bytes(MODELREG_SOURCE_DIR "/tests/examples_test.cpp") +
                test::read_bytes(MODELREG_SOURCE_DIR "/tests/testing/kit_examples_test.cpp") +
                test::read_bytes(MODELREG_SOURCE_DIR "/tests/testing/gtest_test.cpp") +
                test::read_bytes(MODELREG_SOURCE_DIR "/tests/examples/c/header.c") +
                test::read_bytes(MODELREG_SOURCE_DIR "/tests/http/http_examples_test.cpp"));
  std::size_t examples = 0;
  for (const auto& header :
       std::filesystem::recursive_directory_iterator(MODELREG_SOURCE_DIR "/include/modelreg")) {
    if (header.is_directory()) continue;
    for (const auto& block : indented_blocks(test::read_bytes(header.path()), "///     ")) {
      EXPECT_THAT(here, testing::HasSubstr(flattened(block))) << header.path();
      ++examples;
    }
  }
  EXPECT_GE(examples, 13U);
}

TEST(HeadersTest, NoneButJsonBringsALibraryAlong) {
  const std::string_view libraries[] = {"nlohmann", "sqlite", "SQLite", "boost", "sodium", "CLI"};
  for (const auto& header :
       std::filesystem::recursive_directory_iterator(MODELREG_SOURCE_DIR "/include/modelreg")) {
    if (header.is_directory() || header.path().filename() == "json.hpp") continue;
    std::istringstream lines(test::read_bytes(header.path()));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("#include")) continue;
      for (const auto library : libraries) {
        EXPECT_EQ(line.find(library), std::string::npos) << header.path() << ": " << line;
      }
      EXPECT_EQ(line.find("/json.hpp"), std::string::npos) << header.path() << ": " << line;
    }
  }
}

/// Everything that stands in the sources which compile examples.
std::string compiled_examples() {
  std::string sources;
  for (const char* const file : {"readme_example.cpp", "examples_test.cpp", "examples/c/header.c",
                                 "testing/kit_examples_test.cpp", "http/http_examples_test.cpp"}) {
    sources += test::read_bytes(std::string(MODELREG_SOURCE_DIR "/tests/") + file);
  }
  return flattened(sources);
}

/// Expect that every example in C or C++ of the page is compiled. Returns how many there are.
int expect_compiled(const std::string& page) {
  const std::string compiled = compiled_examples();
  int examples = 0;
  for (const std::string fence : {"```cpp\n", "```c\n"}) {
    for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
      at += fence.size();
      EXPECT_THAT(compiled,
                  testing::HasSubstr(flattened(page.substr(at, page.find("```", at) - at))));
      ++examples;
    }
  }
  return examples;
}

TEST(ExamplesSourceTest, EveryExampleOfTheReadmeIsCompiled) {
  EXPECT_EQ(expect_compiled(test::read_bytes(MODELREG_SOURCE_DIR "/README.md")), 8);
}

TEST(ExamplesSourceTest, EveryExampleOfTheDocumentationIsCompiled) {
  int examples = 0;
  for (const auto& page : std::filesystem::directory_iterator(MODELREG_SOURCE_DIR "/docs")) {
    if (page.path().extension() == ".md")
      examples += expect_compiled(test::read_bytes(page.path()));
  }
  EXPECT_EQ(examples, 4);
}

TEST_F(ExamplesTest, Subscribe) {
  std::vector<std::string> changed;
  auto subscription = registry.subscribe([&](const ChangeNotice& notice) {
    for (const auto& change : notice.records) changed.push_back(change.id);
  });
  session.update_model_group(group.id, {.name = "renamed"});

  EXPECT_EQ(changed, std::vector{group.id.str()});
}

struct Window {
  void refresh(RecordKind kind, const std::string& id) {
    drawn += std::string(to_string(kind)) + " " + id;
  }
  void refresh_all() { drawn += "all"; }

  std::string drawn;
};

struct Timer {
  void every(std::chrono::milliseconds, const std::function<void()>& work) const { work(); }
};

TEST_F(ExamplesTest, ReadmeSubscribe) {
  using namespace std::chrono_literals;
  Window window;
  const Timer timer;
  auto subscription = registry.subscribe([&](const modelreg::ChangeNotice& notice) {
    for (const auto& change : notice.records) window.refresh(change.kind, change.id);
    if (notice.anything) window.refresh_all();
  });
  timer.every(250ms, [&] { registry.poll_changes(); });
  session.delete_model_group(group.id);

  EXPECT_EQ(window.drawn, "model_group " + group.id.str());
}

TEST_F(ExamplesTest, RemoteRecords) {
  RemoteRecords platform(session, "https://api.example.com");
  platform.save({.kind = RecordKind::model_group, .id = group.id.str(), .remote_id = "g1"});
  auto known = platform.find(RecordKind::model_group, group.id.str());

  EXPECT_EQ(known.value().remote_id, "g1");
}

TEST_F(ExamplesTest, Mirror) {
  auto elsewhere = Registry::in_memory();
  auto key = elsewhere.create_api_key({.account_id = "acme", .user_id = "ada"});
  Client client(in_process(elsewhere), {.api_key = key.secret, .account_id = "acme"});

  Mirror mirror(session, client, "https://api.example.com");
  auto pulled = mirror.pull();
  auto pushed = mirror.push();

  EXPECT_FALSE(pulled.changed());
  EXPECT_EQ(pushed.model_groups.created, 1);
}

class Logging : public Transport {
 public:
  Logging(std::shared_ptr<Transport> inner, std::ostream& log)
      : inner_(std::move(inner)), log_(log) {}

  Response send(const Request& request) override {
    Response response = inner_->send(request);
    log_ << request.method << ' ' << request.target << ' ' << response.status << '\n';
    return response;
  }

 private:
  std::shared_ptr<Transport> inner_;
  std::ostream& log_;
};

TEST_F(ExamplesTest, Transport) {
  auto key = registry.create_api_key({.account_id = "acme", .user_id = "ada"});
  std::ostringstream log;
  const Client client(std::make_shared<Logging>(in_process(registry), log),
                      {.api_key = key.secret});

  EXPECT_EQ(client.get_model_group(group.id), group);
  EXPECT_EQ(log.str(), "GET /v4/model-groups/" + group.id.str() + " 200\n");
}

modelreg::ModelInstance publish(modelreg::Client& client, const modelreg::NewModelInstance& model) {
  auto group = client.create_model_group({.name = "summarisers"});
  return client.add_model_instance(group.id, client.create_model_instance(model).id);
}

TEST_F(ExamplesTest, ReadmeClient) {
  auto registry = modelreg::Registry::in_memory();
  auto key = registry.create_api_key({.account_id = "acme", .user_id = "ada"});
  modelreg::Client client(modelreg::in_process(registry),
                          {.api_key = key.secret, .account_id = "acme"});

  const auto published = publish(client, test::an_instance());
  EXPECT_EQ(client.get_model_group(published.model_group_id.value()).name, "summarisers");
}

TEST_F(ExamplesTest, Client) {
  auto key = registry.create_api_key({.account_id = "acme", .user_id = "ada"});

  Client client(in_process(registry), {.api_key = key.secret, .account_id = "acme"});
  auto group = client.create_model_group({.name = "summarisers"});
  auto model =
      client.create_model_instance({.name = "GPT-4o", .model_type = ModelType::chat_completion});
  model = client.add_model_instance(group.id, model.id);

  EXPECT_EQ(model.model_group_id, group.id);
  EXPECT_EQ(session.get_model_instance(model.id), model);
}

}  // namespace
}  // namespace modelreg
