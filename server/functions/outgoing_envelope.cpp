#include "server/functions/outgoing_envelope.h"

#include <algorithm>

#include "server/functions/room_job.h"
#include "server/functions/utf8_text.h"

namespace parley::functions {
namespace {

void appendRules(const ModerationVerdict &verdict, QStringList &rules)
{
    for (const ModerationFinding &finding : verdict.findings) {
        if (const QString rule = toText(finding.rule); !rules.contains(rule))
            rules.append(rule);
    }
}

QList<ChatSpan> starRuns(const QString &text)
{
    QList<ChatSpan> runs;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != QLatin1Char('*'))
            continue;
        if (!runs.isEmpty() && runs.last().end == i)
            runs.last().end = i + 1;
        else
            runs.append({i, i + 1});
    }
    return runs;
}

ChatModeration moderationOf(const ModerationVerdict &source, const ModerationVerdict &target,
                            const QString &text)
{
    ChatModeration moderation;
    moderation.action = toText(wireName(std::max(source.action, target.action)));
    appendRules(source, moderation.rules);
    appendRules(target, moderation.rules);
    if (source.action == ModerationAction::Mask) {
        moderation.spans = starRuns(text);
        return moderation;
    }
    for (const ByteSpan &span : target.masked)
        moderation.spans.append(
            {utf16Offset(target.text, span.begin), utf16Offset(target.text, span.end)});
    return moderation;
}

} // namespace

ChatEnvelope outgoingEnvelope(const OutgoingParts &parts)
{
    const LanguageReport &report = parts.report.languages.at(parts.language);
    const Translation &translation = report.translation;
    const LanguageGuess &guess = parts.report.language;
    const QString sourceLanguage = toText(guess.code);
    ChatEnvelope envelope = parts.message;
    envelope.room = parts.report.room;
    envelope.lang = isTranslated(translation.status) ? report.language : sourceLanguage;
    envelope.text = toText(parts.target.text);
    envelope.source
        = {sourceLanguage, guess.confidence, toText(guess.by), toText(parts.source.text)};
    envelope.translation = {translation.engine,           translation.pair,   translation.via,
                            wireName(translation.status), translation.reason, translation.quality,
                            translation.unknown,          translation.ms};
    envelope.moderation = moderationOf(parts.source, parts.target, envelope.text);
    envelope.ts.moderated = parts.moderatedAt;
    envelope.hops.append({parts.report.topic, envelope.sequence});
    envelope.hops.append({toText(RoomJob::kHopName), 0});
    return envelope;
}

} // namespace parley::functions
