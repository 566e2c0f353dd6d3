#include <QTest>

#include "server/client/admin_client.h"
#include "server/client/wire_error.h"
#include "tests/support/fake_broker/fake_broker.h"

using namespace parley;
using namespace parley::client;
using parley::test::FakeBroker;

class TestAdminClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_broker = std::make_unique<FakeBroker>();
        QVERIFY(m_broker->listen());
        m_client = std::make_unique<AdminClient>();
        m_client->setAddress({m_broker->url(), FakeBroker::token()});
        m_error = {ErrorCode::Internal, "nothing yet"};
        m_answers = 0;
    }

    void sendsTheTokenInTheHeaderOnly()
    {
        m_broker->answer("GET /v1/topics", R"({"topics":[]})");
        m_client->topics(this, [this](const auto &topics) { done(topics); });
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(m_ok);
        const auto request = m_broker->requests().constFirst();
        QCOMPARE(request.authorization, "Bearer " + FakeBroker::token());
        QVERIFY(!request.path.contains(QLatin1String("prl_")) && request.query.isEmpty());
    }

    void carriesTheWiresErrors()
    {
        m_broker->answer("GET /v1/rooms", [](const auto &) {
            return FakeBroker::error(503, 203, QStringLiteral("behind with work"));
        });
        m_client->rooms().all(this, [this](const auto &rooms) { done(rooms); });
        QTRY_COMPARE(m_answers, 1);
        QCOMPARE(m_error.code, ErrorCode::Busy);
        QCOMPARE(sentence(m_error), QStringLiteral("Behind with work."));
    }

    void explainsWhatIsNotABroker_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::newRow("HTML with 200") << 200 << QByteArray("<html></html>") << 300;
        QTest::newRow("a list with 200") << 200 << QByteArray("[]") << 300;
        QTest::newRow("wrong member") << 200 << QByteArray(R"({"tokens":{}})") << 300;
        QTest::newRow("500 without a reason") << 500 << QByteArray("oops") << 300;
        QTest::newRow("401 without a reason") << 401 << QByteArray() << 101;
        QTest::newRow("404 with HTML") << 404 << QByteArray("<html></html>") << 100;
    }

    void explainsWhatIsNotABroker()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        m_broker->answer("GET /v1/tokens", [status, body](const auto &) {
            return FakeBroker::Response{status, body, {}};
        });
        m_client->access().tokens({}, this, [this](const auto &page) { done(page); });
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(!m_ok);
        QCOMPARE(int(m_error.code), code);
        QVERIFY(!m_error.message.empty());
    }

    void wrongTokenIs101()
    {
        m_client->setAddress({m_broker->url(), "prl_live_other"});
        m_client->topics(this, [this](const auto &topics) { done(topics); });
        QTRY_COMPARE(m_answers, 1);
        QCOMPARE(m_error.code, ErrorCode::Unauthenticated);
    }

    void neverFollowsARedirect()
    {
        m_broker->answer("GET /v1/status", [](const auto &) {
            return FakeBroker::Response{302, {}, "Location: /v1/elsewhere\r\n"};
        });
        m_client->status(this, [this](const auto &status) { done(status); });
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(!m_ok);
        QCOMPARE(m_broker->requests().size(), 1);
    }

    void silenceTimesOut()
    {
        m_client->setPatience(std::chrono::milliseconds(50));
        m_broker->silence("GET /v1/webhooks");
        m_client->webhooks(this, [this](const auto &webhooks) { done(webhooks); });
        QTRY_COMPARE(m_answers, 1);
        QCOMPARE(m_error.code, ErrorCode::Timeout);
    }

    void nobodyListening()
    {
        m_broker->stop();
        m_client->webhooks(this, [this](const auto &webhooks) { done(webhooks); });
        QTRY_COMPARE(m_answers, 1);
        QCOMPARE(m_error.code, ErrorCode::Unavailable);
        QVERIFY(m_error.message.find("127.0.0.1") != std::string::npos);
    }

    void anAnswerForNobodyIsDropped()
    {
        m_broker->answer("GET /v1/topics", R"({"topics":[]})");
        auto context = std::make_unique<QObject>();
        m_client->topics(context.get(), [this](const auto &topics) { done(topics); });
        context.reset();
        m_client->topics(this, [this](const auto &topics) { done(topics); });
        QTRY_COMPARE(m_broker->requests().size(), 2);
        QTRY_VERIFY(m_answers > 0);
        QCOMPARE(m_answers, 1);
    }

    void badNamesNeverLeave_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::newRow("empty") << QString();
        QTest::newRow("blank") << QStringLiteral("a b");
        QTest::newRow("up and away") << QStringLiteral("../../tokens");
        QTest::newRow("query") << QStringLiteral("a?admin=1");
        QTest::newRow("percent") << QStringLiteral("a%2Fb");
        QTest::newRow("look-alike") << QStringLiteral("fri\u0435nds");
        QTest::newRow("too long") << QString(129, QLatin1Char('a'));
    }

    void badNamesNeverLeave()
    {
        QFETCH(QString, topic);
        m_client->deleteTopic({QStringLiteral("default"), topic}, this,
                              [this](const auto &nothing) { done(nothing); });
        QCOMPARE(m_answers, 1);
        QCOMPARE(m_error.code, ErrorCode::InvalidArgument);
        m_client->access().revokeToken(topic.isEmpty() ? topic : topic + QLatin1Char('/'), this,
                                       [this](const auto &nothing) { done(nothing); });
        QCOMPARE(m_answers, 2);
        QVERIFY(m_broker->requests().isEmpty());
    }

    void writesBodies()
    {
        m_broker->answer(
            "PUT /v1/topics/default/a/b",
            R"({"namespace":"default","topic":"a/b","durability":"memory","retainedBytes":1,"page":1})",
            201);
        m_client->makeTopic({QStringLiteral("default"), QStringLiteral("a/b")},
                            QStringLiteral("memory"), this,
                            [this](const auto &topic) { done(topic); });
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(m_ok);
        const auto &made = m_broker->requests().constLast();
        QCOMPARE(made.contentType, QByteArray("application/json"));
        QCOMPARE(made.json().value(QStringLiteral("durability")).toString(),
                 QStringLiteral("memory"));

        m_broker->answer("POST /v1/publish/default/a/b",
                         R"({"page":1,"sequence":7,"ack":"stored"})");
        quint64 sequence = 0;
        m_client->publish({QStringLiteral("default"), QStringLiteral("a/b")}, "\xff\x00", false,
                          this, [&sequence](const Result<Position> &position) {
                              sequence = position ? position->sequence : 0;
                          });
        QTRY_COMPARE(sequence, 7u);
        QCOMPARE(m_broker->requests().constLast().contentType,
                 QByteArray("application/octet-stream"));
    }

    void pagesThroughHistory()
    {
        m_broker->answer(
            "GET /v1/history/default/w",
            R"({"items":[{"type":"item","namespace":"default","topic":"w","page":3,"sequence":4,"time":1,"text":"x"}],"next":{"page":3,"sequence":4}})");
        std::optional<Position> next;
        m_client->history(
            {QStringLiteral("default"), QStringLiteral("w")}, {3, 3}, 1, this,
            [&next](const Result<HistoryPage> &page) { next = page ? page->next : std::nullopt; });
        QTRY_VERIFY(next.has_value());
        QCOMPARE(next->sequence, 4u);
        QVERIFY(m_broker->requests().constLast().query.contains(QLatin1String("after=3-3")));
    }

    void noContentIsFine()
    {
        m_broker->answer("DELETE /v1/tokens/tok_1", "", 204);
        m_client->access().revokeToken(QStringLiteral("tok_1"), this,
                                       [this](const auto &nothing) { done(nothing); });
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(m_ok);
    }

private:
    template <typename T>
    void done(const Result<T> &result)
    {
        ++m_answers;
        m_ok = bool(result);
        if (!result)
            m_error = result.error();
    }

    std::unique_ptr<FakeBroker> m_broker;
    std::unique_ptr<AdminClient> m_client;
    Error m_error{ErrorCode::Internal, {}};
    int m_answers = 0;
    bool m_ok = false;
};

QTEST_GUILESS_MAIN(TestAdminClient)
#include "tst_admin_client.moc"
