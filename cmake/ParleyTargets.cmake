# One target per room: parley_add_module(<room> SOURCES ... USES ...) makes parley_<room>, alias Parley::<room>.
add_library(parley_options INTERFACE)
target_compile_options(parley_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wconversion)
# GCC 12 warns of overlapping copies in the library's own operator+ for strings, at -O3 only; mended in 13
# (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(parley_options INTERFACE -Wno-restrict)
endif()
if(PARLEY_WERROR)
  target_compile_options(parley_options INTERFACE -Werror)
endif()

add_library(parley_qt_options INTERFACE)
target_link_libraries(parley_qt_options INTERFACE parley_options)
target_compile_definitions(parley_qt_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
  QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  QT_NO_FOREACH QT_NO_KEYWORDS QT_STRICT_ITERATORS QT_NO_JAVA_STYLE_ITERATORS)

# Plain C++ room: no moc, no Qt.
function(parley_add_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_library(parley_${name} STATIC ${ARG_SOURCES})
  add_library(Parley::${name} ALIAS parley_${name})
  target_include_directories(parley_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(parley_${name} PUBLIC ${ARG_USES} PRIVATE parley_options)
endfunction()

# The same with moc and the strict Qt defines.
function(parley_add_qt_module name)
  parley_add_module(${name} ${ARGN})
  set_target_properties(parley_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(parley_${name} PRIVATE parley_qt_options)
endfunction()

# parley_gather(GROUP TARGET): GROUP, made here when it is not there yet, builds TARGET.
function(parley_gather group target)
  if(NOT TARGET ${group})
    add_custom_target(${group})
  endif()
  add_dependencies(${group} ${target})
endfunction()

# parley_add_test(tst_x USES ... LABELS ... [SOURCES more.cpp] [WINDOWS]): one class, one file, one ctest entry.
# Without WINDOWS a Qt warning ends the test. With it the test calls failOnWarning itself, because the
# offscreen platform warns about size hints whenever a window is shown. The targets tests-LABEL build the
# tests of a label. Only name.cpp has classes for moc, which is called as it is: AUTOMOC adds to every
# test a target and an empty source, and all of them together cost as much as 50 tests.
function(parley_add_test name)
  cmake_parse_arguments(ARG "WINDOWS" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  add_custom_command(OUTPUT moc/${name}.moc
    COMMAND ${CMAKE_COMMAND} -E make_directory moc
    COMMAND Qt6::moc -o moc/${name}.moc ${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp
    DEPENDS ${name}.cpp Qt6::moc VERBATIM)
  add_executable(${name} ${name}.cpp ${ARG_SOURCES} moc/${name}.moc)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/moc)
  target_link_libraries(${name} PRIVATE ${ARG_USES} Qt6::Test parley_qt_options)
  foreach(label IN LISTS ARG_LABELS)
    parley_gather(tests-${label} ${name})
  endforeach()
  add_test(NAME ${name} COMMAND ${name})
  set(environment "QT_QPA_PLATFORM=offscreen;XDG_RUNTIME_DIR=${PROJECT_BINARY_DIR}/runtime"
    "TSAN_OPTIONS=ignore_noninstrumented_modules=1"
    "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp")
  if(NOT ARG_WINDOWS)
    list(APPEND environment QT_FATAL_WARNINGS=1)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "${environment}")
endfunction()

# parley_add_bench(bench_x USES ...): built with everything else, run by hand.
function(parley_add_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_USES} parley_qt_options)
  parley_gather(benches ${name})
endfunction()
