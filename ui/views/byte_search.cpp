#include "ui/views/byte_search.h"

#include <cstring>

namespace parley::ui {
namespace {

constexpr quint8 folded(quint8 byte)
{
    return byte >= 'A' && byte <= 'Z' ? quint8(byte + 32) : byte;
}

} // namespace

ByteSearch::ByteSearch(const QByteArray &needle, Qt::CaseSensitivity sensitivity) :
    m_needle(needle), m_sensitivity(sensitivity)
{
    if (sensitivity == Qt::CaseSensitive)
        return;
    for (auto &byte : m_needle)
        byte = char(folded(quint8(byte)));
    // A skip is at most 255, so it fits a byte; a shorter skip is only slower.
    const auto length = m_needle.size();
    m_skip.fill(quint8(qMin(length, qsizetype(255))));
    for (qsizetype i = qMax(qsizetype(0), length - 255); i + 1 < length; ++i) {
        const auto byte = quint8(m_needle[i]);
        const auto skip = quint8(length - 1 - i);
        m_skip[byte] = skip;
        if (byte >= 'a' && byte <= 'z')
            m_skip[std::size_t(byte - 32)] = skip;
    }
}

bool ByteSearch::foundIn(QByteArrayView text) const
{
    if (m_needle.isEmpty())
        return true;
    if (text.size() < m_needle.size())
        return false;
    if (m_sensitivity == Qt::CaseInsensitive)
        return foundFolded(text);
    return memmem(text.data(), std::size_t(text.size()), m_needle.constData(),
                  std::size_t(m_needle.size()))
        != nullptr;
}

bool ByteSearch::foundFolded(QByteArrayView text) const
{
    const auto *needle = reinterpret_cast<const quint8 *>(m_needle.constData());
    const auto *bytes = reinterpret_cast<const quint8 *>(text.data());
    const auto last = m_needle.size() - 1;
    const auto lastByte = needle[last];
    for (qsizetype at = last; at < text.size(); at += m_skip[bytes[at]]) {
        if (folded(bytes[at]) != lastByte)
            continue;
        qsizetype i = 0;
        while (i < last && folded(bytes[at - last + i]) == needle[i])
            ++i;
        if (i == last)
            return true;
    }
    return false;
}

} // namespace parley::ui
