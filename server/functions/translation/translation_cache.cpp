#include "server/functions/translation/translation_cache.h"

#include <algorithm>
#include <vector>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/functions/text/protected_text.h"

namespace parley::functions {
namespace {

// A text with its placeholders taken out, and what they were, each different one once. Controls
// were taken out of texts before, so they can mark the places.
class Pattern
{
public:
    explicit Pattern(const QString &text)
    {
        const ProtectedText parts(text.toStdString());
        for (const ProtectedText::Piece &piece : parts.pieces())
            m_pattern += piece.isPlaceholder ? mark(numberOf(piece.text)) : piece.text;
    }

    const std::string &text() const { return m_pattern; }
    const std::vector<std::string> &originals() const { return m_originals; }

    // The pattern in terms of another text's placeholders; nothing when they are not the same.
    std::optional<std::string> renumberedFor(const Pattern &other) const
    {
        std::string renumbered = m_pattern;
        if (m_originals.size() != other.m_originals.size())
            return std::nullopt;
        for (std::size_t i = 0; i < m_originals.size(); ++i) {
            const auto same
                = std::find(other.m_originals.begin(), other.m_originals.end(), m_originals[i]);
            if (same == other.m_originals.end())
                return std::nullopt;
            const auto number = std::size_t(same - other.m_originals.begin());
            replaceAll(renumbered, mark(i), mark(number, kRenumbered));
        }
        std::replace(renumbered.begin(), renumbered.end(), kRenumbered, kOpen);
        return renumbered;
    }

    QString filled(std::string pattern) const
    {
        for (std::size_t i = 0; i < m_originals.size(); ++i)
            replaceAll(pattern, mark(i), m_originals[i]);
        return QString::fromStdString(pattern);
    }

private:
    static constexpr char kOpen = '\x01';
    static constexpr char kClose = '\x02';
    static constexpr char kRenumbered = '\x03'; // so that no number is taken for an old one

    static std::string mark(std::size_t number, char open = kOpen)
    {
        std::string mark(1, open);
        return mark.append(std::to_string(number)).append(1, kClose);
    }

    static void replaceAll(std::string &text, const std::string &from, const std::string &to)
    {
        for (std::size_t at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    }

    std::size_t numberOf(const std::string &original)
    {
        const auto found = std::find(m_originals.begin(), m_originals.end(), original);
        if (found != m_originals.end())
            return std::size_t(found - m_originals.begin());
        m_originals.push_back(original);
        return m_originals.size() - 1;
    }

    std::string m_pattern;
    std::vector<std::string> m_originals;
};

std::string keyOf(const TranslationCache::Question &question, const Pattern &pattern)
{
    const QString head = question.engine + u'|' + question.model + u'|' + question.source + u'|'
        + question.target + u'|' + question.glossary + u'|' + question.profanity + u'|';
    return hex(sha256(head.toStdString() + pattern.text()));
}

} // namespace

std::optional<CachedTranslation> TranslationCache::find(const Question &question)
{
    const Pattern pattern(question.text);
    const CachedTranslation *known = m_entries.find(keyOf(question, pattern));
    if (!known)
        return std::nullopt;
    CachedTranslation translation = *known;
    translation.text = pattern.filled(known->text.toStdString());
    return translation;
}

void TranslationCache::store(const Question &question, const CachedTranslation &translation)
{
    const Pattern asked(question.text);
    const auto pattern = Pattern(translation.text).renumberedFor(asked);
    if (!pattern)
        return; // placeholders differ: not to be shared with other texts
    CachedTranslation entry = translation;
    entry.text = QString::fromStdString(*pattern);
    const std::string key = keyOf(question, asked);
    m_entries.put(key, std::move(entry), key.size() + pattern->size());
}

} // namespace parley::functions
