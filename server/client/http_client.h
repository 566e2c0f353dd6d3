#pragma once

#include <chrono>
#include <functional>

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QUrlQuery>

#include "server/base/result.h"
#include "server/client/broker_address.h"

class QNetworkReply;

namespace parley::client {

//! What a change of the broker is answered with at an address that is read-only.
Error readOnlyError();

// One HTTP exchange with the broker: header with the token, time limit, size limit, no redirects,
// errors of the wire as Error. Thread: GUI.
class HttpClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpClient)

public:
    struct Request {
        QByteArray method = QByteArrayLiteral("GET");
        QString path{}; // of checked parts only: '%' is refused by the broker
        QUrlQuery query{};
        QByteArray contentType{}; // empty: no body
        QByteArray body{};
        QByteArray idempotencyKey{}; // of a publish; empty: none
        QByteArray hops{}; // parley-hops, of the delivery for which it is published; empty: none
        std::chrono::milliseconds patience{}; // for an answer that takes longer; 0: as usual
        bool onlyAsks = false; // changes nothing, though it is no GET
    };
    using Answer = std::function<void(const Result<QByteArray> &)>;

    static constexpr std::chrono::milliseconds kPatience{10'000}; // without a byte
    //! The longest honest answer is a page of history: 1,000 messages; more than this is cut off.
    static constexpr qint64 kMaxAnswerBytes = 64 * 1024 * 1024;

    explicit HttpClient(QObject *parent = nullptr);

    void setAddress(const BrokerAddress &address);
    const BrokerAddress &address() const { return m_address; }
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

    //! \p answer is called once, on this thread, unless \p context is gone by then.
    void send(const Request &request, QObject *context, Answer answer);

private:
    Result<QByteArray> outcome(QNetworkReply &reply) const;

    QNetworkAccessManager m_network;
    BrokerAddress m_address{};
    QSslConfiguration m_tls{}; // for https
    std::chrono::milliseconds m_patience = kPatience;
};

} // namespace parley::client
