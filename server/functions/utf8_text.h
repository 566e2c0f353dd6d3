#pragma once

#include <string_view>

#include <QString>

namespace parley::functions {

//! UTF-8 of the Qt-free types as Qt's text; broken bytes become U+FFFD.
inline QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace parley::functions
