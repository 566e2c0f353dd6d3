#include "server/client/grant_info.h"

#include "server/client/json_reader.h"
#include "server/types/grant.h"

namespace parley::client {

bool roleGives(const QString &role, const QString &right)
{
    const auto known = roleFrom(role.toStdString());
    const auto wanted = rightFrom(right.toStdString());
    return known && wanted && gives(*known, *wanted);
}

bool GrantInfo::allows(const QString &right, const TopicAddress &address) const
{
    if (!roleGives(role, right))
        return false;
    if (!allNamespaces && nameSpace != address.nameSpace)
        return false;
    if (address.topic.startsWith(QLatin1Char('$')))
        return false; // system topics need the admin scope
    switch (selector) {
    case Selector::Topic: return topic == address.topic;
    case Selector::Prefix: return address.topic.startsWith(topic);
    case Selector::All: return true;
    }
    return false;
}

Result<GrantInfo> grantInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "grant");
    GrantInfo grant;
    grant.role = reader.text("role");
    grant.allNamespaces = reader.flagOr("allNamespaces", false);
    if (!grant.allNamespaces)
        grant.nameSpace = reader.text("namespace");
    if (reader.flagOr("allTopics", false)) {
        grant.selector = GrantInfo::Selector::All;
    } else if (json.contains(QLatin1String("topicPrefix"))) {
        grant.selector = GrantInfo::Selector::Prefix;
        grant.topic = reader.text("topicPrefix");
    } else {
        grant.topic = reader.text("topic");
    }
    if (reader.failed())
        return reader.error();
    return grant;
}

Result<QList<GrantInfo>> grantInfosFrom(const QList<QJsonObject> &list)
{
    QList<GrantInfo> grants;
    for (const auto &element : list) {
        auto grant = grantInfoFrom(element);
        if (!grant)
            return grant.error();
        grants.append(*std::move(grant));
    }
    return grants;
}

QJsonObject toJson(const GrantInfo &grant)
{
    QJsonObject json{{QStringLiteral("role"), grant.role}};
    if (grant.allNamespaces)
        json.insert(QStringLiteral("allNamespaces"), true);
    else
        json.insert(QStringLiteral("namespace"), grant.nameSpace);
    switch (grant.selector) {
    case GrantInfo::Selector::Topic: json.insert(QStringLiteral("topic"), grant.topic); break;
    case GrantInfo::Selector::Prefix:
        json.insert(QStringLiteral("topicPrefix"), grant.topic);
        break;
    case GrantInfo::Selector::All: json.insert(QStringLiteral("allTopics"), true); break;
    }
    return json;
}

} // namespace parley::client
