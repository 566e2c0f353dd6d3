#include "ui/models/payload_gist.h"

#include <optional>

namespace parley::ui {
namespace {

constexpr qsizetype kMaxEscapeBytes = 6; // \uXXXX: the most that one UTF-16 unit takes

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Walks over one JSON object. Each step returns false, or nothing, at the end of the bytes.
class Walker
{
public:
    explicit Walker(QByteArrayView bytes) : m_bytes(bytes) {}

    // Past blanks and \p c, when that is what comes.
    bool take(char c)
    {
        skipBlanks();
        if (m_at >= m_bytes.size() || m_bytes[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    // What stands between the quotes, still escaped; to the end when the last quote is missing.
    std::optional<QByteArrayView> string()
    {
        if (!take('"'))
            return std::nullopt;
        const auto begin = m_at;
        while (m_at < m_bytes.size() && m_bytes[m_at] != '"')
            m_at += m_bytes[m_at] == '\\' ? 2 : 1;
        const auto end = qMin(m_at, m_bytes.size());
        m_at = end + 1;
        return m_bytes.sliced(begin, end - begin);
    }

    // One value of any kind.
    void skipValue()
    {
        int depth = 0;
        for (skipBlanks(); m_at < m_bytes.size(); ++m_at) {
            const char c = m_bytes[m_at];
            if (c == '"') {
                (void)string();
                --m_at; // string() stands behind its last quote
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if ((c == '}' || c == ']') && --depth < 0) {
                return;
            } else if (c == ',' && depth == 0) {
                return;
            }
        }
    }

private:
    void skipBlanks()
    {
        while (m_at < m_bytes.size() && isBlank(m_bytes[m_at]))
            ++m_at;
    }

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
};

QChar escaped(char c)
{
    switch (c) {
    case 'n': return u'\n';
    case 'r': return u'\r';
    case 't': return u'\t';
    case 'b': return u'\b';
    case 'f': return u'\f';
    default: return QLatin1Char(c); // quote, backslash, slash
    }
}

QString unescaped(QByteArrayView bytes)
{
    QString text;
    for (qsizetype at = 0; at < bytes.size();) {
        const auto slash = bytes.indexOf('\\', at);
        const auto plain = bytes.sliced(at, (slash < 0 ? bytes.size() : slash) - at);
        text += QString::fromUtf8(plain);
        at += plain.size() + 2;
        if (slash < 0 || slash + 1 >= bytes.size())
            break;
        if (bytes[slash + 1] != 'u') {
            text += escaped(bytes[slash + 1]);
            continue;
        }
        const auto digits = bytes.sliced(at, qMin<qsizetype>(4, bytes.size() - at));
        text += QChar(digits.toByteArray().toUShort(nullptr, 16));
        at += digits.size();
    }
    return text;
}

} // namespace

QString payloadText(QByteArrayView payload, qsizetype maxLength)
{
    Walker walker(payload.first(qMin(payload.size(), kGistBytes)));
    if (!walker.take('{'))
        return {};
    do {
        const auto name = walker.string();
        if (!name || !walker.take(':'))
            return {};
        if (*name == QByteArrayView("text")) {
            if (const auto value = walker.string())
                return unescaped(value->first(qMin(value->size(), maxLength * kMaxEscapeBytes)))
                    .left(maxLength);
        }
        walker.skipValue();
    } while (walker.take(','));
    return {};
}

} // namespace parley::ui
