#include "server/client/http_exchange.h"

#include <QRegularExpression>

#include "server/types/namespace_name.h"
#include "server/types/topic_name.h"

namespace parley::client {

using Request = HttpClient::Request;

Result<Request> topicRequest(const QByteArray &method, const char *resource,
                             const TopicAddress &address)
{
    const auto nameSpace = NamespaceName::parse(address.nameSpace.toStdString());
    if (!nameSpace)
        return nameSpace.error();
    const auto topic = TopicName::parseAny(address.topic.toStdString());
    if (!topic)
        return topic.error();
    return Request{method,
                   QStringLiteral("/v1/%1/%2/%3")
                       .arg(QLatin1String(resource), address.nameSpace, address.topic),
                   {},
                   {},
                   {}};
}

Result<Request> idRequest(const QByteArray &method, const char *resource, const QString &id,
                          const char *verb)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9_-]{1,128}\\z"));
    if (!pattern.match(id).hasMatch())
        return Error{ErrorCode::InvalidArgument, "this is not the id of anything"};
    return Request{
        method,
        QStringLiteral("/v1/%1/%2%3").arg(QLatin1String(resource), id, QLatin1String(verb)),
        {},
        {},
        {}};
}

Request listRequest(const char *resource)
{
    return Request{"GET", QStringLiteral("/v1/") + QLatin1String(resource), {}, {}, {}};
}

Request withJson(Request request, const QJsonObject &json)
{
    request.contentType = "application/json";
    request.body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return request;
}

Request postJson(const char *resource, const QJsonObject &json)
{
    auto request = listRequest(resource);
    request.method = "POST";
    return withJson(std::move(request), json);
}

void addToQuery(Request &request, const char *name, const QString &value)
{
    if (!value.isEmpty())
        request.query.addQueryItem(QLatin1String(name),
                                   QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

Result<Nothing> nothingFrom(const QByteArray &)
{
    return Nothing{};
}

} // namespace parley::client
