#include "server/functions/verdict_report.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "server/functions/utf8_text.h"

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

QJsonArray spanJson(std::string_view source, ByteSpan span)
{
    return {qint64(utf16Offset(source, span.begin)), qint64(utf16Offset(source, span.end))};
}

QJsonObject findingJson(std::string_view source, const ModerationFinding &finding)
{
    return {{u"rule"_s, toText(finding.rule)},
            {u"category"_s, toText(finding.category)},
            {u"severity"_s, finding.severity},
            {u"action"_s, toText(wireName(finding.action))},
            {u"span"_s, spanJson(source, finding.span)}};
}

QJsonObject languageJson(const LanguageReport &report)
{
    const Translation &translation = report.translation;
    QJsonObject json{{u"language"_s, report.language},
                     {u"status"_s, wireName(translation.status)},
                     {u"engine"_s, translation.engine},
                     {u"pair"_s, translation.pair},
                     {u"via"_s, QJsonArray::fromStringList(translation.via)},
                     {u"reason"_s, translation.reason},
                     {u"unknown"_s, translation.unknown},
                     {u"ms"_s, translation.ms},
                     {u"action"_s, toText(wireName(report.action))},
                     {u"rule"_s, report.rule},
                     {u"published"_s, report.published}};
    if (!report.error.isEmpty())
        json.insert("error"_L1, report.error);
    return json;
}

} // namespace

qsizetype utf16Offset(std::string_view utf8, std::size_t bytes)
{
    return toText(utf8.substr(0, bytes)).size();
}

const ModerationFinding *strictest(const std::vector<ModerationFinding> &findings)
{
    const auto milder = [](const ModerationFinding &a, const ModerationFinding &b) {
        return std::pair(a.action, a.severity) < std::pair(b.action, b.severity);
    };
    const auto found = std::max_element(findings.begin(), findings.end(), milder);
    return found == findings.end() ? nullptr : &*found;
}

void VerdictReport::setVerdict(const ModerationVerdict &verdict)
{
    action = verdict.action;
    findings = QList<ModerationFinding>(verdict.findings.begin(), verdict.findings.end());
    if (const ModerationFinding *worst = strictest(verdict.findings)) {
        rule = toText(worst->rule);
        category = toText(worst->category);
        severity = worst->severity;
    }
}

QByteArray VerdictReport::toJson() const
{
    const std::string source = sourceText.toStdString();
    QJsonArray spans;
    QJsonArray found;
    for (const ModerationFinding &finding :
         findings.first(std::min(findings.size(), qsizetype(kMaxFindings)))) {
        spans.append(spanJson(source, finding.span));
        found.append(findingJson(source, finding));
    }
    QJsonArray each;
    for (const LanguageReport &report : languages)
        each.append(languageJson(report));
    QJsonObject json{{u"id"_s, id},
                     {u"room"_s, room},
                     {u"namespace"_s, nameSpace},
                     {u"topic"_s, topic},
                     {u"sequence"_s, sequence},
                     {u"publisherId"_s, publisherId},
                     {u"action"_s, toText(wireName(action))},
                     {u"rule"_s, rule},
                     {u"category"_s, category},
                     {u"severity"_s, severity},
                     {u"spans"_s, spans},
                     {u"findings"_s, found},
                     {u"language"_s, toText(language.code)},
                     {u"confidence"_s, language.confidence},
                     {u"by"_s, toText(language.by)},
                     {u"languages"_s, each},
                     {u"time"_s, timeMs}};
    if (!note.isEmpty())
        json.insert("note"_L1, note);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace parley::functions
