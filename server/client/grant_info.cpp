#include "server/client/grant_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

bool GrantInfo::allows(const QString &wanted, const TopicAddress &address) const
{
    if (role != wanted && role != QLatin1String("both"))
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
