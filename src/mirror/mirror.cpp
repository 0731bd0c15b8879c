#include "modelreg/mirror.hpp"

#include <utility>

#include "mirror/pull.hpp"
#include "mirror/push.hpp"

namespace modelreg {

bool MirrorReport::changed() const noexcept {
  for (const MirrorCounts& counts : {model_groups, model_instances, model_deployments}) {
    if (counts.created + counts.updated + counts.deleted > 0) return true;
  }
  return false;
}

Mirror::Mirror(Session session, Client client, std::string remote)
    : session_(session),
      client_(std::move(client)),
      pairs_(std::move(session), std::move(remote)) {}

MirrorReport Mirror::pull(const PullOptions& options) {
  return mirror::Pull(session_, client_, pairs_, options).run();
}

MirrorReport Mirror::push(const PushOptions& options) {
  return mirror::Push(session_, client_, pairs_, options).run();
}

}  // namespace modelreg
