#include "modelreg/import.hpp"

#include <sstream>

#include "session_fixture.hpp"

/// Records that are read from a text, all or none.
namespace modelreg {
namespace {

using test::IsViolation;
using test::violations_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class ImportTest : public test::SessionTest {
 protected:
  /// What is refused.
  ImportError refusal(std::string_view text, const ImportOptions& options = {}) {
    try {
      import_from(session, text, options);
    } catch (const ImportError& error) {
      return error;
    }
    ADD_FAILURE() << "was imported: " << text;
    return {{{1, 1, Error(ErrorCode::storage, "")}}, 1, 1, {}};
  }

  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& model : session.walk_model_instances()) names.push_back(model.name);
    return names;
  }

  /// The text in parts of one byte, which end in the middle of everything.
  static Source in_small_parts(std::string_view text) {
    return [text]() mutable {
      const auto part = text.substr(0, 1);
      text.remove_prefix(part.size());
      return part;
    };
  }
};

TEST_F(ImportTest, TakesAnArrayPagesAndRecordsOneAfterAnother) {
  const std::string a = R"({"name": "a, \"]}\\", "model_type": "AGENT"})";
  const std::string b = R"({"name": "b", "model_type": "AGENT",
                            "base_model_metadata": {"items": [{"x": "}"}]}})";
  const std::string b_line = R"({"name": "b", "model_type": "AGENT"})";
  for (const std::string& text : {
           "[" + a + "," + b + "]",
           " [ " + a + " , " + b + " ] ",
           R"({"current_page": 1, "x": {"items": 3}, "items": [)" + a + "," + b +
               R"(], "total_item_count": 2})",
           R"({"items": [)" + a + "]}\n{\"items\": [" + b + "]}",
           R"({"items": []} [] {"items": [)" + a + "]}[" + b + "]",
           a + b,
           a + "\n" + b_line + "\n",
           a + "\r\n" + b_line + "\r\n\r\n",
           "\xEF\xBB\xBF" + a + " \t\n\n \n" + b_line,
           b_line + "\n" + a,
       }) {
    const auto before = session.count_model_instances();
    EXPECT_EQ(import_from(session, text), (ImportReport{.model_instances = {.created = 2}}))
        << text;
    EXPECT_EQ(import_from(session, in_small_parts(text)).model_instances.created, 2) << text;
    EXPECT_EQ(session.count_model_instances(), before + 4) << text;
  }
  EXPECT_THAT(names(), testing::Each(testing::AnyOf("a, \"]}\\", "b")));
}

TEST_F(ImportTest, TakesAStream) {
  std::istringstream in("[" + std::string(100'000, ' ') + R"({"name":"a","model_type":"AGENT"}])");

  EXPECT_EQ(import_from(session, in).model_instances.created, 1);
}

TEST_F(ImportTest, AFaultOfTheSourceIsPassedOnAndNothingIsStored) {
  bool begun = false;
  const Source source = [&]() -> std::string_view {
    if (std::exchange(begun, true)) throw std::runtime_error("unplugged");
    return "{\"name\":\"a\",\"model_type\":\"AGENT\"}\n";
  };

  EXPECT_THROW(import_from(session, source), std::runtime_error);
  EXPECT_EQ(session.count_model_instances(), 0);
}

TEST_F(ImportTest, TellsTheKindsOfRecordsApart) {
  const auto report = import_from(session, R"([
    {"record": "model_group", "name": "new", "id": "new"},
    {"name": "old", "id": "old", "created_at": "2024-01-01T00:00:00Z", "account_id": "acme",
     "created_by_user_id": "ada"},
    {"record": "model_instance", "name": "m", "id": "m", "model_type": "AGENT",
     "model_group_id": "old"},
    {"name": "d", "model_instance_id": "m"},
    {"name": "e", "id": "e", "model_instance_id": "m", "created_at": "2024-01-01T00:00:00",
     "account_id": "acme", "created_by_user_id": "ada", "status": "PENDING"}])");

  EXPECT_EQ(report, (ImportReport{.model_groups = {.created = 2},
                                  .model_instances = {.created = 1},
                                  .model_deployments = {.created = 2}}));
  EXPECT_EQ(session.get_model_group(ModelGroupId("old")).created_at,
            parse_timestamp("2024-01-01T00:00:00Z"));
  EXPECT_EQ(session.get_model_instance(ModelInstanceId("m")).deployment_count, 2);
  EXPECT_EQ(session.get_model_deployment(ModelDeploymentId("e")).status, "PENDING");
}

TEST_F(ImportTest, ACompleteModelThatLacksItsTypeIsNoGroup) {
  const auto error = refusal(
      R"([{"name": "m", "id": "m", "created_at": "2024-01-01T00:00:00Z", "account_id": "acme",
           "created_by_user_id": "ada", "model_vendor": "OPENAI"}])");

  EXPECT_THAT(error.violations(), testing::Contains(IsViolation("[0].model_type", "missing")));
}

