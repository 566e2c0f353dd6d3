#pragma once

#include <array>

#include <QByteArray>
#include <QByteArrayView>

namespace parley::ui {

// Looks for one needle in many short texts; ASCII letters match in either case when asked.
// Source: Horspool, "Practical fast searching in strings", 1980. Thread: any, const use.
class ByteSearch
{
public:
    ByteSearch() = default; // empty: found everywhere
    ByteSearch(const QByteArray &needle, Qt::CaseSensitivity sensitivity);

    bool isEmpty() const { return m_needle.isEmpty(); }
    const QByteArray &needle() const { return m_needle; } // folded when case does not matter
    bool foundIn(QByteArrayView text) const;

private:
    bool foundFolded(QByteArrayView text) const;

    QByteArray m_needle{};
    Qt::CaseSensitivity m_sensitivity = Qt::CaseSensitive;
    std::array<quint8, 256> m_skip{};
};

} // namespace parley::ui
