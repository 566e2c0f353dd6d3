#include "ui/models/template_text.h"

#include <array>

#include <QCoreApplication>
#include <QHash>

#include "ui/models/text_format.h"
#include "ui/models/token_text.h"

namespace parley::ui {
namespace {

QString templateWords(const char *text)
{
    return QCoreApplication::translate("TemplateText", text);
}

struct Unit {
    qint64 seconds;
    const char *one;
    const char *many;
};

constexpr std::array<Unit, 4> kUnits{Unit{86'400, QT_TRANSLATE_NOOP("TemplateText", "1 day"),
                                          QT_TRANSLATE_NOOP("TemplateText", "%1 days")},
                                     Unit{3600, QT_TRANSLATE_NOOP("TemplateText", "1 hour"),
                                          QT_TRANSLATE_NOOP("TemplateText", "%1 hours")},
                                     Unit{60, QT_TRANSLATE_NOOP("TemplateText", "1 minute"),
                                          QT_TRANSLATE_NOOP("TemplateText", "%1 minutes")},
                                     Unit{1, QT_TRANSLATE_NOOP("TemplateText", "1 second"),
                                          QT_TRANSLATE_NOOP("TemplateText", "%1 seconds")}};

// What people call the things that tokens are about; any other variable is shown as its own name.
QString exampleOf(const QString &variable)
{
    static const QHash<QString, QString> known{
        {QStringLiteral("room"), QStringLiteral("friends")},
        {QStringLiteral("user"), QStringLiteral("ana")},
        {QStringLiteral("name"), QStringLiteral("ana")},
        {QStringLiteral("language"), QStringLiteral("spanish")},
        {QStringLiteral("languages"), QStringLiteral("spanish")},
        {QStringLiteral("topic"), QStringLiteral("weather")},
        {QStringLiteral("device"), QStringLiteral("sensor-1")}};
    return known.value(variable, variable);
}

} // namespace

QString lengthText(qint64 seconds)
{
    for (const auto &unit : kUnits) {
        if (seconds % unit.seconds == 0)
            return pluralText(std::uint64_t(seconds / unit.seconds), templateWords(unit.one),
                              templateWords(unit.many));
    }
    return {};
}

QString variablesText(const client::TemplateInfo &info)
{
    QStringList names;
    for (const auto &variable : info.variables)
        names.append(variable.isList() ? templateWords("%1 (several)").arg(variable.name)
                                       : variable.name);
    return names.isEmpty() ? templateWords("none") : names.join(QStringLiteral(", "));
}

QString patternsText(const client::TemplateInfo &info)
{
    QStringList texts;
    for (const auto &grant : info.grants)
        texts.append(grantText(grant));
    return texts.isEmpty() ? templateWords("nothing") : texts.join(QStringLiteral(", "));
}

QString lifetimeText(const client::TemplateInfo &info)
{
    const auto usual = lengthText(info.validForSeconds);
    return info.maxValidForSeconds == info.validForSeconds
        ? usual
        : templateWords("%1, at most %2").arg(usual, lengthText(info.maxValidForSeconds));
}

client::TemplateValues exampleValues(const client::TemplateInfo &info)
{
    client::TemplateValues values;
    for (const auto &variable : info.variables)
        values.insert(variable.name,
                      {exampleOf(variable.isList() ? variable.each : variable.name)});
    return values;
}

QString valuesText(const client::TemplateInfo &info, const client::TemplateValues &values)
{
    QStringList texts;
    for (const auto &variable : info.variables)
        texts.append(QStringLiteral("%1 = %2").arg(
            variable.name, values.value(variable.name).join(QStringLiteral(", "))));
    return texts.isEmpty() ? QString()
                           : templateWords("With %1").arg(texts.join(QStringLiteral(", ")));
}

QString openHole(const QString &filled)
{
    const auto begin = filled.indexOf(QLatin1Char('{'));
    if (begin < 0)
        return filled.contains(QLatin1Char('}')) ? QStringLiteral("}") : QString();
    const auto end = filled.indexOf(QLatin1Char('}'), begin);
    return end < 0 ? filled.mid(begin) : filled.mid(begin, end - begin + 1);
}

} // namespace parley::ui
