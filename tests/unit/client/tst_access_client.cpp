#include <QJsonDocument>
#include <QTest>

#include "server/client/admin_client.h"
#include "tests/support/fake_broker/fake_broker.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::client;
using parley::test::FakeBroker;

class TestAccessClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_broker = std::make_unique<FakeBroker>();
        QVERIFY(m_broker->listen());
        m_client = std::make_unique<AdminClient>();
        m_client->setAddress({m_broker->url(), FakeBroker::token()});
    }

    void anEndlessListEnds()
    {
        // A broker whose pages lead to themselves.
        m_broker->answer(
            "GET /v1/tokens",
            R"({"tokens":[{"id":"tok_1","grants":[],"state":"active"}],"next":"tok_1"})");
        int found = 0;
        m_client->access().tokens(
            {}, this, [&found](const auto &page) { found = page ? int(page->tokens.size()) : -1; });
        QTRY_VERIFY(found != 0);
        QCOMPARE(found, 2);
    }

    void pagesBecomeOneList()
    {
        m_broker->answer("GET /v1/tokens", [](const FakeBroker::Request &request) {
            const bool second = request.query.contains(u"before=tok_2"_s);
            return FakeBroker::Response{
                200,
                second
                    ? QByteArray(
                        R"({"tokens":[{"id":"tok_1","grants":[],"state":"used"}],"next":null})")
                    : QByteArray(
                        R"({"tokens":[{"id":"tok_2","grants":[],"state":"active"}],"next":"tok_2"})"),
                {}};
        });
        QStringList ids;
        m_client->access().tokens({}, this, [&ids](const auto &page) {
            for (const auto &token : page ? page->tokens : QList<TokenInfo>())
                ids.append(token.id);
        });
        QTRY_COMPARE(ids, (QStringList{u"tok_2"_s, u"tok_1"_s}));
    }

    void readsAreasAndIgnoresWhatIsNew()
    {
        const auto token = tokenInfoFrom(object(
            R"({"id":"t","label":"<b>x</b>","admin":{"tokens":"write","logs":"read","moons":"write","topics":"own"},)"
            R"("grants":[{"role":"dance","namespace":"d","topic":"t"}],"state":"active","mood":7,"warnings":["later"]})"));
        QVERIFY(token);
        QVERIFY(!token->admin);
        QVERIFY(token->areas.allows(AdminArea::Tokens, AdminAccess::Write));
        QVERIFY(!token->areas.allows(AdminArea::Logs, AdminAccess::Write));
        QCOMPARE(token->areas[AdminArea::Topics], AdminAccess::None);
        QVERIFY(!token->grants.constFirst().allows(u"publish"_s, {u"d"_s, u"t"_s}));
        QCOMPARE(token->kind, u"key"_s);
    }

    void sendsOnlyWhatWasAsked()
    {
        TokenRequest request;
        request.label = u"x"_s;
        QCOMPARE(toJson(request).keys(), (QStringList{u"grants"_s, u"label"_s}));
        request.kind = u"disposable"_s;
        request.areas.set(AdminArea::Logs, AdminAccess::Read);
        request.oneUse = true;
        const auto json = toJson(request);
        QCOMPARE(json[u"kind"_s].toString(), u"disposable"_s);
        QCOMPARE(json[u"admin"_s].toObject()[u"logs"_s].toString(), u"read"_s);
        QVERIFY(json[u"oneUse"_s].toBool());
    }

    void aTemplateIsFilledIn()
    {
        const auto info = templateInfoFrom(object(
            R"({"name":"chat-member","variables":[{"name":"room"},{"name":"languages","each":"language"}],)"
            R"("label":"in {room}","grants":[{"role":"publish","namespace":"default","topic":"{room}-publish"},)"
            R"({"role":"subscribe","namespace":"default","topic":"{room}-subscribe-{language}"}]})"));
        QVERIFY(info);
        const auto request
            = expanded(*info, {{u"room"_s, {u"friends"_s}}, {u"languages"_s, {u"en"_s, u"es"_s}}});
        QCOMPARE(request.grants.size(), 3);
        QCOMPARE(request.grants.at(2).topic, u"friends-subscribe-es"_s);
        QCOMPARE(request.label, u"in friends"_s);
        QCOMPARE(toJson(*info)[u"name"_s].toString(),
                 u"chat-member"_s); // asked for beside the path
        QVERIFY(!templateInfoFrom(object(R"({"name":"x","variables":{},"grants":[]})")));
    }

    void aSecretGoesInTheBodyOnly()
    {
        m_broker->answer(
            "POST /v1/permissions/check",
            R"({"allowed":false,"reason":"no_grant","nearest":null,"missing":null,"sentence":"No."})");
        PermissionQuery query;
        query.secret = "prl_tmp_pasted";
        query.address = {u"default"_s, u"t"_s};
        bool denied = false;
        m_client->access().checkPermission(
            query, this, [&denied](const auto &answer) { denied = answer && !answer->allowed; });
        QTRY_VERIFY(denied);
        const auto request = m_broker->requests().constFirst();
        QCOMPARE(request.json()[u"secret"_s].toString(), u"prl_tmp_pasted"_s);
        QVERIFY(!request.path.contains(u"prl_"_s) && !request.query.contains(u"prl_"_s));
    }

    void idsThatCannotStandInAPathAreNotSent()
    {
        bool refused = false;
        m_client->access().rotateToken(u"../topics"_s, 0, this,
                                       [&refused](const auto &issued) { refused = !issued; });
        QVERIFY(refused);
        QVERIFY(m_broker->requests().isEmpty());
    }

private:
    static QJsonObject object(const QByteArray &json)
    {
        return QJsonDocument::fromJson(json).object();
    }

    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<AdminClient> m_client;
};

QTEST_GUILESS_MAIN(TestAccessClient)
#include "tst_access_client.moc"
