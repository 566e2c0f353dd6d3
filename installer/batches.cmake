# cmake -DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=installer/batches.cmake: compiles up to 8 sources of a room at
# once, which makes a build from nothing up to three times as fast. For the scripts of this folder; who
# changes one file at a time builds without it.
#
# The API repeats file-local names, such as a "list" for each resource. Other rooms that turn out to do so
# are added by the scripts, for that build, in PARLEY_NOT_BATCHED.
set(PARLEY_NEVER_BATCHED parley_api)
set(PARLEY_NOT_BATCHED "" CACHE STRING "Further targets that are built one source at a time")

function(parley_batch_folder folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "STATIC_LIBRARY" AND NOT target IN_LIST PARLEY_NEVER_BATCHED
        AND NOT target IN_LIST PARLEY_NOT_BATCHED)
      set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
  endforeach()
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(inner IN LISTS folders)
    parley_batch_folder(${inner})
  endforeach()
endfunction()

cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL parley_batch_folder ${CMAKE_SOURCE_DIR})
