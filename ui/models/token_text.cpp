#include "ui/models/token_text.h"

#include <QCoreApplication>

namespace parley::ui {
namespace {

QString tokenWords(const char *text)
{
    return QCoreApplication::translate("TokenText", text);
}

QString verbText(const QString &role)
{
    if (role == QLatin1String("publish"))
        return tokenWords("publish to");
    if (role == QLatin1String("both"))
        return tokenWords("publish to and read");
    if (role == QLatin1String("history"))
        return tokenWords("read the history of");
    if (role == QLatin1String("manage"))
        return tokenWords("manage");
    return role == QLatin1String("subscribe") ? tokenWords("read") : role;
}

} // namespace

QString kindText(const QString &kind)
{
    return kind == QLatin1String("key") ? tokenWords("API key") : tokenWords("disposable");
}

QString grantText(const client::GrantInfo &grant)
{
    const auto verb = verbText(grant.role);
    QString what = tokenWords("all topics");
    if (grant.selector == client::GrantInfo::Selector::Topic)
        what = grant.topic;
    else if (grant.selector == client::GrantInfo::Selector::Prefix)
        what = grant.topic + QLatin1Char('*');
    if (grant.allNamespaces)
        return tokenWords("%1 %2 in all namespaces").arg(verb, what);
    if (grant.nameSpace != QLatin1String("default"))
        return tokenWords("%1 %2 in %3").arg(verb, what, grant.nameSpace);
    return QStringLiteral("%1 %2").arg(verb, what);
}

QString areaName(AdminArea area)
{
    switch (area) {
    case AdminArea::Namespaces: return tokenWords("namespaces");
    case AdminArea::Topics: return tokenWords("topics");
    case AdminArea::Webhooks: return tokenWords("webhooks");
    case AdminArea::Tokens: return tokenWords("tokens");
    case AdminArea::Logs: return tokenWords("logs");
    case AdminArea::Moderation: return tokenWords("moderation");
    }
    return {};
}

QStringList areaTexts(const AdminScope &areas)
{
    QStringList texts;
    for (const auto area : kAdminAreas) {
        if (areas[area] == AdminAccess::Write)
            texts.append(tokenWords("administer %1").arg(areaName(area)));
        else if (areas[area] == AdminAccess::Read)
            texts.append(tokenWords("look at %1").arg(areaName(area)));
    }
    return texts;
}

QString scopeText(const client::TokenInfo &token)
{
    if (token.admin)
        return tokenWords("everything (admin)");
    QStringList texts;
    for (const auto &grant : token.grants)
        texts.append(grantText(grant));
    texts += areaTexts(token.areas);
    if (!token.templates.isEmpty())
        texts.append(tokenWords("issue from %1").arg(token.templates.join(QStringLiteral(", "))));
    return texts.isEmpty() ? tokenWords("nothing") : texts.join(QStringLiteral(", "));
}

QString warningWords(const QString &warning)
{
    if (warning == QLatin1String("publishes_past_moderation"))
        return tokenWords("publishes past moderation");
    if (warning == QLatin1String("reads_unmoderated"))
        return tokenWords("reads unmoderated");
    if (warning == QLatin1String("never_expires"))
        return tokenWords("never expires");
    if (warning == QLatin1String("unused_90_days"))
        return tokenWords("unused for 90 days");
    return QString(warning).replace(QLatin1Char('_'), QLatin1Char(' ')); // of a newer broker
}

QString warningSentence(const QString &warning)
{
    if (warning == QLatin1String("publishes_past_moderation"))
        return tokenWords("It can publish straight to a language topic of a room, so what it "
                          "says there is neither moderated nor translated.");
    if (warning == QLatin1String("reads_unmoderated"))
        return tokenWords("It can read the topic that a room's members publish to, before "
                          "moderation has seen it.");
    if (warning == QLatin1String("never_expires"))
        return tokenWords("It never expires. If it leaks, it works until somebody revokes it.");
    if (warning == QLatin1String("unused_90_days"))
        return tokenWords("It has not been used for 90 days. Revoke it if nobody needs it.");
    return warningWords(warning);
}

} // namespace parley::ui
