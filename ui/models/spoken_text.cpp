#include "ui/models/spoken_text.h"

#include <algorithm>

namespace parley::ui {
namespace {

// Walks over JSON as far as it is there; what is no JSON ends the walk without a text.
class TextFinder
{
public:
    explicit TextFinder(QByteArrayView json) : m_json(json) {}

    std::optional<QString> find()
    {
        skipSpace();
        if (!take('{'))
            return std::nullopt;
        int depth = 1;
        while (m_at < m_json.size() && depth > 0) {
            const char c = m_json[m_at];
            if (c == '"') {
                const QByteArray name = string();
                skipSpace();
                if (depth == 1 && name == "text" && take(':')) {
                    skipSpace();
                    return m_at < m_json.size() && m_json[m_at] == '"'
                        ? std::optional(QString::fromUtf8(string()))
                        : std::nullopt;
                }
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            ++m_at;
        }
        return std::nullopt;
    }

private:
    void skipSpace()
    {
        while (m_at < m_json.size() && m_json[m_at] <= ' ' && m_json[m_at] >= 0)
            ++m_at;
    }

    bool take(char c)
    {
        if (m_at >= m_json.size() || m_json[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    // At a quote; ends behind the closing one, or at the end of what is there.
    QByteArray string()
    {
        QByteArray out;
        for (++m_at; m_at < m_json.size() && m_json[m_at] != '"'; ++m_at) {
            if (m_json[m_at] != '\\')
                out += m_json[m_at];
            else if (++m_at < m_json.size())
                appendEscaped(out);
        }
        m_at = std::min(m_at + 1, m_json.size());
        return out;
    }

    void appendEscaped(QByteArray &out)
    {
        const char c = m_json[m_at];
        if (c != 'u') {
            out += c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f' ? ' ' : c;
            return;
        }
        QString units;
        // Surrogates come as two escapes in a row.
        for (int i = 0; i < 2 && m_at + 4 < m_json.size(); ++i) {
            const QByteArrayView digits = m_json.sliced(m_at + 1, 4);
            units += QChar(ushort(digits.toByteArray().toUShort(nullptr, 16)));
            m_at += 4;
            const bool pairFollows = units.back().isHighSurrogate() && m_at + 6 < m_json.size()
                && m_json[m_at + 1] == '\\' && m_json[m_at + 2] == 'u';
            if (!pairFollows)
                break;
            m_at += 2;
        }
        out += units.toUtf8();
    }

    QByteArrayView m_json;
    qsizetype m_at = 0;
};

} // namespace

std::optional<QString> spokenText(QByteArrayView payload)
{
    return TextFinder(payload.first(std::min(payload.size(), kSpokenBytes))).find();
}

} // namespace parley::ui
