#pragma once

#include <QList>

#include "server/client/function_info.h"
#include "server/client/http_exchange.h"
#include "server/client/inspector_info.h"
#include "server/client/webhook_receiver.h"

namespace parley::client {

// Functions that people write, and the inspector; the routes of AdminClient that are about code
// which webhooks call. Answers as there. Thread: GUI.
class FunctionClient final
{
    Q_DISABLE_COPY_MOVE(FunctionClient)

public:
    template <typename T>
    using Answer = AnswerTo<T>;

    explicit FunctionClient(HttpClient &http) : m_http(http) {} // borrowed; outlives this

    void functions(QObject *context, Answer<QList<FunctionInfo>> answer); // without sources
    void function(const QString &name, QObject *context, Answer<FunctionInfo> answer);
    void putFunction(const FunctionInfo &function, QObject *context, Answer<FunctionInfo> answer);
    void deleteFunction(const QString &name, QObject *context, Answer<Nothing> answer);
    //! Calls it once with \p body. \p source: the text to try; null: the stored one. Milliseconds
    //! and megabytes count where there is a source.
    void tryFunction(const FunctionInfo &function, const QString &body, QObject *context,
                     Answer<FunctionTrial> answer);

    //! Publishes what a function of ours said to a delivery, its message number \p index, so that
    //! it is stored once however often the delivery comes.
    void publishFor(const ReceivedDelivery &delivery, int index, const FunctionMessage &message,
                    QObject *context, Answer<Nothing> answer);

    void inspector(QObject *context, Answer<InspectorInfo> answer);
    void setInspector(const InspectorInfo &info, QObject *context, Answer<InspectorInfo> answer);
    void inspectedRequests(int limit, QObject *context,
                           Answer<QList<InspectedRequestInfo>> answer); // newest first
    void clearInspected(QObject *context, Answer<Nothing> answer);

private:
    HttpClient &m_http;
};

} // namespace parley::client
