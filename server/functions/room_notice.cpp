#include "server/functions/room_notice.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/functions/utf8_text.h"

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

QString stateOf(const LanguageReport &report)
{
    if (report.action == ModerationAction::Hold)
        return u"held"_s;
    if (report.action == ModerationAction::Block)
        return u"blocked"_s;
    if (!report.published)
        return u"failed"_s;
    return report.action == ModerationAction::Mask ? u"changed"_s : u"published"_s;
}

QJsonArray spansOf(const VerdictReport &report)
{
    QJsonArray spans;
    const std::string source = report.sourceText.toStdString();
    for (const ModerationFinding &finding : report.findings) {
        if (finding.action <= ModerationAction::Flag || spans.size() >= VerdictReport::kMaxFindings)
            continue;
        spans.append(QJsonArray{qint64(utf16Offset(source, finding.span.begin)),
                                qint64(utf16Offset(source, finding.span.end))});
    }
    return spans;
}

QJsonArray languagesOf(const VerdictReport &report)
{
    QJsonArray languages;
    for (const LanguageReport &language : report.languages)
        languages.append(QJsonObject{{u"language"_s, language.language},
                                     {u"state"_s, stateOf(language)},
                                     {u"rule"_s, language.rule},
                                     {u"error"_s, language.error}});
    return languages;
}

bool reachedSomebody(const VerdictReport &report)
{
    return report.languages.isEmpty()
        || std::any_of(report.languages.begin(), report.languages.end(),
                       [](const LanguageReport &language) { return language.published; });
}

} // namespace

QString noticeState(const VerdictReport &report)
{
    if (report.action == ModerationAction::Hold)
        return u"held"_s;
    if (report.action == ModerationAction::Block)
        return u"blocked"_s;
    if (!reachedSomebody(report))
        return stateOf(report.languages.first());
    return report.action == ModerationAction::Mask ? u"changed"_s : u"published"_s;
}

QByteArray roomNotice(const ChatEnvelope &message, const VerdictReport &report)
{
    const bool reached = report.action < ModerationAction::Hold;
    const QJsonObject json{
        {u"v"_s, 1},
        {u"kind"_s, u"notice"_s},
        {u"id"_s, message.id},
        {u"rev"_s, message.revision},
        {u"ref"_s, message.ref},
        {u"room"_s, report.room},
        {u"state"_s, noticeState(report)},
        {u"rule"_s, report.rule},
        {u"category"_s, report.category},
        {u"spans"_s, spansOf(report)},
        {u"note"_s, report.note},
        {u"lang"_s, toText(report.language.code)},
        {u"languages"_s, reached ? languagesOf(report) : QJsonArray()},
        {u"ts"_s,
         QJsonObject{{u"published"_s, message.ts.published}, {u"moderated"_s, report.timeMs}}}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray deniedNotice(const HeldMessage &message, const std::string &reason)
{
    const QJsonObject json{{u"v"_s, 1},
                           {u"kind"_s, u"notice"_s},
                           {u"id"_s, toText(message.messageId)},
                           {u"rev"_s, qint64(message.revision)},
                           {u"room"_s, toText(message.room)},
                           {u"state"_s, u"denied"_s},
                           {u"rule"_s, toText(message.rule)},
                           {u"category"_s, toText(message.category)},
                           {u"note"_s, toText(reason)}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace parley::functions
