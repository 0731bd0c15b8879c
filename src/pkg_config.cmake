# What pkg-config is told of a library. What is installed may be moved, all of it together.
function(modelreg_write_pkg_config file)
  cmake_parse_arguments(PARSE_ARGV 1 pc "" "DESCRIPTION" "REQUIRES;LIBS;CFLAGS")
  get_filename_component(name "${file}" NAME_WLE)
  file(RELATIVE_PATH libdir "${CMAKE_INSTALL_PREFIX}" "${CMAKE_INSTALL_FULL_LIBDIR}")
  file(RELATIVE_PATH includedir "${CMAKE_INSTALL_PREFIX}" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
  file(RELATIVE_PATH to_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
  string(REGEX REPLACE "/$" "" to_prefix "${to_prefix}")
  list(JOIN pc_REQUIRES ", " requires)
  list(JOIN pc_LIBS " " libs)
  list(JOIN pc_CFLAGS " " cflags)
  configure_file("${PROJECT_SOURCE_DIR}/src/modelreg.pc.in" "${file}" @ONLY)
endfunction()

# A static library needs what it was made with, whether a program asks for `--static` or not, and a
# program in C needs C++'s library.
function(modelreg_write_library_pkg_config file is_shared)
  set(description "${PROJECT_DESCRIPTION}")
  if(is_shared)
    modelreg_write_pkg_config("${file}"
      DESCRIPTION "${description}" LIBS -lmodelreg CFLAGS -DMODELREG_SHARED)
    return()
  endif()
  set(runtime ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
  list(FILTER runtime INCLUDE REGEX "^(std)?c\\+\\+$")
  list(TRANSFORM runtime PREPEND -l)
  modelreg_write_pkg_config("${file}" DESCRIPTION "${description}"
    REQUIRES "sqlite3 >= 3.37" "libsodium >= 1.0.18"
    LIBS -lmodelreg -lSQLiteCpp ${runtime} -pthread)
endfunction()
