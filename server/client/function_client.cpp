#include "server/client/function_client.h"

using namespace Qt::StringLiterals;

namespace parley::client {

using Request = HttpClient::Request;

void FunctionClient::functions(QObject *context, Answer<QList<FunctionInfo>> answer)
{
    exchange(m_http, listRequest("functions"), context, answer,
             listReader("functions", &functionInfoFrom));
}

void FunctionClient::function(const QString &name, QObject *context, Answer<FunctionInfo> answer)
{
    exchange(m_http, idRequest("GET", "functions", name), context, answer,
             valueReader(&functionInfoFrom));
}

void FunctionClient::putFunction(const FunctionInfo &function, QObject *context,
                                 Answer<FunctionInfo> answer)
{
    auto request = idRequest("PUT", "functions", function.name);
    if (request)
        request = withJson(*request, toJson(function));
    exchange(m_http, request, context, answer, valueReader(&functionInfoFrom));
}

void FunctionClient::deleteFunction(const QString &name, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, idRequest("DELETE", "functions", name), context, answer, nothingFrom);
}

void FunctionClient::tryFunction(const FunctionInfo &function, const QString &body,
                                 QObject *context, Answer<FunctionTrial> answer)
{
    QJsonObject json{{u"body"_s, body}};
    if (!function.source.isNull()) {
        json[u"source"] = function.source;
        json[u"milliseconds"] = function.milliseconds;
        json[u"megabytes"] = function.megabytes;
    }
    auto request = idRequest("POST", "functions", function.name, "/test");
    if (request) {
        request = withJson(*request, json);
        request->onlyAsks = true;
        request->patience = std::chrono::seconds(30); // others may be tried before it
    }
    exchange(m_http, request, context, answer, valueReader(&functionTrialFrom));
}

void FunctionClient::inspector(QObject *context, Answer<InspectorInfo> answer)
{
    exchange(m_http, listRequest("inspector"), context, answer, valueReader(&inspectorInfoFrom));
}

void FunctionClient::setInspector(const InspectorInfo &info, QObject *context,
                                  Answer<InspectorInfo> answer)
{
    Request request = withJson(listRequest("inspector"), toJson(info));
    request.method = "PUT";
    exchange(m_http, Result<Request>(request), context, answer, valueReader(&inspectorInfoFrom));
}

void FunctionClient::inspectedRequests(int limit, QObject *context,
                                       Answer<QList<InspectedRequestInfo>> answer)
{
    Request request = listRequest("inspector/requests");
    addToQuery(request, "limit", QString::number(limit));
    exchange(m_http, Result<Request>(request), context, answer,
             listReader("requests", &inspectedRequestFrom));
}

void FunctionClient::clearInspected(QObject *context, Answer<Nothing> answer)
{
    Request request = listRequest("inspector/requests");
    request.method = "DELETE";
    exchange(m_http, Result<Request>(request), context, answer, nothingFrom);
}

void FunctionClient::publishFor(const ReceivedDelivery &delivery, int index,
                                const FunctionMessage &message, QObject *context,
                                Answer<Nothing> answer)
{
    auto request = topicRequest("POST", "publish", {message.nameSpace, message.topic});
    if (request) {
        request->contentType = "text/plain; charset=utf-8";
        request->body = message.payload.toUtf8();
        request->idempotencyKey = delivery.id + ':' + QByteArray::number(index);
        request->hops = delivery.hops;
    }
    exchange(m_http, request, context, answer, nothingFrom);
}

} // namespace parley::client
