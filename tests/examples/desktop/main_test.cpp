#include <gtest/gtest.h>

#include <cstring>

#include "desktop_fixture.hpp"
#include "other_window.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const desktop::test::WatchedApplication application(argc, argv);
  if (argc == 3 && std::strcmp(argv[1], desktop::test::other_window_argument) == 0) {
    return desktop::test::be_the_other_window(argv[2]);
  }
  return RUN_ALL_TESTS();
}
