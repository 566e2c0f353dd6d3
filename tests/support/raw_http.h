#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "tests/support/tcp_stream.h"

namespace parley::test {

struct HttpAnswer {
    int status = 0; // 0: none came
    QByteArray head{}; // status line and fields
    QByteArray body{};

    QByteArray field(const QByteArray &name) const; // "" when it is not there
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QString errorName() const // "" when the body holds no error
    {
        return json()[QStringLiteral("error")][QStringLiteral("name")].toString();
    }
};

// An HTTP client that sends what it is told and reads one answer. Thread: the test's.
class RawHttp final
{
public:
    explicit RawHttp(quint16 port, QByteArray token = {}) : m_stream(port), m_port(port)
    {
        m_token = std::move(token);
    }

    //! \param fields further header lines, each with its CRLF.
    HttpAnswer request(const QByteArray &method, const QByteArray &target,
                       const QByteArray &body = {}, const QByteArray &fields = {});
    HttpAnswer json(const QByteArray &method, const QByteArray &target, const QJsonObject &body)
    {
        return request(method, target, QJsonDocument(body).toJson(QJsonDocument::Compact),
                       "Content-Type: application/json\r\n");
    }
    HttpAnswer say(const QByteArray &bytes); // just these bytes
    HttpAnswer readAnswer();
    QByteArray head(const QByteArray &method, const QByteArray &target) const; // with Host, token

    TcpStream &stream() { return m_stream; }

private:
    TcpStream m_stream;
    quint16 m_port;
    QByteArray m_token;
};

//! One request on a connection of its own.
HttpAnswer ask(quint16 port, const QByteArray &token, const QByteArray &method,
               const QByteArray &target, const QJsonObject &body = {});
//! POST /v1/publish of a text.
HttpAnswer publishText(quint16 port, const QByteArray &token, const QByteArray &topic,
                       const QByteArray &text);
//! The texts that a topic keeps, oldest first, at most 1,000.
QStringList historyTexts(quint16 port, const QByteArray &token, const QByteArray &topic);
//! PUT /v1/topics/default/\p topic; \p settings such as {"durability":"memory"}.
bool makeTopic(quint16 port, const QByteArray &token, const QByteArray &topic,
               const QJsonObject &settings = {});

} // namespace parley::test
