# The whole library in one file: what modelreg.hpp declares, and, where MODELREG_IMPLEMENTATION is
# defined, every source. The headers of other libraries stay what they are.
#   cmake -D ROOT=<source tree> -D OUT=<file> -D SOURCES=<sources> -P single_header.cmake
cmake_policy(VERSION 3.23)

# The text of the file with each file of ours in place of its first #include.
function(with_its_includes path variable)
  file(READ "${path}" text)
  string(REPLACE "#pragma once\n" "" text "${text}")
  set(result "")
  while(text MATCHES "#include \"([^\"\n]+)\"\n")
    set(line "${CMAKE_MATCH_0}")
    set(name "${CMAKE_MATCH_1}")
    string(FIND "${text}" "${line}" place)
    string(LENGTH "${line}" length)
    string(SUBSTRING "${text}" 0 ${place} before)
    math(EXPR place "${place} + ${length}")
    string(SUBSTRING "${text}" ${place} -1 text)
    string(APPEND result "${before}")
    get_property(included GLOBAL PROPERTY included)
    if(NOT name IN_LIST included)
      set_property(GLOBAL APPEND PROPERTY included "${name}")
      if(EXISTS "${ROOT}/include/${name}")
        with_its_includes("${ROOT}/include/${name}" inner)
      else()
        with_its_includes("${ROOT}/src/${name}" inner)
      endif()
      string(APPEND result "${inner}")
    endif()
  endwhile()
  set(${variable} "${result}${text}" PARENT_SCOPE)
endfunction()

file(READ "${ROOT}/LICENSE" license)
with_its_includes("${ROOT}/include/modelreg/modelreg.hpp" declarations)
set_property(GLOBAL APPEND PROPERTY included modelreg/json.hpp)
with_its_includes("${ROOT}/include/modelreg/json.hpp" json)
set(implementation "")
foreach(source IN LISTS SOURCES)
  with_its_includes("${source}" text)
  string(APPEND implementation "${text}")
endforeach()
file(WRITE "${OUT}.new" "/*
${license}*/

// Made of the sources of modelreg. Every file of a program includes it; one of them defines
// MODELREG_IMPLEMENTATION before, and is linked with SQLiteCpp, SQLite and libsodium. Who defines
// MODELREG_JSON before has what converts to and from nlohmann::json.
#if !defined(MODELREG_SINGLE_HEADER)
#define MODELREG_SINGLE_HEADER
${declarations}#endif

#if (defined(MODELREG_JSON) || defined(MODELREG_IMPLEMENTATION)) && !defined(MODELREG_SINGLE_HEADER_JSON)
#define MODELREG_SINGLE_HEADER_JSON
${json}#endif

#if defined(MODELREG_IMPLEMENTATION) && !defined(MODELREG_SINGLE_HEADER_IMPLEMENTED)
#define MODELREG_SINGLE_HEADER_IMPLEMENTED
${implementation}#endif
")
file(RENAME "${OUT}.new" "${OUT}")
