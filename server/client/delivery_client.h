#pragma once

#include <cstdint>

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QStringList>

#include "server/client/delivery_info.h"
#include "server/client/http_exchange.h"

namespace parley::client {

// Deliveries that shall be sent again together, planned or under way.
struct ReplayInfo {
    QString id{};
    QString state{}; // planned, running, done, canceled
    std::uint64_t count = 0;
    bool counted = true; // false: there are more than these
    std::uint64_t done = 0; // queued to be sent again
    std::uint64_t failed = 0; // could not be
    QList<DeliveryInfo> sample{}; // the newest few

    bool isOver() const
    {
        return state == QLatin1String("done") || state == QLatin1String("canceled");
    }
};

Result<ReplayInfo> replayInfoFrom(const QJsonObject &json);

// How deliveries are written to a file.
struct ExportRequest {
    DeliveryQuery query{};
    QString format = QStringLiteral("ndjson"); // ndjson, har, curl
    bool redact = true; // bodies and what may be a secret are left out
    bool signature = false; // the curl script repeats the signatures that were sent
};

// For how long the broker keeps the log of deliveries, and what it takes.
struct RetentionInfo {
    int days = 0; // of what was delivered, and of all attempts
    int failedDays = 0; // of messages that could not be delivered
    int megabytes = 0; // of all, at most
    std::uint64_t deliveries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t maxDeliveries = 0;
};

Result<RetentionInfo> retentionInfoFrom(const QJsonObject &json);

// What AdminClient's looking at deliveries leaves: doing something with one or with many. Answers
// as there. Thread: GUI.
class DeliveryClient final
{
    Q_DISABLE_COPY_MOVE(DeliveryClient)

public:
    template <typename T>
    using Answer = AnswerTo<T>;

    explicit DeliveryClient(HttpClient &http) : m_http(http) {} // borrowed; outlives this

    //! \param body valid UTF-8. The id of the new delivery.
    void resend(const QString &id, const QByteArray &body, QObject *context,
                Answer<QString> answer);
    //! Headers that prove the delivery's body, of this moment, as lines of "name: value".
    void sign(const QString &id, QObject *context, Answer<QStringList> answer);
    void forgetResponse(const QString &id, std::uint32_t attempt, QObject *context,
                        Answer<Nothing> answer);

    void planReplay(const DeliveryQuery &query, QObject *context, Answer<ReplayInfo> answer);
    void runReplay(const QString &id, QObject *context, Answer<ReplayInfo> answer);
    void replay(const QString &id, QObject *context, Answer<ReplayInfo> answer);
    void cancelReplay(const QString &id, QObject *context, Answer<Nothing> answer);

    void retention(QObject *context, Answer<RetentionInfo> answer);
    //! Of \p wanted the bounds.
    void setRetention(const RetentionInfo &wanted, QObject *context, Answer<RetentionInfo> answer);

    //! The whole file, at most HttpClient::kMaxAnswerBytes.
    void exportAll(const ExportRequest &request, QObject *context, Answer<QByteArray> answer);

private:
    HttpClient &m_http;
};

} // namespace parley::client
