#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "filled_registry.hpp"
#include "scratch_folder.hpp"
#include "workload.hpp"

/// What happens when many use one registry at once: threads, writing processes that never pause, a
/// reader beside such a writer. Prints the figures as JSON.
///
///     modelreg_concurrency SECONDS
namespace modelreg::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

/// What one worker did until its time was over.
struct Tally {
  long calls = 0;
  double longest_ms = 0;
};

/// Call `work` without a pause for `duration`.
Tally repeat(Seconds duration, const std::function<void()>& work) {
  Tally tally;
  const auto end = Clock::now() + duration;
  for (auto start = Clock::now(); start < end;) {
    work();
    const auto now = Clock::now();
    const double ms = std::chrono::duration<double, std::milli>(now - start).count();
    tally.longest_ms = std::max(tally.longest_ms, ms);
    ++tally.calls;
    start = now;
  }
  return tally;
}

/// Adds per second of `count` threads on one registry in memory.
double adds_per_second(int count, Seconds duration) {
  FilledRegistry filled;
  std::atomic<long> calls = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < count; ++thread) {
    threads.emplace_back([&, thread] {
      int turn = thread * sample_size / count;
      calls +=
          repeat(duration, [&] {
            use(filled.session.add_model_instance(filled.group(turn), filled.instance(turn)).name);
            ++turn;
          }).calls;
    });
  }
  for (auto& thread : threads) thread.join();
  return static_cast<double>(calls) / duration.count();
}

/// The throughput of two threads against that of one: the median of five pairs.
double two_threads(Seconds duration) {
  std::array<double, 5> ratios{};
  for (double& ratio : ratios) {
    const double one = adds_per_second(1, duration / 20);
    ratio = adds_per_second(2, duration / 20) / one;
  }
  std::sort(ratios.begin(), ratios.end());
  return ratios[2];
}

/// A process that opens the registry in `file` and calls `work` with it for `duration`.
class Worker {
 public:
  using Work = std::function<void(Session&, int)>;

  Worker(const std::string& file, Seconds duration, const Work& work) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) std::abort();
    process_ = ::fork();
    if (process_ < 0) std::abort();
    if (process_ == 0) {
      const Tally tally = run(file, duration, work);
      ::_exit(::write(ends[1], &tally, sizeof(tally)) == sizeof(tally) ? 0 : 1);
    }
    ::close(ends[1]);
    result_ = ends[0];
  }

  Tally wait() {
    Tally tally;
    if (::read(result_, &tally, sizeof(tally)) != sizeof(tally)) std::abort();
    ::close(result_);
    ::waitpid(process_, nullptr, 0);
    return tally;
  }

 private:
  static Tally run(const std::string& file, Seconds duration, const Work& work) {
    try {
      auto registry = Registry::open(file);
      auto session = registry.session(caller);
      return repeat(duration, [&, turn = 0]() mutable { work(session, turn++); });
    } catch (const std::exception& error) {
      std::cerr << "benchmark: " << error.what() << '\n';
      std::abort();
    }
  }

  pid_t process_ = 0;
  int result_ = 0;
};

void add(Session& session, int turn) {
  use(session
          .add_model_instance(ModelGroupId(turn / sample_size % 2 == 0 ? "a" : "b"),
                              ModelInstanceId(instance_id(turn % sample_size)))
          .name);
}

void get(Session& session, int turn) {
  use(session.get_model_instance(ModelInstanceId(instance_id(turn % sample_size))).name);
}

/// Jain's index of fairness: 1 if all did the same, 1/n if one did everything.
double fairness(const std::vector<Tally>& tallies) {
  double sum = 0;
  double sum_of_squares = 0;
  for (const auto& tally : tallies) {
    const auto calls = static_cast<double>(tally.calls);
    sum += calls;
    sum_of_squares += calls * calls;
  }
  return sum * sum / (static_cast<double>(tallies.size()) * sum_of_squares);
}

std::vector<Tally> run(const std::string& file, Seconds duration,
                       const std::vector<Worker::Work>& works) {
  std::vector<Worker> workers;
  for (const auto& work : works) workers.emplace_back(file, duration, work);
  std::vector<Tally> tallies;
  for (auto& worker : workers) tallies.push_back(worker.wait());
  return tallies;
}

void print(double duration) {
  const Seconds seconds(duration);
  const ScratchFolder folder;
  { const FilledRegistry filled(Registry::open(folder.file())); }  // closed before any fork

  const auto writers = run(folder.file(), seconds, std::vector<Worker::Work>(8, add));
  const auto beside = run(folder.file(), seconds, {add, get});
  double longest_write = 0;
  long writes = 0;
  for (const auto& writer : writers) {
    longest_write = std::max(longest_write, writer.longest_ms);
    writes += writer.calls;
  }
  std::cout << "{\"two threads\": " << two_threads(seconds)
            << ", \"fairness of 8 writers\": " << fairness(writers)
            << ", \"longest wait of 8 writers, ms\": " << longest_write
            << ", \"writes per second of 8 writers\": " << static_cast<double>(writes) / duration
            << ", \"longest read beside a writer, ms\": " << beside[1].longest_ms
            << ", \"reads per second beside a writer\": "
            << static_cast<double>(beside[1].calls) / duration
            << ", \"writes per second beside a reader\": "
            << static_cast<double>(beside[0].calls) / duration << "}\n";
}

}  // namespace
}  // namespace modelreg::bench

int main(int argc, char** argv) { modelreg::bench::print(argc > 1 ? std::atof(argv[1]) : 5); }
