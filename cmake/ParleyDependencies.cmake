# Libraries, with licence and Debian package. Nothing is downloaded at build time.
#   Threads     libc
#   OpenSSL     Apache-2.0        libssl-dev        digests, random bytes, TLS
#   libuv       MIT               libuv1-dev        event loop of the public port
#   liburing    MIT or LGPL-2.1  liburing-dev     many sends in one call; left out where there is none
#   nghttp2     MIT               libnghttp2-dev    HTTP/2 framing; Debian 12: 1.52.0-1+deb12u3 or later
#   SQLite      public domain     libsqlite3-dev    store
#   zlib        Zlib              zlib1g-dev        checksums of stored records
#   simdjson    Apache-2.0        libsimdjson-dev   JSON parsing
#   ICU         Unicode licence   libicu-dev        text rules of moderation
#   CLD2        Apache-2.0        libcld2-dev       language detection
#   Qt 6        LGPL-3            qt6-base-dev, qt6-websockets-dev, qt6-svg-dev, qt6-declarative-dev
#   libqrencode LGPL-2.1+         libqrencode-dev   QR codes of tokens
#   QtKeychain  BSD-3             qtkeychain-qt6-dev
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(simdjson CONFIG REQUIRED)
pkg_check_modules(LIBUV REQUIRED IMPORTED_TARGET libuv)
pkg_check_modules(LIBURING IMPORTED_TARGET liburing>=2.3)
pkg_check_modules(NGHTTP2 REQUIRED IMPORTED_TARGET libnghttp2>=1.52.0)

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test) # Qt Test runs the tests of the Qt-free rooms too
if(NOT PARLEY_CORE_ONLY)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Network WebSockets DBus Qml)
  find_package(ICU 70 REQUIRED COMPONENTS uc i18n)
  find_library(CLD2_LIBRARY cld2 REQUIRED)
  add_library(parley_cld2 INTERFACE)
  target_link_libraries(parley_cld2 INTERFACE ${CLD2_LIBRARY})
  if(PARLEY_GUI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Svg)
    find_package(Qt6Keychain REQUIRED)
    pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode>=4.0)
  endif()
endif()
