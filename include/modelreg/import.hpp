#pragma once

#include <cstddef>
#include <string_view>

#include "modelreg/export.hpp"
#include "modelreg/session.hpp"

namespace modelreg {

/// Store every model instance that the JSON text `instances` holds, or none of them.
///
///     import_model_instances(session, R"([{"name": "Embed", "model_type": "EMBEDDING"}])");
///
/// The text is an array of instances, or a page of them as the hosted platform answers it: an
/// object whose `items` are such an array. An instance with `created_at` is a complete record and
/// kept as it is (`Session::import_model_instance`); any other is a new one. At most 256 MiB.
///
/// Returns how many there were.
/// Throws: `invalid_argument` if the text is something else or an instance breaks a rule; as the
/// two functions of `Session`. The message says which instance it was.
MODELREG_EXPORT std::size_t import_model_instances(Session& session, std::string_view instances);

}  // namespace modelreg
