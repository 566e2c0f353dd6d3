#include "server/client/template_info.h"

#include <algorithm>
#include <limits>

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

// The same bound as a token's: a preview of more would only be long.
constexpr qsizetype kMaxGrants = 64;

std::uint32_t bound(const JsonReader &reader, const char *name)
{
    return std::uint32_t(std::min<std::uint64_t>(reader.numberOr(name, 0),
                                                 std::numeric_limits<std::uint32_t>::max()));
}

QList<TemplateVariable> variablesFrom(const QList<QJsonObject> &list)
{
    QList<TemplateVariable> variables;
    for (const auto &element : list)
        variables.append({element.value(QLatin1String("name")).toString(),
                          element.value(QLatin1String("each")).toString()});
    return variables;
}

QString hole(const QString &name)
{
    return QLatin1Char('{') + name + QLatin1Char('}');
}

QString filled(QString pattern, const TemplateInfo &info, const TemplateValues &values)
{
    for (const auto &variable : info.variables) {
        const auto value = values.value(variable.name);
        if (!variable.isList() && !value.isEmpty() && !value.constFirst().isEmpty())
            pattern.replace(hole(variable.name), value.constFirst());
    }
    return pattern;
}

// The list that \p grant stands once per element of; null: it stands once.
const TemplateVariable *listIn(const GrantInfo &grant, const TemplateInfo &info)
{
    for (const auto &variable : info.variables) {
        if (variable.isList()
            && (grant.topic.contains(hole(variable.each))
                || grant.nameSpace.contains(hole(variable.each))))
            return &variable;
    }
    return nullptr;
}

void addExpanded(QList<GrantInfo> &grants, const GrantInfo &pattern, const TemplateInfo &info,
                 const TemplateValues &values)
{
    auto grant = pattern;
    grant.topic = filled(pattern.topic, info, values);
    grant.nameSpace = filled(pattern.nameSpace, info, values);
    const auto *list = listIn(pattern, info);
    const auto elements = list ? values.value(list->name) : QStringList();
    if (elements.isEmpty()) {
        grants.append(grant);
        return;
    }
    for (const auto &element : elements) {
        auto one = grant;
        one.topic.replace(hole(list->each), element);
        one.nameSpace.replace(hole(list->each), element);
        if (grants.size() < kMaxGrants)
            grants.append(one);
    }
}

void addBounds(QJsonObject &json, const TemplateInfo &info)
{
    json.insert(QStringLiteral("oneUse"), info.oneUse);
    json.insert(QStringLiteral("maxConnections"), qint64(info.maxConnections));
    json.insert(QStringLiteral("publishPerSecond"), qint64(info.publishPerSecond));
    json.insert(QStringLiteral("requestsPerSecond"), qint64(info.requestsPerSecond));
    json.insert(QStringLiteral("allowedOrigins"), QJsonArray::fromStringList(info.allowedOrigins));
}

} // namespace

Result<TemplateInfo> templateInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "template");
    TemplateInfo info;
    info.name = reader.text("name");
    info.title = reader.textOr("title");
    info.description = reader.textOr("description");
    info.variables = variablesFrom(reader.objects("variables"));
    info.kind = reader.textOr("kind", info.kind);
    info.label = reader.textOr("label");
    info.publisherId = reader.textOr("publisherId");
    info.room = reader.textOr("room");
    info.validForSeconds = qint64(reader.numberOr("validForSeconds", 3600));
    info.maxValidForSeconds = qint64(reader.numberOr("maxValidForSeconds", 86'400));
    info.oneUse = reader.flagOr("oneUse", false);
    info.maxConnections = bound(reader, "maxConnections");
    info.publishPerSecond = bound(reader, "publishPerSecond");
    info.requestsPerSecond = bound(reader, "requestsPerSecond");
    info.allowedOrigins = reader.texts("allowedOrigins");
    auto grants = grantInfosFrom(reader.objects("grants"));
    if (reader.failed())
        return reader.error();
    if (!grants)
        return grants.error();
    info.grants = *std::move(grants);
    return info;
}

QJsonObject toJson(const TemplateInfo &info)
{
    QJsonArray variables;
    for (const auto &variable : info.variables) {
        QJsonObject one{{QStringLiteral("name"), variable.name}};
        if (variable.isList())
            one.insert(QStringLiteral("each"), variable.each);
        variables.append(one);
    }
    QJsonArray grants;
    for (const auto &grant : info.grants)
        grants.append(toJson(grant));
    QJsonObject json{{QStringLiteral("name"), info.name},
                     {QStringLiteral("title"), info.title},
                     {QStringLiteral("description"), info.description},
                     {QStringLiteral("variables"), variables},
                     {QStringLiteral("kind"), info.kind},
                     {QStringLiteral("label"), info.label},
                     {QStringLiteral("publisherId"), info.publisherId},
                     {QStringLiteral("room"), info.room},
                     {QStringLiteral("grants"), grants},
                     {QStringLiteral("validForSeconds"), info.validForSeconds},
                     {QStringLiteral("maxValidForSeconds"), info.maxValidForSeconds}};
    addBounds(json, info);
    return json;
}

QJsonObject variablesJson(const TemplateInfo &info, const TemplateValues &values)
{
    QJsonObject json;
    for (const auto &variable : info.variables) {
        const auto value = values.value(variable.name);
        if (variable.isList())
            json.insert(variable.name, QJsonArray::fromStringList(value));
        else
            json.insert(variable.name, value.isEmpty() ? QString() : value.constFirst());
    }
    return json;
}

TokenRequest expanded(const TemplateInfo &info, const TemplateValues &values)
{
    TokenRequest request;
    request.kind = info.kind;
    request.label = filled(info.label, info, values);
    request.publisherId = filled(info.publisherId, info, values);
    request.room = filled(info.room, info, values);
    request.validForSeconds = info.validForSeconds;
    request.oneUse = info.oneUse;
    request.maxConnections = info.maxConnections;
    request.publishPerSecond = info.publishPerSecond;
    request.requestsPerSecond = info.requestsPerSecond;
    request.allowedOrigins = info.allowedOrigins;
    for (const auto &grant : info.grants)
        addExpanded(request.grants, grant, info, values);
    return request;
}

} // namespace parley::client