TEST_F(ImportTest, NamesEveryFaultyRecordWithItsLineAndStoresNothing) {
  const auto error = refusal(
      "{\"name\":\"a\",\"model_type\":\"AGENT\"}\n"
      "{\"name\":\"b\"}\n"
      "\n"
      "{\"name\":\"c\",\n"
      "{\"name\":\"d\n"
      "{\"name\":\"e\",\"model_type\":\"ROBOT\",\"account_id\":7}\n"
      "{\"name\":\"f\",\"model_type\":\"AGENT\",\"model_group_id\":\"nowhere\"}\n");

  EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  EXPECT_EQ(error.count(), 5);
  ASSERT_THAT(error.faults(), SizeIs(5));
  EXPECT_EQ(error.faults()[0].line, 2);
  EXPECT_EQ(error.faults()[0].record, 2);
  EXPECT_EQ(error.faults()[1].line, 4);
  EXPECT_EQ(error.faults()[2].line, 5);
  EXPECT_EQ(error.faults()[4].error.code(), ErrorCode::not_found);
  EXPECT_THAT(error.missing_groups(), ElementsAre(ModelGroupId("nowhere")));
  EXPECT_THAT(error.violations(), testing::Contains(IsViolation("[4].model_type", "enum")));
  EXPECT_THAT(error.what(), HasSubstr("5 of 6 records are at fault, and nothing was stored:\n"
                                      "  record 2 (line 2): model_type: is required\n"
                                      "  record 3 (line 4): is not valid JSON (at byte"));
  EXPECT_EQ(session.count_model_instances(), 0);
}

TEST_F(ImportTest, AFirstLineThatIsBrokenDoesNotHideTheFaultsOfOthers) {
  const auto error = refusal("{\"name\":\"a\n{\"name\":\"b\"}\n{\"name\":\"c\"}\n");

  EXPECT_EQ(error.count(), 3);
}

TEST_F(ImportTest, ShowsAHundredFaultsAndCountsAll) {
  std::string text;
  for (int i = 0; i < 250; ++i) text += "{}\n";
  const auto error = refusal(text);

  EXPECT_EQ(error.count(), 250);
  EXPECT_THAT(error.faults(), SizeIs(100));
  EXPECT_THAT(error.what(), testing::EndsWith("\n  and 150 more"));
}

TEST_F(ImportTest, SaysWhereRecordsCannotBeToldApart) {
  for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
           {"", "record 1 (line 1): there is nothing in it"},
           {" \n ", "record 1 (line 2): there is nothing in it"},
           {"7", "record 1 (line 1): must be a JSON object"},
           {"[[]]", "record 1 (line 1): must be a JSON object"},
           {"[\n{", "record 1 (line 2): is not valid JSON (at byte 2)"},
           {"[\n{}\n{}]", "  record 2 (line 3): is not valid JSON: a comma or ] is missing"},
           {"[,]", "record 1 (line 1): is not valid JSON: something is missing beside a comma"},
           {R"([{"name":"a","model_type":"AGENT"},])",
            "record 2 (line 1): is not valid JSON: something is missing beside a comma"},
           {"[", "record 1 (line 1): ends before its ]"},
           {R"({"items": 7})", "record 1 (line 1): name: is required"},
           {R"({"modelreg_export": 2})", "newer version of modelreg"},
       }) {
    EXPECT_THAT(refusal(text).what(), HasSubstr(message)) << text;
  }
}

TEST_F(ImportTest, NamesAnEncodingThatIsNoUtf8AndNumbersThatAreNoJson) {
  const std::string utf16("\xFF\xFE[\0{\0}\0]\0", 10);
  EXPECT_THAT(refusal(utf16).what(), HasSubstr("UTF-16"));
  EXPECT_THAT(refusal(utf16.substr(2)).what(), HasSubstr("UTF-16"));
  EXPECT_THAT(refusal(R"([{"name": "a", "x": NaN}])").what(),
              HasSubstr("holds NaN, which is no number in JSON (at byte 20)"));
  EXPECT_THAT(refusal(R"([{"name": "a", "x": -Infinity}])").what(), HasSubstr("Infinity"));
}

TEST_F(ImportTest, ARecordOfMoreThanTheLimitIsRefusedBeforeItIsRead) {
  std::size_t given = 0;
  const std::string part(std::size_t{1} << 20U, 'x');
  const Source endless = [&]() -> std::string_view {
    given += part.size();
    return given == part.size() ? std::string_view("[\"") : std::string_view(part);
  };

  EXPECT_THROW(import_from(session, endless), ImportError);
  EXPECT_LT(given, 2 * max_json_text_bytes);
}

