# Make the Debian packages in the folder PACKAGES, of the objects that the build tree has.
#   cmake -D SOURCE=<sources> -D BUILD=<build tree> -D WORK=<scratch folder> … -P make.cmake
include("${CMAKE_CURRENT_LIST_DIR}/../consumer/run.cmake")
file(REMOVE_RECURSE "${WORK}" "${PACKAGES}")
file(MAKE_DIRECTORY "${WORK}")
set(ENV{BUILD} "${BUILD}")
run_in("${SOURCE}" "${CMAKE_COMMAND}" --preset packages -B "${WORK}" -Wno-dev
  "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_CXX_FLAGS=${FLAGS}"
  "-DCMAKE_CXX_COMPILER_LAUNCHER=${SOURCE}/tests/consumer/compiled_already")
run_in("${WORK}" "${CMAKE_COMMAND}" --build .)
if(NOT EXISTS "${WORK}/taken")
  message(FATAL_ERROR "everything was compiled again")
endif()
run_in("${WORK}" "${CMAKE_CPACK_COMMAND}" -B "${PACKAGES}")
