#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/support/raw_websocket.h"
#include "tests/system/crash_ledger.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// kill -9 in the middle of everything, over and over, on the same data: three publishers with many
// messages on their way, a reader, an administrator and two webhooks, one of them in order and in
// batches. After each start the history is held against what they know. PARLEY_CRASH_ROUNDS=200
// makes it the long test.
class TestNothingAcknowledgedIsLost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void crashes();

private:
    static constexpr int kPublishers = 3;
    static constexpr int kOnTheirWay = 32; // messages of each

    void publish(int publisher);
    void readAlong(Position after);
    void administer(int round);
    QStringList checkHistory();
    QStringList checkAdministration();
    QStringList checkDeliveries();
    QStringList checkOrder();
    QStringList lookAtOrdered(const QByteArray &request);
    bool makeWebhook(QJsonObject settings, const FakeEndpoint &endpoint);
    HttpAnswer get(const QByteArray &target) { return ask(m_port, m_token, "GET", target); }

    BrokerProcess m_broker;
    FakeEndpoint m_endpoint;
    FakeEndpoint m_inOrder; // gets batches, one after the other
    QHash<QByteArray, QByteArray> m_batches; // bodies by id
    QSet<QByteArray> m_cameInOrder; // texts
    qint64 m_furthest = 0; // sequence
    CrashLedger m_ledger;
    quint16 m_port = 0;
    QByteArray m_token;
};

void TestNothingAcknowledgedIsLost::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "log",
                      {{u"durability"_s, u"durable"_s}, {u"retainedBytes"_s, 1 << 30}}));
    QVERIFY(makeWebhook({}, m_endpoint));
    QVERIFY(makeWebhook({{u"ordering"_s, u"endpoint"_s}, {u"batchMessages"_s, 50}}, m_inOrder));
}

bool TestNothingAcknowledgedIsLost::makeWebhook(QJsonObject settings, const FakeEndpoint &endpoint)
{
    settings.insert(u"topic"_s, u"log"_s);
    settings.insert(u"url"_s, QString::fromStdString(endpoint.url()));
    settings.insert(u"level"_s, u"local"_s);
    return ask(m_broker.port(), m_broker.ownerToken(), "POST", "/v1/webhooks", settings).status
        == 201;
}

void TestNothingAcknowledgedIsLost::publish(int publisher)
{
    RawWebSocket socket(m_port, m_token);
    QHash<qint64, QByteArray> onTheirWay;
    for (;;) {
        while (onTheirWay.size() < kOnTheirWay) {
            const qint64 number = m_ledger.nextNumber(publisher);
            const QByteArray text = CrashLedger::text(publisher, number);
            onTheirWay.insert(number, text);
            socket.send({{u"op"_s, u"publish"_s},
                         {u"id"_s, number},
                         {u"topic"_s, u"log"_s},
                         {u"text"_s, QString::fromLatin1(text)}});
        }
        const QJsonObject answer = socket.next();
        if (answer["type"_L1] != u"ack"_s)
            return; // killed
        m_ledger.acknowledged({static_cast<std::uint64_t>(answer["page"_L1].toInteger()),
                               static_cast<std::uint64_t>(answer["sequence"_L1].toInteger())},
                              onTheirWay.take(answer["id"_L1].toInteger()));
    }
}

void TestNothingAcknowledgedIsLost::readAlong(Position after)
{
    RawWebSocket socket(m_port, m_token);
    const QJsonObject position{{u"page"_s, qint64(after.page)},
                               {u"sequence"_s, qint64(after.sequence)}};
    socket.send({{u"op"_s, u"subscribe"_s},
                 {u"topic"_s, u"log"_s},
                 {u"from"_s,
                  after.page == 0 ? QJsonValue(u"earliest"_s)
                                  : QJsonValue(QJsonObject{{u"after"_s, position}})}});
    for (QJsonObject item = socket.next(); !item.isEmpty(); item = socket.next())
        if (item["type"_L1] == u"item"_s)
            m_ledger.read({static_cast<std::uint64_t>(item["page"_L1].toInteger()),
                           static_cast<std::uint64_t>(item["sequence"_L1].toInteger())},
                          item["text"_L1].toString().toLatin1());
}

