# Compile the files of this folder into `target`, and configure anew when one of them changes.
function(modelreg_embed_schema target)
  set(folder "${CMAKE_CURRENT_SOURCE_DIR}/schema")
  file(GLOB migrations CONFIGURE_DEPENDS "${folder}/*.sql")
  file(GLOB schemas CONFIGURE_DEPENDS "${folder}/json/*.json")
  list(SORT migrations)
  _modelreg_as_initializers(MODELREG_MIGRATIONS ${migrations})
  _modelreg_as_initializers(MODELREG_JSON_SCHEMAS ${schemas})
  configure_file(
    "${CMAKE_CURRENT_SOURCE_DIR}/src/storage/embedded.cpp.in"
    "${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp" @ONLY)
  target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migrations} ${schemas})
endfunction()

function(_modelreg_as_initializers variable)
  set(initializers "")
  foreach(path IN LISTS ARGN)
    get_filename_component(name "${path}" NAME)
    file(READ "${path}" text)
    string(APPEND initializers "\n    {\"${name}\", R\"__file__(${text})__file__\"},")
  endforeach()
  set(${variable} "${initializers}" PARENT_SCOPE)
endfunction()
