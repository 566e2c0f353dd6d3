#include <algorithm>
#include <cmath>
#include <cstdio>

#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"
#include "tests/system/room_walk.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// Follows one Spanish message from the writer's socket to the English and the Japanese reader,
// through every room of the house (ARCHITECTURE.md, section 3), and prints when each step was seen.
// The times are printed, not judged; what is judged is that each step happened, and what it said.
class TestOneMessageGoesThroughEveryStep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStepIsSeen();
    void whatWasSeenAgrees();
    void whatIsKeptAgrees();
    void nobodyMayDoMoreThanHisToken();
    void aThreatIsHeldInside();
    void timesOfManyMessages();

private:
    bool finished() const;
    QString refusal(const QByteArray &token, const QJsonObject &operation);

    BrokerProcess m_broker;
    RoomWalk m_walk;
};

namespace {

const QString kSpanish = u"¿Dónde está la biblioteca?"_s;

// Sentences that all differ, so that neither the phrasebook nor the cache answers.
QString sentence(int number)
{
    static const QStringList who{u"El perro"_s,  u"La mujer"_s,   u"El hombre"_s, u"La niña"_s,
                                 u"El vecino"_s, u"La maestra"_s, u"El gato"_s,   u"La abuela"_s};
    static const QStringList does{u"lee un libro"_s, u"come pan"_s, u"bebe agua"_s,
                                  u"abre la puerta"_s, u"escribe una carta"_s};
    static const QStringList where{
        u"en la casa"_s,           u"en la calle"_s,   u"cerca de la estación"_s, u"en el jardín"_s,
        u"delante de la tienda"_s, u"en la montaña"_s, u"detrás de la iglesia"_s};
    const auto each = int(who.size());
    return u"%1 %2 %3."_s.arg(who[number % each], does[number / each % int(does.size())],
                              where[number / each / int(does.size()) % int(where.size())]);
}

double percentile(std::vector<double> sorted, double share)
{
    std::sort(sorted.begin(), sorted.end());
    const auto rank = std::size_t(std::ceil(share * double(sorted.size())));
    return sorted.at(std::max<std::size_t>(rank, 1) - 1);
}

void print(const char *what, const std::vector<double> &ms)
{
    std::printf("  %-34s p50 %6.2f ms  p95 %6.2f ms  max %6.2f ms\n", what, percentile(ms, 0.5),
                percentile(ms, 0.95), percentile(ms, 1.0));
}

} // namespace

void TestOneMessageGoesThroughEveryStep::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    const QString problem = m_walk.open(m_broker.port(), m_broker.ownerToken());
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_walk.say(u"El tren llega tarde."_s); // starts Apertium's processes
    QVERIFY(m_walk.waitUntil([this] { return finished(); }));
}

bool TestOneMessageGoesThroughEveryStep::finished() const
{
    return m_walk.saw(u"delivery delivered"_s) && m_walk.saw(u"verdict"_s)
        && m_walk.saw(u"read in English"_s) && m_walk.saw(u"read in Spanish"_s)
        && m_walk.saw(u"read in Japanese"_s);
}

void TestOneMessageGoesThroughEveryStep::everyStepIsSeen()
{
    m_walk.say(kSpanish);
    QVERIFY(m_walk.waitUntil([this] { return finished(); }));
    std::printf("one message, handed to the socket at 0 ms:\n");
    for (const RoomWalk::Step &step : m_walk.steps())
        std::printf("  %7.2f ms  %s\n", step.ms, qPrintable(step.name));
    std::fflush(stdout);
    for (const QString &step :
         {u"acknowledged"_s, u"ordered and seen by the owner"_s, u"delivery sending"_s,
          u"function answered"_s, u"verdict"_s, u"delivery delivered"_s})
        QVERIFY2(m_walk.saw(step), qPrintable(step));
}

void TestOneMessageGoesThroughEveryStep::whatWasSeenAgrees()
{
    QCOMPARE(m_walk.published.item.position, m_walk.ack.position);
    QCOMPARE(m_walk.published.item.publisherId, u"Ana"_s); // from the token, not from the body
    QCOMPARE(m_walk.delivery.position, m_walk.ack.position);
    QCOMPARE(m_walk.delivery.state, u"delivered"_s);
    QCOMPARE(m_walk.attempt.httpStatus, 200);
    QCOMPARE(m_walk.attempt.number, 1U);
    QCOMPARE(m_walk.verdict["id"_L1].toString(), m_walk.messageId());
    QCOMPARE(m_walk.verdict["action"_L1].toString(), u"allow"_s);

    const client::ChatMessage &english = m_walk.english;
    QCOMPARE(english.id, m_walk.messageId());
    QCOMPARE(english.senderId, u"Ana"_s);
    QCOMPARE(english.translationStatus, u"ok"_s);
    QCOMPARE(english.engine, u"apertium"_s);
    QCOMPARE(english.sourceText, kSpanish);
    QVERIFY2(english.text.contains(u"library"_s), qPrintable(english.text));
    QCOMPARE(m_walk.spanish.translationStatus, u"same"_s);
    QCOMPARE(m_walk.spanish.text, kSpanish);
    QCOMPARE(m_walk.japanese.translationStatus, u"none"_s);
    QCOMPARE(m_walk.japanese.text, kSpanish); // the original, and says why
    QVERIFY(!m_walk.japanese.translationReason.isEmpty());
}