void TestNothingAcknowledgedIsLost::administer(int round)
{
    for (int i = 0;; ++i) {
        const QByteArray topic = "made-" + QByteArray::number(round) + '-' + QByteArray::number(i);
        if (!makeTopic(m_port, m_token, topic))
            return;
        m_ledger.topicMade(topic);
        const QJsonObject token
            = ask(m_port, m_token, "POST", "/v1/tokens", {{u"admin"_s, true}}).json();
        const QByteArray id = token["token"_L1]["id"_L1].toString().toLatin1();
        if (id.isEmpty() || ask(m_port, m_token, "DELETE", "/v1/tokens/" + id).status != 204)
            return;
        m_ledger.tokenRevoked(token["secret"_L1].toString().toLatin1());
    }
}

void TestNothingAcknowledgedIsLost::crashes()
{
    const int rounds = qEnvironmentVariable("PARLEY_CRASH_ROUNDS", u"5"_s).toInt();
    QVERIFY(rounds > 0);
    QRandomGenerator random(20261126);
    qint64 slowest = 0;
    for (int round = 0; round < rounds; ++round) {
        m_port = m_broker.port();
        m_token = m_broker.ownerToken();
        m_ledger.roundBegins(kPublishers);
        std::vector<std::thread> clients;
        for (int i = 0; i < kPublishers; ++i)
            clients.emplace_back([this, i] { publish(i); });
        clients.emplace_back([this, after = m_ledger.last()] { readAlong(after); });
        clients.emplace_back([this, round] { administer(round); });
        const bool busy = m_ledger.waitForAcknowledged(random.bounded(1, 400));
        m_broker.kill();
        for (std::thread &client : clients)
            client.join();
        QVERIFY2(busy, "nothing was acknowledged");

        QElapsedTimer start;
        start.start();
        QVERIFY2(m_broker.start(), m_broker.complaint().constData());
        slowest = std::max(slowest, start.elapsed());
        m_port = m_broker.port();
        m_token = m_broker.ownerToken();
        const QStringList problems = checkHistory() + checkAdministration();
        QVERIFY2(problems.isEmpty(),
                 qPrintable(u"round %1:\n"_s.arg(round) + problems.join(u'\n')));
    }
    const QStringList problems = checkDeliveries() + checkOrder();
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    qInfo("%d rounds, %lld acknowledged, %lld calls, %lld in order, slowest start %lld ms", rounds,
          static_cast<long long>(m_ledger.acknowledgedTexts().size()),
          static_cast<long long>(m_endpoint.requests().size()),
          static_cast<long long>(m_inOrder.requests().size()), static_cast<long long>(slowest));
}

// What came since the last look; older rows were looked at then, and the webhook's feed reads on
// from where it was.
QStringList TestNothingAcknowledgedIsLost::checkHistory()
{
    const Position after = m_ledger.last();
    QList<QJsonObject> items;
    QByteArray from = after.page == 0
        ? QByteArray()
        : "&after=" + QByteArray::number(after.page) + '-' + QByteArray::number(after.sequence);
    for (;;) {
        const QJsonObject page = get("/v1/history/default/log?limit=1000" + from).json();
        const QJsonArray some = page["items"_L1].toArray();
        for (const QJsonValue &item : some)
            items.append(item.toObject());
        const QJsonValue next = page["next"_L1];
        if (some.isEmpty() || !next.isObject())
            break;
        from = "&after=" + QByteArray::number(next["page"_L1].toInteger()) + '-'
            + QByteArray::number(next["sequence"_L1].toInteger());
    }
    return m_ledger.check(items, after);
}

QStringList TestNothingAcknowledgedIsLost::checkAdministration()
{
    QStringList problems;
    const auto topics = m_ledger.takeTopics();
    for (const QByteArray &topic : topics)
        if (get("/v1/topics/default/" + topic).status != 200)
            problems.append(u"I8: topic %1 is gone"_s.arg(QString::fromLatin1(topic)));
    const auto secrets = m_ledger.takeRevoked();
    for (const QByteArray &secret : secrets)
        if (ask(m_port, secret, "GET", "/v1/status").status != 401)
            problems.append(u"I8: a revoked token works again"_s);
    return problems;
}

