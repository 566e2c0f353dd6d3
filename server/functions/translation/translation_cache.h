#pragma once

#include <optional>
#include <string>

#include <QString>
#include <QStringList>

#include "server/functions/lru_cache.h"

namespace parley::functions {

struct CachedTranslation {
    QString text{};
    QString pair{};
    QStringList via{};
    double unknown = 0;
};

// Translations that an engine gave before. The key is a SHA-256 of engine, model, languages,
// glossary revision, profanity setting and text, in which placeholders are numbered: "hi @ana" and
// "hi @bob" share an entry. Holds successes only. In memory, bounded. Thread: functions.
class TranslationCache final
{
public:
    static constexpr std::size_t kMaxEntries = 10'000;
    static constexpr std::size_t kMaxBytes = 8 * 1024 * 1024; // of texts; some 800 bytes an entry

    struct Question {
        QString engine{};
        QString model{};
        QString source{};
        QString target{};
        QString text{};
        QString glossary{}; // digest of the terms that the text holds; "": none
        QString profanity{}; // the engine's own setting; none is used
    };

    std::optional<CachedTranslation> find(const Question &question);
    void store(const Question &question, const CachedTranslation &translation);
    std::size_t size() const { return m_entries.size(); }

private:
    LruCache<std::string, CachedTranslation> m_entries{kMaxEntries, kMaxBytes};
};

} // namespace parley::functions
