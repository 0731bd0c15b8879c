#pragma once

/// Marks what a shared library of modelreg gives to its users; everything else stays inside.
/// A user of one on Windows defines `MODELREG_SHARED`, as `find_package(modelreg)` does.
#if defined(_WIN32)
#if defined(MODELREG_BUILDS_SHARED)
#define MODELREG_EXPORT __declspec(dllexport)
#elif defined(MODELREG_SHARED)
#define MODELREG_EXPORT __declspec(dllimport)
#else
#define MODELREG_EXPORT
#endif
#else
#define MODELREG_EXPORT __attribute__((visibility("default")))
#endif
