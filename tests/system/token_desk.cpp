#include "tests/system/token_desk.h"

using namespace Qt::StringLiterals;

namespace parley::test {

HttpAnswer TokenDesk::send(const QByteArray &method, const QByteArray &target,
                           const QJsonObject &body, const QByteArray &by) const
{
    return ask(m_broker.port(), by.isEmpty() ? m_broker.ownerToken() : by, method, target, body);
}

QJsonObject TokenDesk::issue(const QJsonObject &more, const QByteArray &by) const
{
    const HttpAnswer answer
        = send("POST", "/v1/tokens", with({{u"grants"_s, QJsonArray{bothOnGarden()}}}, more), by);
    if (answer.status != 201)
        qWarning("POST /v1/tokens: %d %s", answer.status, answer.body.constData());
    return answer.json();
}

int TokenDesk::statusOf(const QByteArray &secret) const
{
    return RawHttp(m_broker.port(), secret).request("GET", "/v1/token").status;
}

QJsonObject TokenDesk::bothOnGarden()
{
    return {{u"role"_s, u"both"_s}, {u"namespace"_s, u"default"_s}, {u"topic"_s, u"garden"_s}};
}

QJsonObject TokenDesk::with(QJsonObject object, const QJsonObject &more)
{
    for (auto each = more.begin(); each != more.end(); ++each)
        object[each.key()] = each.value();
    return object;
}

QByteArray TokenDesk::secretOf(const QJsonObject &answer, const char *name)
{
    return answer[QLatin1StringView(name)].toString().toLatin1();
}

QByteArray TokenDesk::idOf(const QJsonObject &answer)
{
    return answer["token"_L1]["id"_L1].toString().toLatin1();
}

QJsonObject TokenDesk::authenticate(const QByteArray &secret)
{
    return {{u"op"_s, u"authenticate"_s}, {u"id"_s, 1}, {u"token"_s, QString::fromLatin1(secret)}};
}

} // namespace parley::test