// W1: each acknowledged message came at least once. W2, W3: under one id, which carries it alone.
QStringList TestNothingAcknowledgedIsLost::checkDeliveries()
{
    QHash<QByteArray, QByteArray> idOf; // by text
    QHash<QByteArray, QByteArray> textOf; // by id
    QStringList problems;
    qsizetype seen = 0;
    const auto look = [&] {
        for (; seen < m_endpoint.requests().size(); ++seen) {
            const QByteArray &request = m_endpoint.requests()[seen];
            const qsizetype field = request.indexOf("\r\nwebhook-id: ") + 14;
            const QByteArray id = request.mid(field, request.indexOf("\r\n", field) - field);
            const QByteArray body = request.mid(request.indexOf("\r\n\r\n") + 4);
            const QByteArray text
                = QJsonDocument::fromJson(body).object()["text"_L1].toString().toLatin1();
            if (id.isEmpty() || idOf.value(text, id) != id || textOf.value(id, text) != text)
                problems.append(u"W2, W3: \"%1\" came as %2"_s.arg(QString::fromLatin1(text),
                                                                   QString::fromLatin1(id)));
            idOf.insert(text, id);
            textOf.insert(id, text);
        }
    };
    const auto texts = m_ledger.acknowledgedTexts();
    const auto missing = [&] {
        look();
        return std::count_if(texts.begin(), texts.end(),
                             [&](const QByteArray &text) { return !idOf.contains(text); });
    };
    // For as long as calls come: tens of thousands may have piled up behind the crashes.
    constexpr int kQuietMs = 5'000;
    qsizetype before = -1;
    while (missing() > 0 && std::exchange(before, seen) != seen)
        (void)QTest::qWaitFor([&] { return m_endpoint.requests().size() >= seen + 1000; },
                              kQuietMs);
    if (const auto lost = missing(); lost > 0)
        problems.append(u"W1: %1 of %2 acknowledged messages never came; %3 calls"_s.arg(lost)
                            .arg(texts.size())
                            .arg(m_endpoint.requests().size()));
    return problems;
}

// W4: a batch has the same bytes each time. W5: nobody overtakes: who comes for the first time
// stands behind all that came before.
QStringList TestNothingAcknowledgedIsLost::lookAtOrdered(const QByteArray &request)
{
    QStringList problems;
    const qsizetype field = request.indexOf("\r\nwebhook-id: ") + 14;
    const QByteArray id = request.mid(field, request.indexOf("\r\n", field) - field);
    const QByteArray body = request.mid(request.indexOf("\r\n\r\n") + 4);
    if (m_batches.value(id, body) != body)
        problems.append(u"W4: %1 came with other bytes"_s.arg(QString::fromLatin1(id)));
    m_batches.insert(id, body);
    const QJsonDocument json = QJsonDocument::fromJson(body);
    const QJsonArray events = json.isArray() ? json.array() : QJsonArray{json.object()};
    for (const QJsonValue &event : events) {
        const QByteArray text = event[u"text"_s].toString().toLatin1();
        const qint64 sequence = event[u"topic_sequence_number"_s].toInteger();
        if (m_cameInOrder.contains(text))
            continue;
        m_cameInOrder.insert(text);
        if (sequence <= m_furthest)
            problems.append(u"W5: %1 came behind %2"_s.arg(sequence).arg(m_furthest));
        m_furthest = std::max(m_furthest, sequence);
    }
    return problems;
}

QStringList TestNothingAcknowledgedIsLost::checkOrder()
{
    QStringList problems;
    qsizetype seen = 0;
    const auto texts = m_ledger.acknowledgedTexts();
    const auto missing = [&] {
        for (; seen < m_inOrder.requests().size(); ++seen)
            problems += lookAtOrdered(m_inOrder.requests()[seen]);
        return std::count_if(texts.begin(), texts.end(),
                             [&](const QByteArray &text) { return !m_cameInOrder.contains(text); });
    };
    constexpr int kQuietMs = 5'000; // as above
    qsizetype before = -1;
    while (missing() > 0 && std::exchange(before, seen) != seen)
        (void)QTest::qWaitFor([&] { return m_inOrder.requests().size() >= seen + 100; }, kQuietMs);
    if (const auto lost = missing(); lost > 0)
        problems.append(u"W1: %1 acknowledged messages never came in order"_s.arg(lost));
    return problems;
}

QTEST_GUILESS_MAIN(TestNothingAcknowledgedIsLost)
#include "tst_nothing_acknowledged_is_lost.moc"
