#include "modelreg/version.hpp"

#include <gtest/gtest.h>

#include <string>

#if MODELREG_VERSION < 100
#error "MODELREG_VERSION is a number that the preprocessor compares"
#endif

namespace {

TEST(VersionTest, TheHeaderNamesTheVersionOfTheProject) {
  const std::string text = std::to_string(MODELREG_VERSION_MAJOR) + "." +
                           std::to_string(MODELREG_VERSION_MINOR) + "." +
                           std::to_string(MODELREG_VERSION_PATCH);

  EXPECT_EQ(text, MODELREG_PROJECT_VERSION);
}

TEST(VersionTest, EachPartHasTwoDigitsInTheNumber) {
  EXPECT_EQ(MODELREG_VERSION / 10000, MODELREG_VERSION_MAJOR);
  EXPECT_EQ(MODELREG_VERSION / 100 % 100, MODELREG_VERSION_MINOR);
  EXPECT_EQ(MODELREG_VERSION % 100, MODELREG_VERSION_PATCH);
}

}  // namespace
