#pragma once

/// The version of the library that a program is compiled against. They are macros, so that the
/// preprocessor can ask: `#if MODELREG_VERSION >= 200` is 0.2.0 or later.
#define MODELREG_VERSION_MAJOR 0
#define MODELREG_VERSION_MINOR 2
#define MODELREG_VERSION_PATCH 0

/// One number that grows with each version: 10203 for 1.2.3.
#define MODELREG_VERSION \
  (MODELREG_VERSION_MAJOR * 10000 + MODELREG_VERSION_MINOR * 100 + MODELREG_VERSION_PATCH)
