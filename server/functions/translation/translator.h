#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "server/functions/text/glossary_terms.h"

namespace parley::functions {

enum class TranslationStatus {
    Same, // source and target are the same language, or there is nothing to translate
    Phrasebook,
    Cached,
    Ok,
    None, // no engine for this pair: the text is the original
    Failed, // an engine was asked and failed: the text is the original
};

QString wireName(TranslationStatus status);
bool isTranslated(TranslationStatus status); // the text is not the original

struct Translation {
    QString text{};
    TranslationStatus status = TranslationStatus::None;
    QString engine{}; // "apertium", "phrasebook"; empty when none was asked
    QString pair{};
    QStringList via{};
    QString quality{}; // "good" or "draft"; empty for an original
    QString reason{}; // for people, when status is None or Failed
    double unknown = 0;
    qint64 ms = 0;
};

struct TranslationTask {
    QString text{}; // moderated
    QString source{}; // BCP 47
    QString target{};
    std::vector<GlossaryTerm> glossary{}; // of the room, for this pair
    //! Ids of the engines that the room asks for this pair, in order; none given: all there are.
    std::optional<QStringList> engines{};
};

// Translates one text, by whatever means there are. Thread: functions. `done` runs once on that
// thread, perhaps before translate() returns, at the latest after the translator's own deadline;
// never after its end. It never fails: at worst the original comes back with a reason.
class Translator
{
public:
    virtual ~Translator() = default;
    virtual void translate(TranslationTask task, std::function<void(Translation)> done) = 0;
};

} // namespace parley::functions
