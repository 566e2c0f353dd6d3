#pragma once

#include <string>
#include <string_view>

#include <QByteArray>

namespace parley::test {

inline QByteArray bytes(std::string_view text) // so that a failed QCOMPARE shows it
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace parley::test