void TestOneMessageGoesThroughEveryStep::whatIsKeptAgrees()
{
    const auto get = [this](const QByteArray &target) {
        return ask(m_broker.port(), m_broker.ownerToken(), "GET", target).json();
    };
    const QJsonArray kept = get("/v1/history/default/walk-publish")["items"_L1].toArray();
    QCOMPARE(kept.size(), 2);
    QCOMPARE(kept.last()["sequence"_L1].toInteger(), qint64(m_walk.ack.position.sequence));
    const QJsonObject delivery = get("/v1/deliveries?limit=1")["deliveries"_L1][0].toObject();
    QCOMPARE(delivery["id"_L1].toString(), m_walk.delivery.id);
    QCOMPARE(delivery["state"_L1].toString(), u"delivered"_s);
    const QByteArray attempts = "/v1/deliveries/" + m_walk.delivery.id.toLatin1() + "/attempts";
    const QJsonArray tries = get(attempts)["attempts"_L1].toArray();
    QCOMPARE(tries.size(), 1);
    QVERIFY(tries[0]["requestHead"_L1].toString().startsWith(u"CALL function:room"_s));
}

QString TestOneMessageGoesThroughEveryStep::refusal(const QByteArray &token,
                                                    const QJsonObject &operation)
{
    RawWebSocket socket(m_broker.port(), token);
    return socket.call(operation)["error"_L1]["name"_L1].toString();
}

// Publish-only on the unmoderated topic, subscribe-only on the languages: nothing around it.
void TestOneMessageGoesThroughEveryStep::nobodyMayDoMoreThanHisToken()
{
    const auto publish = [](const QString &topic) {
        return QJsonObject{
            {u"op"_s, u"publish"_s}, {u"id"_s, 1}, {u"topic"_s, topic}, {u"text"_s, u"hi"_s}};
    };
    const auto subscribe = [](const QString &topic) {
        return QJsonObject{{u"op"_s, u"subscribe"_s}, {u"id"_s, 1}, {u"topic"_s, topic}};
    };
    const QString denied = u"permission_denied"_s;
    QCOMPARE(refusal(m_walk.writerToken(), subscribe(u"walk-publish"_s)), denied);
    QCOMPARE(refusal(m_walk.writerToken(), subscribe(u"walk-subscribe-english"_s)), denied);
    QCOMPARE(refusal(m_walk.writerToken(), publish(u"walk-subscribe-english"_s)), denied);
    QCOMPARE(refusal(m_walk.readerToken(), subscribe(u"walk-publish"_s)), denied);
    QCOMPARE(refusal(m_walk.readerToken(), publish(u"walk-publish"_s)), denied);
    QCOMPARE(refusal(m_walk.readerToken(), publish(u"walk-subscribe-spanish"_s)), denied);
}

void TestOneMessageGoesThroughEveryStep::aThreatIsHeldInside()
{
    m_walk.say(u"Te voy a matar"_s);
    QVERIFY(m_walk.waitUntil(
        [this] { return m_walk.saw(u"verdict"_s) && m_walk.saw(u"delivery delivered"_s); }));
    QCOMPARE(m_walk.verdict["action"_L1].toString(), u"hold"_s);
    m_walk.say(u"El cielo es azul."_s);
    QVERIFY(m_walk.waitUntil([this] { return finished(); }));
    QCOMPARE(m_walk.english.id, m_walk.messageId()); // nothing of the threat came before it
    QCOMPARE(m_walk.english.position.sequence, 3U);
}

void TestOneMessageGoesThroughEveryStep::timesOfManyMessages()
{
    constexpr int kMessages = 200; // fewer than the sentences that there are
    std::vector<double> acknowledged, english, original, delivered;
    for (int i = 0; i < kMessages; ++i) {
        m_walk.say(sentence(i));
        QVERIFY(m_walk.waitUntil([this] { return finished(); }));
        QCOMPARE(m_walk.english.translationStatus, u"ok"_s); // Apertium itself, not the cache
        QCOMPARE(m_walk.english.id, m_walk.messageId());
        acknowledged.push_back(m_walk.msOf(u"acknowledged"_s));
        english.push_back(m_walk.msOf(u"read in English"_s));
        original.push_back(m_walk.msOf(u"read in Spanish"_s));
        delivered.push_back(m_walk.msOf(u"delivery delivered"_s));
    }
    std::printf("%d messages, one after the other, from the writer's socket:\n", kMessages);
    print("acknowledged", acknowledged);
    print("original at the Spanish reader", original);
    print("translated at the English reader", english);
    print("delivery seen as delivered", delivered);
    std::fflush(stdout);
}

QTEST_GUILESS_MAIN(TestOneMessageGoesThroughEveryStep)
#include "tst_one_message_goes_through_every_step.moc"
