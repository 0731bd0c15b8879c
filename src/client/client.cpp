#include "modelreg/client.hpp"

#include <utility>

#include "client/caller.hpp"

namespace modelreg {

Client::Client(std::shared_ptr<Transport> transport, ClientOptions options)
    : caller_(std::make_shared<client::Caller>(std::move(transport), std::move(options))) {}

}  // namespace modelreg
