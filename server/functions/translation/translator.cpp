#include "server/functions/translation/translator.h"

namespace parley::functions {

QString wireName(TranslationStatus status)
{
    switch (status) {
    case TranslationStatus::Same: return QStringLiteral("same");
    case TranslationStatus::Phrasebook: return QStringLiteral("phrasebook");
    case TranslationStatus::Cached: return QStringLiteral("cached");
    case TranslationStatus::Ok: return QStringLiteral("ok");
    case TranslationStatus::None: return QStringLiteral("none");
    case TranslationStatus::Failed: return QStringLiteral("failed");
    }
    return QStringLiteral("failed");
}

bool isTranslated(TranslationStatus status)
{
    return status == TranslationStatus::Ok || status == TranslationStatus::Cached
        || status == TranslationStatus::Phrasebook;
}

} // namespace parley::functions
