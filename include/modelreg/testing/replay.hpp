#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modelreg/transport.hpp"
#include "modelreg/wire.hpp"

namespace modelreg::testing {

class TestRegistry;

/// A request and its answer.
struct Exchange {
  Request request = {};
  Response response = {};
};

/// A transport that sends by `inner` and appends each exchange to `file`, one JSON object a line.
/// No key is written: headers that hold secrets are left out, and the API key is struck out
/// wherever else it stands. What got no answer is not recorded.
///
///     Client client(recording(transport, "platform.jsonl"), {.api_key = key, .account_id =
///     "acme"});
///
/// Throws: `storage` if the file cannot be written, then and when something is sent.
[[nodiscard]] std::shared_ptr<Transport> recording(std::shared_ptr<Transport> inner,
                                                   const std::filesystem::path& file);

/// The exchanges of such a file.
/// Throws: `not_found` if there is none; `invalid_argument`, with the line, if it is something
/// else.
[[nodiscard]] std::vector<Exchange> read_recording(const std::filesystem::path& file);

/// Where an answer is not the recorded one.
struct ReplayDifference {
  std::size_t exchange = 0;   ///< Which of the recording, from 1.
  std::string request = {};   ///< `POST /v4/model-groups`.
  std::string place = {};     ///< `status`, or in the body: `items[0].name`.
  std::string recorded = {};  ///< As JSON; empty if there is nothing.
  std::string replayed = {};

  bool operator==(const ReplayDifference&) const = default;
};

/// What a replay does with what the registry may choose for itself.
struct ReplayOptions {
  std::string api_key = {};                    ///< With which the requests are sent.
  std::optional<std::string> account_id = {};  ///< The account that stands for the recorded one.
  /// Members of an answer that are not compared: what the platform says in words.
  std::vector<std::string> not_compared = {"msg", "input", "url", "ctx"};
};

/// Send the requests of a recording and hold the answers against the recorded ones. Ids and times
/// may be others, but the same id must stand wherever the recorded one did; of a `detail` that is a
/// text only that it is one is compared. What the recording asks for and did not make itself must
/// be there, with the ids of the recording: a seed is the way.
[[nodiscard]] std::vector<ReplayDifference> replay(const std::vector<Exchange>& recorded,
                                                   Transport& transport,
                                                   const ReplayOptions& options);
/// The same against a test registry, with its key and its account.
///
///     TestRegistry registry(Seed::from_file("platform.seed.json"));
///     EXPECT_EQ(text_of(replay(read_recording("platform.jsonl"), registry)), "");
[[nodiscard]] std::vector<ReplayDifference> replay(const std::vector<Exchange>& recorded,
                                                   const TestRegistry& registry);

/// One line each; empty if there are none.
[[nodiscard]] std::string text_of(const std::vector<ReplayDifference>& differences);

}  // namespace modelreg::testing
