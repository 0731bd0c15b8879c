# Install the library, move it, build a program with it and run the program.
#   cmake -D BUILD=<build tree> -D WORK=<scratch folder> -P check.cmake
function(run)
  execute_process(COMMAND ${ARGV} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE status
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "failed: ${ARGV}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${WORK}/installed")
file(RENAME "${WORK}/installed" "${WORK}/moved")
run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B build -G Ninja
  "-DCMAKE_PREFIX_PATH=${WORK}/moved" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}")
run("${CMAKE_COMMAND}" --build build)
if(EXISTS "${WORK}/build/consumer_test")
  run(build/consumer_test)
endif()
if(EXISTS "${WORK}/build/consumer_http")
  run(build/consumer_http)
endif()
run(build/consumer)
if(NOT output MATCHES "\"model_group_id\":")
  message(FATAL_ERROR "the program answered: ${output}")
endif()
