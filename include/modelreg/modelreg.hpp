#pragma once

/// Everything but the opt-in header `modelreg/json.hpp`.

#include "modelreg/enum_text.hpp"
#include "modelreg/error.hpp"
#include "modelreg/id.hpp"
#include "modelreg/identity.hpp"
#include "modelreg/json_object.hpp"
#include "modelreg/json_text.hpp"
#include "modelreg/limits.hpp"
#include "modelreg/model_group.hpp"
#include "modelreg/model_instance.hpp"
#include "modelreg/model_type.hpp"
#include "modelreg/model_vendor.hpp"
#include "modelreg/options.hpp"
#include "modelreg/page.hpp"
#include "modelreg/query.hpp"
#include "modelreg/registry.hpp"
#include "modelreg/session.hpp"
#include "modelreg/timestamp.hpp"
