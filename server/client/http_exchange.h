#pragma once

#include <QJsonDocument>
#include <QJsonObject>

#include "server/client/http_client.h"
#include "server/client/json_reader.h"
#include "server/client/topic_address.h"

// How the routes are asked: requests of checked parts, and answers that become values. For
// AdminClient and AccessClient. Thread: GUI.
namespace parley::client {

// Yes, and nothing else to say.
struct Nothing {
};

template <typename T>
using AnswerTo = std::function<void(const Result<T> &)>;

//! A request, or why it cannot be made: names and ids stand in the path as they are.
Result<HttpClient::Request> topicRequest(const QByteArray &method, const char *resource,
                                         const TopicAddress &address);
Result<HttpClient::Request> idRequest(const QByteArray &method, const char *resource,
                                      const QString &id, const char *verb = "");
HttpClient::Request listRequest(const char *resource);
HttpClient::Request withJson(HttpClient::Request request, const QJsonObject &json);
HttpClient::Request postJson(const char *resource, const QJsonObject &json);
//! Adds \p name to the query unless \p value is empty. Plus signs are kept as such.
void addToQuery(HttpClient::Request &request, const char *name, const QString &value);

Result<Nothing> nothingFrom(const QByteArray &body);

//! Sends, then hands the bytes to \p read, whose value goes to \p answer.
template <typename T, typename Read>
void exchange(HttpClient &http, const Result<HttpClient::Request> &request, QObject *context,
              const AnswerTo<T> &answer, Read read)
{
    if (!request) {
        answer(request.error());
        return;
    }
    http.send(*request, context, [answer, read](const Result<QByteArray> &body) {
        answer(body ? read(*body) : Result<T>(body.error()));
    });
}

template <typename T>
auto listReader(const char *name, Result<T> (*decode)(const QJsonObject &))
{
    return [name, decode](const QByteArray &body) { return listFrom<T>(body, name, decode); };
}

template <typename T>
auto valueReader(Result<T> (*decode)(const QJsonObject &), const char *member = nullptr)
{
    return [decode, member](const QByteArray &body) { return valueFrom<T>(body, decode, member); };
}

} // namespace parley::client
