#include <QTest>

#include "server/topics/topic_log.h"

using namespace parley;

namespace {

std::string key(int number)
{
    return "message-key-" + std::to_string(100'000 + number);
}

} // namespace

class TestIdempotencyWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anothersKeyIsAnother();
    void theOldestKeysGo();
    void aKeyKeepsItsFirstSequence();
    void aTopicStoresAKeyOnce();
    void aTopicRemembersWhatWasRestored();
};

void TestIdempotencyWindow::anothersKeyIsAnother()
{
    IdempotencyWindow window;
    window.add("ana", key(1), 7);
    QVERIFY(!window.find("luis", key(1)));
    QVERIFY(!window.find("", key(1)));
    QVERIFY(!window.find("ana", key(2)));
    QCOMPARE(*window.find("ana", key(1)), std::uint64_t(7));
}

void TestIdempotencyWindow::theOldestKeysGo()
{
    IdempotencyWindow window;
    constexpr int kKeys = int(IdempotencyWindow::kMaxKeys);
    for (int i = 0; i < kKeys; ++i)
        window.add("ana", key(i), std::uint64_t(i + 1));
    QVERIFY(window.find("ana", key(0)));
    window.add("ana", key(kKeys), std::uint64_t(kKeys + 1));
    QVERIFY(!window.find("ana", key(0)));
    QVERIFY(window.find("ana", key(1)));
    QVERIFY(window.find("ana", key(kKeys)));
}

void TestIdempotencyWindow::aKeyKeepsItsFirstSequence()
{
    IdempotencyWindow window;
    window.add("ana", key(1), 7);
    window.add("ana", key(1), 9);
    QCOMPARE(*window.find("ana", key(1)), std::uint64_t(7));
}

void TestIdempotencyWindow::aTopicStoresAKeyOnce()
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.page = 3;
    TopicLog log(topic, 0);
    const Payload payload{PayloadKind::Text, "hola"};
    QCOMPARE(*log.append(payload, "ana", UtcTime{}, key(1)), (Position{3, 1}));
    QCOMPARE(*log.append(payload, "ana", UtcTime{}), (Position{3, 2}));
    QCOMPARE(*log.append(payload, "ana", UtcTime{}, key(1)), (Position{3, 1}));
    QCOMPARE(*log.append(payload, "luis", UtcTime{}, key(1)), (Position{3, 3}));
    QCOMPARE(log.statistics().publishedMessages, std::uint64_t(3));
    QCOMPARE(log.lastPosition().sequence, std::uint64_t(3));
}

void TestIdempotencyWindow::aTopicRemembersWhatWasRestored()
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.page = 3;
    TopicLog log(topic, 0);
    const Payload payload{PayloadKind::Text, "hola"};
    const std::string restored = key(1);
    log.restore({5, UtcTime{}, "ana", restored}, payload);
    QCOMPARE(log.append(payload, "ana", UtcTime{}, restored)->sequence, std::uint64_t(5));
}

QTEST_APPLESS_MAIN(TestIdempotencyWindow)
#include "tst_idempotency_window.moc"
