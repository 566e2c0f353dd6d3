#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

namespace parley::test {

// Asks a broker for tokens and says what became of them. Thread: the test's.
class TokenDesk final
{
public:
    explicit TokenDesk(const BrokerProcess &broker) : m_broker(broker) {}

    //! \param by the secret of the token that asks; "": the owner's.
    HttpAnswer send(const QByteArray &method, const QByteArray &target,
                    const QJsonObject &body = {}, const QByteArray &by = {}) const;
    //! A token for the topic "garden", with \p more members in the request. \return the whole
    //! answer; without "token" and "secret" when it was refused.
    QJsonObject issue(const QJsonObject &more, const QByteArray &by = {}) const;
    int statusOf(const QByteArray &secret) const; // of GET /v1/token

    static QJsonObject bothOnGarden(); // a grant
    static QJsonObject with(QJsonObject object, const QJsonObject &more);
    static QByteArray secretOf(const QJsonObject &answer, const char *name = "secret");
    static QByteArray idOf(const QJsonObject &answer);
    static QJsonObject authenticate(const QByteArray &secret); // what a socket says first

private:
    const BrokerProcess &m_broker;
};

} // namespace parley::test
