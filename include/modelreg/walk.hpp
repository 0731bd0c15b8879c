#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace modelreg {

/// A walk over a whole list, fetched page by page: in order of creation, unless another is asked
/// for.
///
///     for (const ModelInstance& instance : session.walk_model_instances()) {
///       names.push_back(instance.name);
///     }
///
/// A page costs the same at any depth. Between pages others may change the list: what did not
/// change is met exactly once. In another order the list is sorted once, when the walk begins, and
/// its order is kept, in 8 bytes a record: a record that changes meanwhile is met at its old place,
/// as it then is, unless it no longer matches. Going on may throw as a list does. Walk once; make
/// another to start again. Moving a walk ends its iterators; one that was moved from may only be
/// assigned to or destroyed.
template <class Record>
class Walk {
 public:
  /// Answers the next records, and none at the end.
  using Fetch = std::function<std::vector<Record>()>;

  explicit Walk(Fetch fetch) : fetch_(std::move(fetch)) {}

  class Iterator {
   public:
    using value_type = Record;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    const Record& operator*() const { return walk_->page_[walk_->at_]; }
    const Record* operator->() const { return &**this; }
    Iterator& operator++() {
      ++walk_->at_;
      walk_->fetch_if_at_end();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return walk_->page_.empty(); }

   private:
    friend class Walk;
    explicit Iterator(Walk& walk) : walk_(&walk) {}
    Walk* walk_ = nullptr;
  };

  [[nodiscard]] Iterator begin() {
    fetch_if_at_end();
    return Iterator(*this);
  }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  void fetch_if_at_end() {
    if (at_ < page_.size()) return;
    page_ = fetch_();
    at_ = 0;
  }

  Fetch fetch_;
  std::vector<Record> page_;
  std::size_t at_ = 0;
};

}  // namespace modelreg
