# Install the library for build.cmake: in WORK/installed, again in WORK/moved, where it was not
# installed to, and as a shared one in WORK/shared.
#   cmake -D BUILD=<build tree> -D WORK=<scratch folder> … -P install.cmake
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
foreach(prefix installed elsewhere)
  run_in("${WORK}" "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${WORK}/${prefix}")
endforeach()
file(RENAME "${WORK}/elsewhere" "${WORK}/moved")

if(SHARED)  # of the same objects; the headers are the same, too
  file(COPY "${WORK}/moved/include" DESTINATION "${WORK}/shared")
  file(GLOB libraries "${BUILD}/tests/shared/libmodelreg.so*")
  file(COPY ${libraries} DESTINATION "${WORK}/shared/${LIBDIR}")
  file(COPY "${BUILD}/tests/consumer/shared/modelreg.pc" DESTINATION "${WORK}/shared/${LIBDIR}/pkgconfig")
endif()
