#include "tests/support/raw_http.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace parley::test {

QByteArray HttpAnswer::field(const QByteArray &name) const
{
    const QByteArray wanted = "\r\n" + name.toLower() + ':';
    const qsizetype at = head.toLower().indexOf(wanted);
    if (at < 0)
        return {};
    const qsizetype begin = at + wanted.size();
    return head.mid(begin, head.indexOf("\r\n", begin) - begin).trimmed();
}

QByteArray RawHttp::head(const QByteArray &method, const QByteArray &target) const
{
    QByteArray head = method + ' ' + target
        + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
    if (!m_token.isEmpty())
        head += "Authorization: Bearer " + m_token + "\r\n";
    return head;
}

HttpAnswer RawHttp::request(const QByteArray &method, const QByteArray &target,
                            const QByteArray &body, const QByteArray &fields)
{
    QByteArray bytes = head(method, target) + fields;
    if (!body.isEmpty() || method == "POST" || method == "PUT")
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return say(bytes + "\r\n" + body);
}

// Reads even when not all could be sent: a refusal comes before the whole request is read.
HttpAnswer RawHttp::say(const QByteArray &bytes)
{
    if (!m_stream.isOpen())
        return {};
    m_stream.send(bytes);
    return readAnswer();
}

HttpAnswer RawHttp::readAnswer()
{
    HttpAnswer answer;
    answer.head = m_stream.takeThrough("\r\n\r\n");
    if (!answer.head.startsWith("HTTP/1.1 "))
        return answer;
    answer.status = answer.head.mid(9, 3).toInt();
    if (const auto length = answer.field("Content-Length").toLongLong(); length > 0)
        answer.body = m_stream.take(length);
    return answer;
}

HttpAnswer ask(quint16 port, const QByteArray &token, const QByteArray &method,
               const QByteArray &target, const QJsonObject &body)
{
    RawHttp http(port, token);
    return body.isEmpty() ? http.request(method, target) : http.json(method, target, body);
}

HttpAnswer publishText(quint16 port, const QByteArray &token, const QByteArray &topic,
                       const QByteArray &text)
{
    return RawHttp(port, token)
        .request("POST", "/v1/publish/default/" + topic, text, "Content-Type: text/plain\r\n");
}

QStringList historyTexts(quint16 port, const QByteArray &token, const QByteArray &topic)
{
    const QJsonArray items = ask(port, token, "GET", "/v1/history/default/" + topic + "?limit=1000")
                                 .json()["items"_L1]
                                 .toArray();
    QStringList texts;
    for (const QJsonValue &item : items)
        texts.append(item["text"_L1].toString());
    return texts;
}

bool makeTopic(quint16 port, const QByteArray &token, const QByteArray &topic,
               const QJsonObject &settings)
{
    return RawHttp(port, token).json("PUT", "/v1/topics/default/" + topic, settings).status == 201;
}

} // namespace parley::test
