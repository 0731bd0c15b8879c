"""Plants faults in the library, one at a time, and shows which test notices each.

    mutants.py [NAME ...]

Works on a copy of the sources in build/mutants. Ends with 1 if a fault was noticed by no test.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutants"

# Many calls at random with several accounts; and each call with another account's id.
ISOLATION = "random_calls_test:* tests:IsolationTest.*"

# Name, file, what stands there, what stands there instead, and the tests that are run: programs, each
# with a filter of GoogleTest. The first test of them that fails is shown.
MUTANTS = [
    ("a documented edition that knows every field", "src/wire/edition.hpp",
     "field) == current_fields.end()", "field) != nullptr", "wire:WireEdition*"),
    ("a documented edition that knows every vendor", "src/wire/edition.hpp",
     "vendor) == current_vendors.end()", "vendor) != nullptr", "wire:WireEdition*"),
    ("foreign keys that stay off after a migration", "src/storage/migrations.cpp",
     '"PRAGMA foreign_keys = ON"', '"PRAGMA foreign_keys = OFF"', "tests:ConnectionTest.*"),
    ("a large number that is taken for the next one", "src/base/json_numbers.cpp",
     "const std::size_t place = read_++;", "const std::size_t place = ++read_;",
     "tests:JsonObjectTest.*"),
    ("numbers that are equal as doubles", "src/base/json_scan.cpp",
     "value(canonical_number(numbers_.next().value_or(spelling)))",
     "value(std::to_string(std::strtod(std::string(numbers_.next().value_or(spelling)).c_str(), "
     "nullptr)))", "tests:JsonObjectTest.*"),
    ("an option in C that nobody knows", "src/c/modelreg.cpp", "(options & ~known) != 0",
     "(options & ~known) == ~0U", "c:CInterfaceTest.AnUnknown*"),
    ("a key in C that stays after a failure", "src/c/modelreg.cpp",
     "given(secret, \"secret\") = '\\0';", '(void)given(secret, "secret");',
     "c:CInterfaceTest.AfterAFailure*"),
    ("a message in C with half a character", "src/c/last_error.cpp",
     "while (size > 0 && continues", "while (size == 0 && continues", "c:CInterfaceTest.AMessage*"),
    ("a snapshot that nobody finishes", "src/storage/snapshot.cpp",
     "} catch (...) {\n      remove();", "} catch (...) {", "fault:CFaultTest.*"),
    ("no transaction around a change", "src/storage/transaction.cpp",
     "all_.begin_write_.run();", "(void)0;", "tests:TransactionTest.*"),
    ("what a call asks itself that is told of", "src/registry/observed.hpp",
     "|| is_observed()) return", ") return", "tests:ObservedTest.*"),
    ("a fault after the work that comes before it", "src/testing/surroundings.cpp",
     "!fault || fault->after ||", "!fault ||", "testing:*FaultTest.*"),
    ("a key in a recording", "src/testing/recording.cpp",
     "std::erase_if(message.headers, is_secret);", "", "testing:ReplayTest.*"),
    ("a reset that forgets the ids", "src/testing/test_registry.cpp",
     "surroundings->ids.restart(planted->ids_made);", "", "testing:TestRegistryTest.*"),
    ("a strict registry that lets all pass", "src/testing/surroundings.cpp",
     "if (!allowed_) return;", "return;", "testing:JournalTest.*"),
    ("a reference that may mean two", "src/testing/seed.cpp", "found > 1", "found > 9",
     "testing:SeedTest.*"),
    ("a share that is another at each run", "src/testing/fault_plan.cpp",
     "std::mt19937_64(when.seed)", "std::mt19937_64(std::random_device{}())",
     "testing:FaultPlanTest.*"),
    ("a mark that is never set", "src/storage/transaction.cpp", "  drop_mark();\n  marked_ = true;",
     "  drop_mark();", "tests:RewindTest.*"),
    ("what a rewind leaves known", "src/storage/transaction.cpp", "  begun_ = false;\n  known_.forget();", "  begun_ = false;",
     "tests:RewindTest.AnAccount*"),
    ("a snapshot of a marked registry by SQLite's own means", "src/storage/snapshot.cpp",
     '"main") == SQLITE_TXN_WRITE', '"main") > SQLITE_TXN_WRITE', "tests:RewindTest.AMarked*"),
    ("a change that begins by reading", "src/storage/transaction.hpp",
     '"BEGIN IMMEDIATE"', '"BEGIN"', "multi:*MultiInEachJournalTest.None*"),
    ("no syncs", "src/storage/connection_settings.cpp",
     "PRAGMA synchronous = FULL;", "PRAGMA synchronous = OFF;", "power:*PowerTest.Nothing*"),
    ("a journal that is deleted", "src/storage/journal_mode.cpp",
     '"PRAGMA journal_mode = TRUNCATE") == "truncate"',
     '"PRAGMA journal_mode = DELETE") == "delete"', "power:*PowerTest.Nothing*"),
    ("a write-ahead log that is not sound", "src/storage/journal_mode.cpp",
     "return version >= 3051003 ||", "return version >= 3040000 ||",
     "tests:JournalModeTest.* multi:*WalReset*"),
    ("a log that first openers do not wait for", "src/storage/connection.cpp",
     "if (!busy_handler_.wait(times++)) refuse", "if (times++ >= 0) refuse", "tests:LogInUseTest.*"),
    ("a timeout that overflows", "src/storage/busy_handler.cpp", "time_after(now, timeout_)",
     "now + timeout_", "tests:RegistryOpenTest.*"),
    ("a big change that is written before its commit", "src/storage/journal_mode.cpp",
     "connection, options.change_memory)", "connection, 65536)", "multi:*ReadersTest.AreLetIn*"),
    ("a schema that is trusted", "src/storage/connection_settings.cpp",
     "{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}", "{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1}",
     "tests:ConnectionTest.*"),
    ("a schema that can be edited", "src/storage/connection_settings.cpp", "{SQLITE_DBCONFIG_DEFENSIVE, 1}",
     "{SQLITE_DBCONFIG_DEFENSIVE, 0}", "tests:ConnectionTest.*"),
    ("triggers that run", "src/storage/connection_settings.cpp", "{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}",
     "{SQLITE_DBCONFIG_ENABLE_TRIGGER, 1}", "tests:ConnectionTest.*"),
    ("views that are read", "src/storage/connection_settings.cpp", "{SQLITE_DBCONFIG_ENABLE_VIEW, 0}",
     "{SQLITE_DBCONFIG_ENABLE_VIEW, 1}", "tests:ConnectionTest.*"),
    ("a misspelt column that is a text", "src/storage/connection_settings.cpp",
     "{SQLITE_DBCONFIG_DQS_DML, 0}", "{SQLITE_DBCONFIG_DQS_DML, 1}", "tests:ConnectionTest.*"),
    ("a misspelt column of an index", "src/storage/connection_settings.cpp",
     "{SQLITE_DBCONFIG_DQS_DDL, 0}", "{SQLITE_DBCONFIG_DQS_DDL, 1}", "tests:ConnectionTest.*"),
    ("another program's log that is taken in", "src/storage/connection_settings.cpp",
     "{SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}", "{SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0}",
     "tests:MigrationsTest.*"),
    ("a limit that is not set", "src/storage/connection_settings.cpp",
     "    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256},\n", "", "tests:ConnectionTest.*"),
    ("cells that are not checked", "src/storage/connection_settings.cpp", "PRAGMA cell_size_check = ON;",
     "PRAGMA cell_size_check = OFF;", "tests:ConnectionTest.*"),
    ("syncs that end in the disk's cache", "src/storage/connection_settings.cpp",
     "PRAGMA fullfsync = ON;", "PRAGMA fullfsync = OFF;", "tests:ConnectionTest.*"),
    ("a snapshot's failure without its cause", "src/storage/sqlite_error.cpp",
     "extended == -1 ? failure.getErrorCode() : extended", "extended", "disk:DiskTest.ASnapshot*"),
    ("a wait that wakes all the time", "src/storage/busy_handler.cpp", "now - began_ < a_while", "true",
     "soak:SoakTest.AProcessThatWaits*"),
    ("a file that is mapped", "src/storage/connection_settings.cpp", "PRAGMA mmap_size = 0;",
     "PRAGMA mmap_size = 1000000;", "tests:ConnectionTest.*"),
    ("temporary files", "src/storage/connection_settings.cpp", "PRAGMA temp_store = MEMORY;",
     "PRAGMA temp_store = FILE;", "tests:ConnectionTest.*"),
    ("a repeated add that writes", "src/registry/session_membership.cpp",
     "if (stored && stored->record.model_group_id == group) return std::move(stored->record);", "",
     "tests:ConnectionTest.*"),
    ("a planted log", "src/storage/connection.cpp", "  refuse_foreign_log(*this);\n", "",
     "security:PlantedLogTest.*"),
    ("a companion of anybody", "src/storage/path_policy.cpp",
     "info->st_uid != ::geteuid() && info->st_uid != 0) {\n    refuse_it",
     "info->st_uid == ::geteuid() && false) {\n    refuse_it", "tests:*CompanionTest*"),
    ("a companion that others may write to", "src/storage/path_policy.cpp",
     "(info->st_mode & writable_by_others & ~file.st_mode) != 0", "false", "tests:*CompanionTest*"),
    ("a change that is stopped as a read is", "src/storage/connection.cpp",
     "changes ? longest_change_ : longest_read_", "changes ? longest_read_ : longest_read_",
     "tests:LongestTest.*"),
    ("a migration without a copy", "src/storage/migrations.cpp",
     "if (version > 0) copy.emplace", "if (version > 1000) copy.emplace",
     "tests:OlderRegistryTest.*"),
    ("a copy that stays after a migration failed", "src/storage/migration_copy.cpp",
     "if (!kept_) ::unlink(name_.c_str());", "", "tests:OlderRegistryTest.*"),
    ("no foreign keys", "src/storage/connection_settings.cpp",
     "PRAGMA foreign_keys = ON;", "PRAGMA foreign_keys = OFF;", "tests:MaintenanceTest.*"),
    ("no overwriting of what is deleted", "src/storage/connection_settings.cpp",
     "PRAGMA secure_delete = ON;", "PRAGMA secure_delete = OFF;", "security:SecretsTest.*"),
    ("get a record of any account", "src/storage/record_sql.cpp",
     '".account = ?1 AND " + alias', '".account > 0 AND ?1 > 0 AND " + alias', ISOLATION),
    ("find the key or delete the record of any account", "src/storage/record_table.hpp",
     'by_id = " WHERE account = ?1 AND', 'by_id = " WHERE ?1 > 0 AND', ISOLATION),
    ("update a record of any account", "src/storage/record_sql.cpp",
     '" WHERE account = ?1 AND id = ?2"', '" WHERE ?1 > 0 AND id = ?2"', ISOLATION),
    ("list the groups of all accounts", "src/storage/model_group_table.hpp",
     "WHERE g.account = ?1 AND", "WHERE ?1 > 0 AND", ISOLATION),
    ("list the instances of all accounts", "src/storage/model_instance_listing.cpp",
     "FROM model_instance i WHERE i.account = ?1", "FROM model_instance i WHERE ?1 > 0",
     ISOLATION),
    ("list the found groups of all accounts", "src/storage/model_group_table.cpp",
     "FROM model_group g WHERE g.account = ?1 AND g.key > ?4", "FROM model_group g WHERE ?1 > 0 AND g.key > ?4",
     "tests:FindingTest.*"),
    ("a filter that is not applied", "src/storage/conditions.hpp", 'visit(filter.base_model_id, "i.base_model_id = ", "");', "",
     "tests:FilterTest.*"),
    ("a text found by its case", "src/storage/conditions.hpp", '"instr(lower(i.name), lower("', '"instr((i.name), ("',
     "tests:FilterTest.*"),
    ("a stranger's record at the place of a deleted one", "src/storage/model_instance_listing.cpp",
     'FROM model_instance i WHERE i.account = ?1"', 'FROM model_instance i WHERE ?1 > 0"', "tests:SortedWalkTest.*"),
    ("a page that is counted in any case", "src/registry/listing.hpp", "if (request.with_total) page", "page",
     "tests:FindingTest.*"),
    ("a client that leaves a filter out", "src/client/target.cpp", "  require_sendable(query);\n", "",
     "tests:ClientFindingTest.*"),
    ("a second import that writes", "src/registry/importing.hpp",
     "if_taken == IfTaken::skip || *stored == record", "if_taken == IfTaken::skip", "tests:ImportAgainTest.*"),
    ("an import that takes the place of what is there unasked", "src/registry/importing.hpp",
     "if (if_taken == IfTaken::refuse) throw id_is_taken();", "", "tests:ImportAgainTest.*"),
    ("list the deployments of all accounts", "src/storage/model_deployment_table.cpp",
     ' : " FROM model_deployment d WHERE d.account = ?1"', ' : " FROM model_deployment d WHERE ?1 > 0"',
     ISOLATION),
    ("two fields that change columns", "src/base/fields.hpp",
     'visit(Field{.name = "model_card"}, records.model_card...);',
     'visit(Field{.name = "description"}, records.model_card...);', "tests:FieldsTest.*"),
    ("an enum without its CHECK", "schema/0001_create_registry.sql",
     "model_type = 'GENERIC')", "model_type = 'GENERIC' OR 1)", "tests:SchemaTest.*:SpellingsTest.*:MigrationsTest.*"),
    ("a required field that may be NULL", "schema/0001_create_registry.sql",
     "name TEXT NOT NULL,\n  model_vendor", "name TEXT,\n  model_vendor", "tests:SchemaTest.*:SpellingsTest.*:MigrationsTest.*"),
    ("an error code that is not masked", "src/storage/sqlite_error.cpp",
     "switch (sqlite_code & 0xff) {", "switch (sqlite_code) {", "tests:SqliteErrorTest.*"),
    ("a violation that is swallowed", "src/registry/validation.cpp",
     "if (!violations.empty()) throw Error(std::move(violations));", "(void)violations;",
     "tests:Session*"),
    ("a revoked key that works", "src/registry/registry_api_keys.cpp", " || holder->revoked)", ")",
     "tests:ApiKeyTest.*"),
    ("a digest that is not compared", "src/base/digest.cpp",
     "left.size()) == 0", "left.size()) <= 0", "tests:ApiKeyTest.*"),
    ("a schema that is not looked at", "src/storage/migrations.cpp",
     "if (!has_schema_of(connection, static_cast<int>(version)))", "if (false)",
     "security:*HostileFileTest*"),
    ("no guard after a fork", "src/storage/fork_guard.hpp",
     "return base::forks() != forks_;", "return base::forks() + 1 < forks_;", "tests:ConcurrencyTest.*"),
    ("locks that a child only remembers", "src/storage/open_file.cpp",
     "    file->let_go();\n", "", "tests:ConcurrencyTest.WhatAChild*"),
    ("a transaction that a child ends", "src/storage/transaction.cpp",
     "if (all_.connection_.is_inherited()) return;", "", "tests:ConcurrencyTest.AChildThat*"),
    ("forks in the middle of a call", "src/base/fork.cpp",
     "if (!forking) return;\n    --threads", "return;\n    --threads", "multi:ForkTest.*"),
    ("no lock among threads", "src/storage/store.hpp",
     "std::lock_guard<std::recursive_mutex> lock_;", "std::recursive_mutex& lock_;", "tests:ConcurrencyTest.*"),
    ("others' files are opened", "src/storage/path_policy.cpp",
     "return info.st_nlink > 1;", "return false;", "tests:RegistryOpenTest.*"),
    ("changes that are told though they were taken back", "src/storage/transaction.cpp",
     "  all_.notifier_.take_back_to(noted_before_);\n", "", "tests:SubscriptionTest.*"),
    ("changes that are told while the registry is in use", "src/storage/store.hpp",
     "    Telling telling(*notifier_);\n    const Use use(*this);\n    Transaction",
     "    const Use use(*this);\n    Telling telling(*notifier_);\n    Transaction",
     "tests:SubscriptionTest.*"),
    ("others' changes that nobody hears of", "src/storage/known_content.cpp",
     "others_changed_ || seen_.has_value()", "false", "tests:PollTest.*"),
    ("a file without a name that is refused", "src/storage/path_policy.cpp",
     "return info.st_nlink > 1;", "return info.st_nlink != 1;", "security:PlantedFileTest.*"),
    ("a lost answer that is forgotten", "src/mirror/push.cpp",
     "if (!may_be_done(error)) pairs_.forget", "pairs_.forget", "mirror:*LostAnswer*"),
    ("a push that overwrites", "src/mirror/push.cpp",
     "state_of(there) != known && !options_.force", "false", "mirror:PushTest.*"),
    ("a pull that overwrites", "src/mirror/pull.cpp",
     "stored && *stored != wanted && !options_.force", "false", "mirror:PullTest.*"),
    ("a prune that asks nobody", "src/mirror/pull.cpp",
     "!options_.force && state_of(*stored) != pair.state_here", "false", "mirror:PullTest.*"),
    ("files that others may read", "src/storage/path_policy.cpp", "S_IRUSR | S_IWUSR);",
     "S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);", "tests:RegistryOpenTest.* security:SecretsTest.*"),
    ("an unknown outcome that is called a failure", "src/storage/transaction.cpp",
     "ErrorCode::outcome_unknown", "ErrorCode::storage", "fault:*FileFaultTest*"),
    ("a rollback that takes memory", "src/storage/transaction.cpp",
     "  all_.rollback_.prepare();\n", "", "fault:*MemoryFaultTest*FromThen"),
    ("keys that are kept whatever others do", "src/storage/known_content.hpp",
     "is_ours_alone_ || seen_ == connection_.data_version();", "is_ours_alone_ || seen_ != 0U;",
     "tests:ChangedByOthersTest.*"),
    ("a look-up that trusts what it kept", "src/storage/store.hpp",
     "if (known_.is_true()) return result;", "return result;", "tests:ChangedByOthersTest.*"),
    ("a change that is lost with the read around it", "src/storage/transaction.cpp",
     "if (kind_ != Kind::write || !all_.only_reads_) return;", "return;",
     "tests:MaintenanceTest.*"),
    ("a long call that shuts other threads out", "src/storage/store.hpp",
     "if (known_.is_ours_alone()) return maintain_in_memory(work);", "return maintain_in_memory(work);",
     "tests:MaintenanceTest.AWriter*"),
    ("a change that waits with the registry locked", "src/storage/store.hpp",
     "maintenance_threads_.any()) wait", "false) wait", "tests:MaintenanceTest.AWriter*"),
    ("a long call that cannot be stopped", "src/registry/registry_maintenance.cpp",
     "if (stop_.stop_requested())", "if (false)", "tests:MaintenanceTest.*Stop*"),
    ("a copy of another file", "src/storage/connection.cpp",
     "if (!file_->has_moved()) return;", "return;", "tests:MaintenanceTest.AFile*"),
    ("documents that pile up in memory", "src/storage/json_document_table.cpp",
     "most_bytes_kept = 4 << 20", "most_bytes_kept = 400 << 20", "tests:CacheTest.*"),
    ("foreign keys that stay off", "src/storage/compaction.cpp",
     "~NoForeignKeys() { enforce(1); }", "~NoForeignKeys() {}", "tests:CompactionTest.*"),
    ("keys of documents that were deleted", "src/storage/store.hpp",
     "    known_.forget();\n    work(", "    work(", "tests:CompactionTest.*"),
    ("a clock that threads ask at once", "src/storage/store.cpp",
     "if (options_.now) return ask(options_.now);", "if (options_.now) return options_.now();",
     "tests:ConcurrencyTest.TheClock*"),
    ("a failed snapshot that stays", "src/storage/snapshot.cpp", "if (!kept_) remove();", "",
     "tests:MaintenanceTest.*"),
    ("a writer that never gives way", "src/storage/busy_handler.cpp",
     "constexpr microseconds longest_backoff{400};", "constexpr microseconds longest_backoff{4'000'000};",
     "multi:*MultiInEachJournalTest.Nobody*"),
    ("a walk in circles", "src/registry/listing.hpp", "last <= before", "last <= before && last < 0", "disk:DamagedFileTest.AFlipped*"),
    ("faults of a limit before those of a page", "src/wire/query_parameters.cpp",
     "  add_unnamed(registry::validate(request));  // before", "  // before",
     "wire_tests:WireModelGroupTest.EveryFaultOfAQuery*"),
    ("the end of a token for its beginning", "src/base/json_scan.cpp",
     "whole ? size_at_end(read, token) : 1", "1", "wire_tests:*NoJsonObject*"),
    ("a creation that is made twice", "src/client/answer.cpp",
     "return effect != Effect::creates || !leaves_open(response);", "return true;", "client:ClientRetryTest.*"),
    ("a lost creation that is made twice", "src/client/caller.cpp", "!open || effect != Effect::creates", "true",
     "client:ClientRetryTest.*"),
    ("a change in doubt that is reported refused", "src/client/caller.cpp", "throw open ? in_doubt(*made.error) :",
     "throw", "client:ClientRetryTest.*"),
    ("an answer that asks to wait in vain", "src/client/patience.cpp", "asked.value_or(backoff(retries))",
     "backoff(retries)", "client:ClientRetryTest.*"),
    ("a deadline that nobody keeps", "src/client/patience.cpp", "> Seconds(options_.deadline)", "> Seconds(1e18)",
     "client:ClientRetryTest.*"),
    ("an id that leads to another record", "src/client/target.cpp", "is_unreserved(character) && !dots", "true",
     "client:ClientTest.AnyId*"),
    ("a filter that a client forgets", "src/client/target.cpp", "if (query.model_type) text", "if (false) text",
     "random_calls_test:*"),
    ("a proxy that says there is no record", "src/client/answer.cpp",
     "if (code == ErrorCode::not_found && !refused) code", "if (false) code", "client:ClientAnswersTest.*"),
    ("a key in a message", "src/client/answer.cpp", "if (refused && repeats(*refused, secret))", "if (false)",
     "client:ClientAnswersTest.*"),
    ("a time that must have an offset", "src/wire/decoder.hpp", 'parse_timestamp(member.text + "Z")',
     "parse_timestamp(member.text)", "client:JsonAnswersTest.*"),
    ("a request that is sent again by itself", "src/http/exchange.cpp",
     "return progress.sent_twice ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;", "return CURL_PREREQFUNC_OK;",
     "http:HttpTransportTest.ARequestIsSentOnce*"),
    ("a redirect that takes the key along", "src/http/http_transport.cpp", "CURLOPT_FOLLOWLOCATION, 0L",
     "CURLOPT_FOLLOWLOCATION, 1L", "http:HttpTransportTest.ARedirect*"),
    ("a certificate of anybody", "src/http/http_transport.cpp", "CURLOPT_SSL_VERIFYPEER, 1L",
     "CURLOPT_SSL_VERIFYPEER, 0L", "http:TlsTest.*"),
    ("a certificate of another host", "src/http/http_transport.cpp", "CURLOPT_SSL_VERIFYHOST, 2L",
     "CURLOPT_SSL_VERIFYHOST, 0L", "http:TlsTest.*"),
    ("a proxy that the environment names", "src/http/http_transport.cpp",
     "curl_easy_setopt(handle, CURLOPT_PROXY,", "if (!options_.proxy.empty()) curl_easy_setopt(handle, CURLOPT_PROXY,",
     "http:HttpTransportTest.AProxy*"),
    ("an answer without a limit", "src/http/exchange.cpp", "body.size() + size * count > max_answer_bytes", "false",
     "http:HttpTransportTest.AnAnswerHas*"),
    ("a name that begins like this machine's address", "src/http/base_url.cpp",
     'host.find_first_not_of("0123456789.") == std::string_view::npos', "true", "http:HttpOptionsTest.*"),
    ("a web page that names this machine its own", "src/serve/server.cpp", "listening_.is_local && !is_own", "false",
     "http:ServerTest.AForeignHost*"),
    ("a body that is taken for a request", "src/serve/server.cpp", "if (has_body || is_awaited(request))", "if (false)",
     "http:ServerLimitsTest.WhatIsLeft*"),
    ("a body without a limit", "src/serve/server.cpp", "return bytes <= most_bytes_read &&", "return",
     "http:ServerLimitsTest.ABodyInPieces*"),
    ("requests that every account sees", "src/serve/request_log.cpp", "|| request.account_id == account_id",
     "|| true", "http:ServerTest.TheLastRequests*"),
    ("a compact text with a key twice", "src/base/compact_reader.cpp",
     "keys_[i].size() == name.size() && keys_[i] == name", "false", "client:CompactJsonTest.*"),
    ("a compact text that is no UTF-8", "src/base/compact_reader.cpp", "return plain || count", "return true || count",
     "client:CompactJsonTest.*"),
    ("a record read straight that breaks a rule", "src/wire/compact_decoder.hpp",
     "&& violations_of(record).empty()", "", "client:CompactDecoderTest.*"),
    ("a mark that remembers what was taken back", "src/storage/transaction.cpp",
     "  if (begun_) {\n    known_.forget();", "  if (begun_) {", "fault:*MarkFaultTest.*"),
]


def run(command, **more):
    return subprocess.run(command, cwd=WORK, capture_output=True, text=True, **more)


def copy_sources():
    """Bring the copy up to date, leaving alone what is the same, so that it is not built again."""
    for name in subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                               capture_output=True, text=True, check=True).stdout.splitlines():
        source, target = ROOT / name, WORK / name
        if not target.exists() or source.read_bytes() != target.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
            target.touch()


def build(programs):
    run(["cmake", "--preset", "dev", "-D", "MODELREG_BUILD_BENCH=OFF"], check=True)
    targets = [f"modelreg_{program}" for program in programs]
    return run(["cmake", "--build", "--preset", "dev", "--target", *targets])


def programs_of(tests):
    """The programs of tests, each with its filter."""
    programs = {}
    for test in tests.split():
        name, test_filter = test.split(":", 1)
        programs[name if name.endswith("test") else
                 "tests" if name == "tests" else f"{name}_tests"] = test_filter
    return programs


def killer(programs):
    """The first test that fails, or nothing."""
    environment = {**os.environ, "RC_PARAMS": "seed=42 max_success=500 max_size=100"}
    for program, test_filter in programs.items():
        command = [f"build/dev/tests/modelreg_{program}", f"--gtest_filter={test_filter}",
                   "--gtest_fail_fast", "--gtest_brief=1"]
        try:
            done = run(command, timeout=120, env=environment)
        except subprocess.TimeoutExpired:
            return f"the time of {test_filter}"
        if done.returncode != 0:
            failed = re.search(r"\[  FAILED  \] ([\w/.]+)", done.stdout)
            return failed.group(1) if failed else f"{program}, which ended with {done.returncode}"
    return None


def main(names):
    for name in names:
        if name not in [mutant[0] for mutant in MUTANTS]:
            sys.exit(f"mutants: there is no mutant '{name}'; without a name all are planted")
    chosen = [mutant for mutant in MUTANTS if not names or mutant[0] in names]
    for name, file, original, _, _ in chosen:
        if original not in (ROOT / file).read_text():
            sys.exit(f"mutants: {file} does not hold what '{name}' changes:\n{original}")
    survivors = []
    copy_sources()
    for name, file, original, fault, tests in chosen:
        programs = programs_of(tests)
        path = WORK / file
        text = path.read_text()
        path.write_text(text.replace(original, fault))
        built = build(programs)
        found = "the compiler" if built.returncode != 0 else killer(programs)
        path.write_text(text)
        print(f"{name:48} {'survived' if found is None else 'killed by ' + found}", flush=True)
        if found is None or found == "the compiler":
            survivors.append(name)
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} killed")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
