# cmake -DSOURCE_DIR=<repository> -P tests/layering.cmake
# Reads every include line and fails when a room includes one that does not stand below it. The
# arrows are those of ARCHITECTURE.md; a room that is not named here is an error too.
cmake_minimum_required(VERSION 3.25)

set(below_base)
set(below_types base)
set(below_tls base)
set(below_protocol types ${below_types})
set(below_store protocol ${below_protocol})
set(below_auth store ${below_store})
set(below_topics auth ${below_auth})
set(below_webhooks topics ${below_topics})
set(below_functions webhooks ${below_webhooks})
set(below_net topics protocol types tls base)
set(below_session net ${below_topics} topics)
set(below_api session ${below_session})
set(below_momento session ${below_session})
set(below_broker api momento functions tls ${below_functions} ${below_api})
set(below_client protocol types base)
set(rooms base types tls protocol store auth topics webhooks functions net session api momento broker client)
set(plain_rooms base types tls protocol store auth topics net session api momento) # without Qt
set(console_may client types base) # of server/
set(app_may broker tls ${console_may})

# What Qt Gui and Qt Widgets are known by. That parleyd links neither is tested on the program.
string(CONCAT gui_header "(QtGui|QtWidgets)/|Q(tGui|tWidgets|Widget|Application|GuiApplication|MainWindow|"
  "Dialog|MessageBox|Action|Menu|Icon|Pixmap|Image|Painter|Color|Palette|Font|FontMetrics|Style|Screen|"
  "Clipboard|Cursor|KeyEvent|MouseEvent|Shortcut|StandardItemModel|TextDocument|DesktopServices|Validator)[>\"]")

set(faults)

function(fault file line why)
  file(RELATIVE_PATH name ${SOURCE_DIR} ${file})
  set(faults "${faults}${name}: ${line}  (${why})\n" PARENT_SCOPE)
endfunction()

# Include lines of every source in a folder: calls check_line(file line) for each.
macro(check_folder folder)
  file(GLOB_RECURSE files ${SOURCE_DIR}/${folder}/*.h ${SOURCE_DIR}/${folder}/*.cpp
    ${SOURCE_DIR}/${folder}/*.hpp ${SOURCE_DIR}/${folder}/*.cc ${SOURCE_DIR}/${folder}/*.inc)
  foreach(file IN LISTS files)
    file(STRINGS ${file} lines REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS lines)
      check_line(${file} "${line}")
    endforeach()
  endforeach()
endmacro()

# One include line against `may_server` (rooms of server/), `may_top` (folders beside server/) and
# `may_qt` (no, core or gui).
macro(check_line file line)
  if("${line}" MATCHES "[<\"]server/([a-z_]+)/")
    if(NOT CMAKE_MATCH_1 IN_LIST may_server)
      fault(${file} "${line}" "may not include server/${CMAKE_MATCH_1}")
    endif()
  elseif("${line}" MATCHES "[<\"](ui|app|tests|installer|resources)/")
    if(NOT CMAKE_MATCH_1 IN_LIST may_top)
      fault(${file} "${line}" "may not include ${CMAKE_MATCH_1}")
    endif()
  elseif("${line}" MATCHES "\"" AND NOT "${line}" MATCHES "\"[A-Za-z0-9_]+\\.moc\"")
    fault(${file} "${line}" "includes go from the root: \"server/...\", \"ui/...\", \"app/...\"")
  endif()
  if("${line}" MATCHES "[<\"](Q[A-Za-z]|qt6|Qt)" AND may_qt STREQUAL "no")
    fault(${file} "${line}" "this room is without Qt")
  elseif("${line}" MATCHES "[<\"](${gui_header})" AND NOT may_qt STREQUAL "gui")
    fault(${file} "${line}" "server/ is without Qt Gui and Widgets")
  endif()
endmacro()

file(GLOB folders RELATIVE ${SOURCE_DIR}/server ${SOURCE_DIR}/server/*)
foreach(folder IN LISTS folders)
  if(IS_DIRECTORY ${SOURCE_DIR}/server/${folder} AND NOT folder IN_LIST rooms)
    string(APPEND faults "server/${folder}: a room that tests/layering.cmake does not know\n")
  endif()
endforeach()

foreach(room IN LISTS rooms)
  set(may_server ${room} ${below_${room}})
  set(may_top)
  set(may_qt core)
  if(room IN_LIST plain_rooms)
    set(may_qt no)
  endif()
  check_folder(server/${room})
endforeach()

set(may_qt gui)
set(may_server ${console_may})
set(may_top ui)
check_folder(ui)
set(may_server ${app_may})
set(may_top ui app)
check_folder(app)

if(faults)
  message(FATAL_ERROR "${faults}")
endif()