TEST_F(ImportTest, ToImportAgainIsRefusedSkippedOrAnUpdate) {
  const std::string text = R"([{"id": "a", "name": "a", "model_type": "AGENT"},
                               {"id": "b", "name": "b", "model_type": "AGENT"}])";
  const std::string changed = R"([{"id": "a", "name": "a", "model_type": "AGENT"},
                                  {"id": "b", "name": "B", "model_type": "AGENT"}])";
  import_from(session, text);
  session.update_model_instance(ModelInstanceId("b"), {.description = "kept"});

  EXPECT_EQ(refusal(text).code(), ErrorCode::conflict);
  EXPECT_EQ(import_from(session, changed, {.if_taken = IfTaken::skip}).model_instances.unchanged,
            2);
  EXPECT_THAT(names(), ElementsAre("a", "b"));
  EXPECT_EQ(import_from(session, changed, {.if_taken = IfTaken::update}).model_instances,
            (ImportCounts{.unchanged = 1, .updated = 1}));
  EXPECT_THAT(names(), ElementsAre("a", "B"));
  EXPECT_EQ(session.get_model_instance(ModelInstanceId("b")).description, "kept");
}

TEST_F(ImportTest, NewGroupsAndDeploymentsAreUpdatedToo) {
  const std::string text = R"({"record": "model_group", "id": "g", "name": "g"}
                              {"id": "m", "name": "m", "model_type": "AGENT"}
                              {"id": "d", "name": "d", "model_instance_id": "m"})";
  import_from(session, text);
  const auto changed = R"({"record": "model_group", "id": "g", "name": "G"}
                          {"id": "m", "name": "m", "model_type": "AGENT"}
                          {"id": "d", "name": "D", "model_instance_id": "m"})";

  EXPECT_EQ(import_from(session, text, {.if_taken = IfTaken::skip}),
            (ImportReport{{.unchanged = 1}, {.unchanged = 1}, {.unchanged = 1}}));
  EXPECT_EQ(import_from(session, changed, {.if_taken = IfTaken::update}),
            (ImportReport{{.updated = 1}, {.unchanged = 1}, {.updated = 1}}));
  EXPECT_EQ(session.get_model_group(ModelGroupId("g")).name, "G");
  EXPECT_EQ(session.get_model_deployment(ModelDeploymentId("d")).name, "D");
}

TEST_F(ImportTest, AGroupThatIsNotThereIsAFaultMadeOrLeftOut) {
  const std::string text = R"([{"name": "a", "model_type": "AGENT", "model_group_id": "x"},
                               {"name": "b", "model_type": "AGENT", "model_group_id": "y"},
                               {"name": "c", "model_type": "AGENT", "model_group_id": "x"}])";

  EXPECT_THAT(refusal(text).missing_groups(), ElementsAre(ModelGroupId("x"), ModelGroupId("y")));
  EXPECT_EQ(import_from(session, text, {.if_no_group = IfNoGroup::leave_out}),
            (ImportReport{.model_instances = {.created = 3}}));
  EXPECT_EQ(session.count_model_groups(), 0);
  EXPECT_EQ(import_from(session, text, {.if_no_group = IfNoGroup::create}),
            (ImportReport{.model_groups = {.created = 2}, .model_instances = {.created = 3}}));
  EXPECT_EQ(session.get_model_group(ModelGroupId("x")).name, "x");
}

TEST_F(ImportTest, NoGroupIsMadeForWhatIsSkipped) {
  import_from(session, R"([{"id": "a", "name": "a", "model_type": "AGENT"}])");
  import_from(session,
              R"([{"id": "a", "name": "a", "model_type": "AGENT", "model_group_id": "x"}])",
              {.if_taken = IfTaken::skip, .if_no_group = IfNoGroup::create});

  EXPECT_EQ(session.count_model_groups(), 0);
}

TEST_F(ImportTest, SaysNowAndThenHowFarItIs) {
  std::string text;
  for (int i = 0; i < 2500; ++i) text += "{\"name\":\"a\",\"model_type\":\"AGENT\"}\n";
  std::vector<std::int64_t> records;
  std::uint64_t last = 0;
  import_from(session, text, {.progress = [&](std::uint64_t bytes, std::int64_t count) {
                last = bytes;
                records.push_back(count);
              }});

  EXPECT_THAT(records, ElementsAre(1000, 2000, 2500));
  EXPECT_EQ(last, text.size());
}

TEST_F(ImportTest, AnOptionThatIsNoneOfItsValuesIsRefused) {
  EXPECT_THAT(violations_of([&] { import_from(session, "[]", {.if_taken = IfTaken{}}); }),
              ElementsAre(IsViolation("if_taken", "enum")));
  EXPECT_THAT(violations_of([&] { import_from(session, "[]", {.if_no_group = IfNoGroup{}}); }),
              ElementsAre(IsViolation("if_no_group", "enum")));
  EXPECT_THAT(violations_of([&] { import_from(session, "[]", {.format = ImportFormat{}}); }),
              ElementsAre(IsViolation("format", "enum")));
}

}  // namespace
}  // namespace modelreg
