#include "ui/views/required_literal.h"

namespace parley::ui {
namespace {

// Reads a pattern from left to right and keeps the longest run of certain characters.
class LiteralScan
{
public:
    LiteralScan(const QString &pattern, Qt::CaseSensitivity sensitivity) :
        m_pattern(pattern), m_sensitivity(sensitivity)
    {
    }

    QString longest()
    {
        while (m_at < m_pattern.size()) {
            if (!step())
                return {};
        }
        endRun();
        return m_longest;
    }

private:
    bool step() // false: nothing is certain about this pattern
    {
        const QChar c = m_pattern[m_at];
        if (c == u'|')
            return false;
        if (c == u'(')
            return skipGroup();
        if (c == u'[')
            return skipClass();
        if (c == u'\\')
            return escape();
        ++m_at;
        if (c == u'?' || c == u'*' || c == u'{') {
            m_run.chop(1); // the character before may be missing
            endRun();
            if (c == u'{')
                skipTo(u'}');
        } else if (c == u'.' || c == u'^' || c == u'$' || c == u'+') {
            endRun();
        } else {
            take(c);
        }
        return true;
    }

    bool escape()
    {
        if (m_at + 1 >= m_pattern.size())
            return false;
        const QChar c = m_pattern[m_at + 1];
        m_at += 2;
        if (!c.isLetterOrNumber() && c.unicode() < 128) {
            take(c);
            return true;
        }
        endRun();
        // Escapes with arguments of their own, quoting and the like: not worth the risk.
        return QStringView(u"dDwWsSbBAzZnrtR").contains(c);
    }

    bool skipGroup()
    {
        endRun();
        if (m_at + 1 < m_pattern.size()
            && (m_pattern[m_at + 1] == u'?' || m_pattern[m_at + 1] == u'*'))
            return false; // options and verbs can change what follows
        int depth = 0;
        while (m_at < m_pattern.size()) {
            const QChar c = m_pattern[m_at];
            if (c == u'[') {
                if (!skipClass())
                    return false;
                continue;
            }
            m_at += c == u'\\' ? 2 : 1;
            depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
            if (depth == 0)
                return true; // a quantifier that follows finds no run to shorten
        }
        return false;
    }

    bool skipClass()
    {
        endRun();
        ++m_at;
        if (nextIs(u'^'))
            ++m_at;
        if (nextIs(u']'))
            ++m_at; // stands for itself there
        while (m_at < m_pattern.size() && m_pattern[m_at] != u']') {
            if (m_pattern[m_at] == u'[')
                return false; // [:alpha:] and the like
            m_at += m_pattern[m_at] == u'\\' ? 2 : 1;
        }
        return m_at++ < m_pattern.size();
    }

    bool nextIs(char16_t c) const { return m_at < m_pattern.size() && m_pattern[m_at] == c; }

    void skipTo(char16_t c)
    {
        while (m_at < m_pattern.size() && m_pattern[m_at] != c)
            ++m_at;
        ++m_at;
    }

    void take(QChar c)
    {
        // Ignoring case, k and s also match the Kelvin sign and the long s, and letters beyond
        // ASCII have rules that a byte search does not know.
        const bool folds = m_sensitivity == Qt::CaseInsensitive
            && (c.unicode() > 127 || QStringView(u"kKsS").contains(c));
        if (folds || c.isSurrogate() || c == QChar::ReplacementCharacter)
            endRun();
        else
            m_run += c;
    }

    void endRun()
    {
        if (m_run.size() > m_longest.size())
            m_longest = m_run;
        m_run.clear();
    }

    const QString &m_pattern;
    Qt::CaseSensitivity m_sensitivity;
    qsizetype m_at = 0;
    QString m_run{};
    QString m_longest{};
};

} // namespace

QString requiredLiteral(const QString &pattern, Qt::CaseSensitivity sensitivity)
{
    return LiteralScan(pattern, sensitivity).longest();
}

} // namespace parley::ui
