#include <cstdlib>
#include <iostream>
#include <new>
#include <string>

#include "base/fields.hpp"
#include "filled_registry.hpp"
#include "workload.hpp"

/// Counts the heap allocations of `Session::add_model_instance`, SQLite's own aside, beyond one for
/// each text that it returns. Prints how many there are.
namespace {

long allocations = 0;

/// The texts of a record that are not empty.
class TextCount {
 public:
  void operator()(std::string_view, const std::string& text) { count += text.empty() ? 0 : 1; }
  void operator()(std::string_view, const modelreg::JsonObject&) { ++count; }
  template <class Record>
  void operator()(std::string_view field, const modelreg::Id<Record>& id) {
    (*this)(field, id.str());
  }
  template <class T>
  void operator()(std::string_view field, const std::optional<T>& value) {
    if (value) (*this)(field, *value);
  }
  template <class T>
  void operator()(std::string_view, const T&) {}

  long count = 0;
};

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

int main() {
  using namespace modelreg::bench;
  FilledRegistry filled;
  for (int turn = 0; turn < sample_size; ++turn) {  // every statement is prepared, every page there
    use(filled.session.add_model_instance(filled.group(turn), filled.instance(turn)).name);
  }
  const long before = allocations;
  const auto instance =
      filled.session.add_model_instance(filled.group(sample_size), filled.instance(sample_size));
  const long made = allocations - before;
  TextCount texts;
  modelreg::base::each_field(texts, instance);
  std::cout << made - texts.count << '\n';
}
