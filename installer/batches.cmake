# cmake -DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=installer/batches.cmake: compiles up to 8 sources of a room at
# once, which makes a build from nothing up to three times as fast. For the scripts of this folder; who
# changes one file at a time builds without it.
#
# File-local names are unique within a room. A room that turns out to repeat one is added by the scripts, for
# that build, to PARLEY_NOT_BATCHED.
set(PARLEY_NOT_BATCHED "" CACHE STRING "Further targets that are built one source at a time")
option(PARLEY_PRECOMPILE "Precompile what nearly every test includes: half of a test's compile time, and a cache
  of compiled files that no other folder shares" OFF)

function(parley_batch_folder folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(PARLEY_PRECOMPILE AND type STREQUAL "EXECUTABLE" AND target MATCHES "^tst_")
      target_precompile_headers(${target} REUSE_FROM parley_test_headers)
      target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>) # ccache asks for it
    endif()
    if(type STREQUAL "STATIC_LIBRARY" AND NOT target IN_LIST PARLEY_NOT_BATCHED)
      set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
  endforeach()
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(inner IN LISTS folders)
    parley_batch_folder(${inner})
  endforeach()
endfunction()

# Not QTest: its header asks which Qt modules the target links, and then the compiler refuses what was made
# for another target.
function(parley_precompile_headers)
  set(standard <algorithm> <array> <atomic> <chrono> <condition_variable> <deque> <functional> <map> <memory>
    <mutex> <optional> <string> <string_view> <thread> <unordered_map> <variant> <vector>)
  file(CONFIGURE OUTPUT headers.cpp CONTENT "")
  add_library(parley_test_headers OBJECT ${CMAKE_BINARY_DIR}/headers.cpp)
  target_link_libraries(parley_test_headers PRIVATE Qt6::Core parley_qt_options)
  target_precompile_headers(parley_test_headers PRIVATE ${standard}
    <QByteArray> <QCoreApplication> <QElapsedTimer> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject>
    <QList> <QObject> <QString> <QStringList> <QTimer> <QVariant>)
endfunction()

function(parley_quicken_build)
  if(PARLEY_PRECOMPILE)
    parley_precompile_headers()
  endif()
  parley_batch_folder(${CMAKE_SOURCE_DIR})
endfunction()

cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL parley_quicken_build)
