# The Debian packages, by `cpack` in the build folder: the library, what a compiler needs, the command.
if(NOT BUILD_SHARED_LIBS OR NOT TARGET modelreg_tool OR NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  message(FATAL_ERROR "MODELREG_DEBIAN_PACKAGES needs BUILD_SHARED_LIBS=ON, MODELREG_BUILD_TOOL=ON and "
    "CMAKE_INSTALL_PREFIX=/usr, as the preset packages has them")
endif()
set(CPACK_PACKAGE_CONTACT "The modelreg maintainers <maintainers@example.com>" CACHE STRING
  "Who answers for the packages: NAME <ADDRESS>")

set(revision 1)
# A library's package is called as its soname is, so that two of them can be installed beside each other
# as long as programs need both.
get_target_property(soversion modelreg SOVERSION)
set(package_of_library "libmodelreg${soversion}")
set(package_of_development libmodelreg-dev)
set(package_of_command modelreg)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME modelreg)
set(CPACK_PACKAGE_VENDOR modelreg)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS  # whatever the umask is
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL modelreg_library modelreg_development modelreg_command)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${revision})
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${CMAKE_CURRENT_BINARY_DIR}")
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "model registry that lives inside your program")
set(about "\
Model groups, model instances and their deployments in one SQLite file, with
the calls, the fields and the refusals of a hosted platform's model registry.
")
set(CPACK_DEBIAN_MODELREG_LIBRARY_PACKAGE_NAME ${package_of_library})
set(CPACK_DEBIAN_MODELREG_LIBRARY_PACKAGE_SECTION libs)
# The functions that it calls are older than what its SQL needs.
set(CPACK_DEBIAN_MODELREG_LIBRARY_PACKAGE_DEPENDS "libsqlite3-0 (>= 3.37)")
set(CPACK_DEBIAN_MODELREG_LIBRARY_PACKAGE_CONTROL_EXTRA "${CMAKE_CURRENT_SOURCE_DIR}/src/debian/triggers")
set(CPACK_DEBIAN_MODELREG_LIBRARY_DESCRIPTION "${about}
This is the shared library.")

set(CPACK_DEBIAN_MODELREG_DEVELOPMENT_PACKAGE_NAME ${package_of_development})
set(CPACK_DEBIAN_MODELREG_DEVELOPMENT_PACKAGE_SECTION libdevel)
# For modelreg::http and for modelreg/json.hpp, and for nothing else.
set(CPACK_DEBIAN_MODELREG_DEVELOPMENT_PACKAGE_RECOMMENDS
  "libcurl4-openssl-dev | libcurl-dev, nlohmann-json3-dev (>= 3.11)")
set(CPACK_DEBIAN_MODELREG_DEVELOPMENT_DESCRIPTION "${about}
These are the headers for C++ and C, what CMake and pkg-config ask for, and
the libraries modelreg_http and modelreg_testing.")

set(CPACK_DEBIAN_MODELREG_COMMAND_PACKAGE_NAME ${package_of_command})
set(CPACK_DEBIAN_MODELREG_COMMAND_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_MODELREG_COMMAND_DESCRIPTION "${about}
This is the command, which also answers the platform's clients over HTTP.")

# What every package of Debian has: a copyright and the changes, compressed.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH says of when it is
configure_file(src/debian/changelog.in changelog.Debian @ONLY)
file(READ LICENSE license)
string(REGEX MATCH "Copyright \\(c\\) ([^\n]+)\n\n(.*[^\n])" license "${license}")
set(copyright "${CMAKE_MATCH_1}")
string(REPLACE "\n" "\n " license "${CMAKE_MATCH_2}")
string(REPLACE "\n \n" "\n .\n" license "${license}")
configure_file(src/debian/copyright.in copyright @ONLY)
set(compressed "${CMAKE_INSTALL_FULL_MANDIR}/man1/modelreg.1")
foreach(component library development command)
  set(folder "${CMAKE_INSTALL_DATADIR}/doc/${package_of_${component}}")
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/copyright" "${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian"
    DESTINATION "${folder}" COMPONENT modelreg_${component})
  install(FILES CHANGELOG.md RENAME changelog DESTINATION "${folder}" COMPONENT modelreg_${component})
  list(APPEND compressed "/usr/${folder}/changelog" "/usr/${folder}/changelog.Debian")
endforeach()
install(CODE "
  foreach(file ${compressed})
    if(EXISTS \"\$ENV{DESTDIR}\${file}\")
      execute_process(COMMAND gzip -9nf \"\$ENV{DESTDIR}\${file}\" COMMAND_ERROR_IS_FATAL ANY)
    endif()
  endforeach()" ALL_COMPONENTS)

include(CPack)
cpack_add_component(modelreg_library)
cpack_add_component(modelreg_development DEPENDS modelreg_library)
cpack_add_component(modelreg_command DEPENDS modelreg_library)
