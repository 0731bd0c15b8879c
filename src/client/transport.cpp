#include "modelreg/transport.hpp"

namespace modelreg {
namespace {

class InProcess : public Transport {
 public:
  InProcess(Registry& registry, HandleOptions options) : registry_(registry), options_(options) {}

  Response send(const Request& request) override { return handle(registry_, request, options_); }

 private:
  Registry& registry_;
  HandleOptions options_;
};

}  // namespace

Transport::~Transport() = default;

std::shared_ptr<Transport> in_process(Registry& registry, HandleOptions options) {
  return std::make_shared<InProcess>(registry, options);
}

}  // namespace modelreg
