#include <QTest>

#include "server/webhooks/ordered_line.h"

using namespace parley;
using namespace std::chrono_literals;
using Place = OrderedLine::Place;

namespace {

const MonotonicTime kNow{100s};
const UtcTime kUtc = fromEpochMilliseconds(1732320000000);

Delivery delivery(int number, const std::string &key = "a", std::string body = "{}")
{
    Delivery out{.id = "msg_" + std::to_string(number),
                 .key = {NamespaceName::standard(), *TopicName::parse("t")}};
    out.line = static_cast<std::uint64_t>(number);
    out.orderingKey = key;
    out.body = std::move(body);
    out.createdAt = kUtc + std::chrono::milliseconds(number);
    return out;
}

using Ids = std::vector<std::string>;

Ids idsOf(std::optional<OrderedLine::Turn> turn)
{
    return turn ? turn->ids : Ids{};
}

} // namespace

class TestOrderedLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesNothingBeforeItIsLoaded();
    void headBlocksItsKeyOnly();
    void headWaitsForItsTime();
    void comesWhileItIsRead();
    void stallsUntilAPersonDecides();
    void whatIsHurriedGoesFirstAndByHand();
    void knowsWhoseTurnItIs();
    void theLastOfABatchGoesAlone();
    void anOlderOneTakesThePlaceOfTheHead();
    void aStallIsTheHeadsOwn();
    void aWaitIsTheHeadsOwn();
    void batchesEndByBytesAfterARestart();
    void takesTheHeadOut();
    void batchesWhatIsThere();
    void batchWaitsForCompany();
    void batchStaysAsItWas();
    void batchKeepsItsBytes();
    void longBodiesStayInTheJournal();
    void manyKeysEndWhole();
};

void TestOrderedLine::givesNothingBeforeItIsLoaded()
{
    OrderedLine line;
    line.append(delivery(2), kNow);
    QVERIFY(!line.next(kNow));
    line.load({delivery(1), delivery(2)}, kUtc, kNow); // 2 is known already
    QCOMPARE(line.size(), std::size_t{2});
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_1"});
}

void TestOrderedLine::headBlocksItsKeyOnly()
{
    OrderedLine line;
    line.load({}, kUtc, kNow);
    for (const int number : {1, 3})
        line.append(delivery(number), kNow);
    line.append(delivery(2, "b"), kNow);
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_1"});
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_2"});
    QVERIFY(!line.next(kNow + 1h));
    QVERIFY(line.placeOf("msg_1") == Place::Busy);
    QVERIFY(line.placeOf("msg_3") == Place::Behind);
    QVERIFY(line.placeOf("msg_4") == Place::None);
    line.gone("a");
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_3"});
    line.gone("a");
    line.gone("b");
    line.gone("c"); // nobody's
    QCOMPARE(line.size(), std::size_t{0});
}

void TestOrderedLine::headWaitsForItsTime()
{
    OrderedLine line;
    line.load({}, kUtc, kNow);
    line.append(delivery(1), kNow);
    QVERIFY(line.next(kNow));
    line.again("a", kNow + 5s);
    line.append(delivery(2), kNow + 1s); // wakes nobody
    QVERIFY(!line.next(kNow + 4999ms));
    QCOMPARE(*line.nextDue(), kNow + 5s);
    QCOMPARE(idsOf(line.next(kNow + 5s)), Ids{"msg_1"});
    line.again("a", kNow + 1h);
    line.hurry("msg_1");
    QCOMPARE(idsOf(line.next(kNow + 6s)), Ids{"msg_1"});
}

void TestOrderedLine::comesWhileItIsRead()
{
    OrderedLine line;
    Delivery waiting = delivery(1);
    waiting.state = DeliveryState::Waiting;
    waiting.attempts = 1;
    waiting.nextAttemptAt = kUtc + 10s;
    line.insert(waiting, kUtc, kNow);
    line.load({delivery(2)}, kUtc, kNow);
    QVERIFY(!line.next(kNow + 9s));
    QCOMPARE(idsOf(line.next(kNow + 10s)), Ids{"msg_1"});
}

void TestOrderedLine::stallsUntilAPersonDecides()
{
    OrderedLine line;
    Delivery held = delivery(1);
    held.state = DeliveryState::Held;
    held.reason = DeadReason::Exhausted;
    line.load({held, delivery(2)}, kUtc, kNow);
    QVERIFY(!line.next(kNow + 1h));
    line.hurry("msg_1");
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_1"});
    line.stall("a", 1);
    QVERIFY(!line.next(kNow + 1h));
    line.remove("msg_1"); // canceled
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_2"});
}

void TestOrderedLine::whatIsHurriedGoesFirstAndByHand()
{
    OrderedLine line;
    line.load({delivery(1), delivery(2, "b"), delivery(3, "c")}, kUtc, kNow);
    const auto first = line.next(kNow);
    QVERIFY(first && !first->byHand);
    line.again(first->key, kNow + 1h);
    QVERIFY(!line.isHurried());
    line.hurry(first->ids.front());
    line.hurry(first->ids.front()); // a second click
    QVERIFY(line.isHurried());
    const auto again = line.next(kNow);
    QCOMPARE(idsOf(again), first->ids);
    QVERIFY(again->byHand);
    QVERIFY(!line.isHurried());
    line.again(again->key, kNow);
    while (const auto next = line.next(kNow)) // its own retries are not by hand
        QVERIFY(!next->byHand);
}

void TestOrderedLine::knowsWhoseTurnItIs()
{
    OrderedLine line;
    line.load({delivery(1), delivery(2)}, kUtc, kNow);
    QVERIFY(!line.isTurn("a", "msg_1"));
    QVERIFY(line.next(kNow));
    QVERIFY(line.isTurn("a", "msg_1"));
    QVERIFY(!line.isTurn("a", "msg_2"));
    QVERIFY(!line.isTurn("b", "msg_1"));
    line.gone("a");
    QVERIFY(!line.isTurn("a", "msg_2"));
}

void TestOrderedLine::theLastOfABatchGoesAlone()
{
    OrderedLine line;
    line.setRules({3, 0ms, 1024});
    line.load({}, kUtc, kNow);
    line.append(delivery(1), kNow);
    line.append(delivery(2), kNow);
    QCOMPARE(idsOf(line.next(kNow)), (Ids{"msg_1", "msg_2"}));
    line.again("a", kNow, 1);
    line.remove("msg_1"); // canceled: its attempts are not the other's
    const auto alone = line.next(kNow);
    QCOMPARE(idsOf(alone), Ids{"msg_2"});
    QCOMPARE(alone->deliveries[0].batchId, std::string());
}

// It was sent past the line, and comes back.
void TestOrderedLine::anOlderOneTakesThePlaceOfTheHead()
{
    OrderedLine line;
    line.load({}, kUtc, kNow);
    line.append(delivery(2), kNow); // may be sent
    Delivery older = delivery(1);
    older.state = DeliveryState::Waiting;
    older.attempts = 1;
    older.nextAttemptAt = kUtc + 5s;
    line.insert(older, kUtc, kNow);
    QVERIFY(!line.next(kNow));
    QCOMPARE(idsOf(line.next(kNow + 5s)), Ids{"msg_1"});
    line.remove("msg_2"); // canceled meanwhile
    line.gone("a");
    QVERIFY(!line.next(kNow + 24h));
    QVERIFY(!line.nextDue());
    line.append(delivery(3), kNow);
    older = delivery(1);
    older.nextAttemptAt = kUtc + 1h;
    line.insert(older, kUtc, kNow);
    line.hurry("msg_1");
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_1"});
    line.gone("a");
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_3"}); // not when the other one was due
}

void TestOrderedLine::aStallIsTheHeadsOwn()
{
    OrderedLine line;
    line.load({delivery(2)}, kUtc, kNow);
    QVERIFY(line.next(kNow));
    line.stall("a", 1);
    Delivery older = delivery(1);
    line.insert(older, kUtc, kNow);
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_1"});
    line.gone("a");
    QVERIFY(!line.next(kNow + 1h)); // the other one still waits for a person
    line.hurry("msg_2");
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_2"});
}

// Whatever is sent before it, it keeps to its schedule.
void TestOrderedLine::aWaitIsTheHeadsOwn()
{
    OrderedLine line;
    line.load({delivery(2)}, kUtc, kNow);
    Delivery waiting = delivery(3);
    waiting.attempts = 1;
    waiting.nextAttemptAt = kUtc + 5s;
    line.insert(waiting, kUtc, kNow); // behind the other
    QVERIFY(line.next(kNow));
    line.again("a", kNow + 2s, 1);
    Delivery older = delivery(1);
    line.insert(older, kUtc, kNow); // in front of both, and it may go
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_1"});
    line.gone("a");
    QVERIFY(!line.next(kNow + 1999ms));
    QCOMPARE(*line.nextDue(), kNow + 2s);
    line.remove("msg_2"); // canceled
    QVERIFY(!line.next(kNow + 4999ms));
    QCOMPARE(idsOf(line.next(kNow + 5s)), Ids{"msg_3"});
}

void TestOrderedLine::batchesEndByBytesAfterARestart()
{
    OrderedLine line;
    line.setRules({10, 0ms, 1024});
    std::vector<Delivery> stored;
    for (int number = 1; number <= 3; ++number) {
        stored.push_back(delivery(number));
        stored.back().body.clear();
        stored.back().bodyBytes = 600;
    }
    line.load(std::move(stored), kUtc, kNow);
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_1"});
}

void TestOrderedLine::takesTheHeadOut()
{
    OrderedLine line;
    line.load({delivery(1), delivery(2), delivery(3)}, kUtc, kNow);
    line.remove("msg_2");
    line.remove("msg_1");
    line.remove("msg_1"); // once more does nothing
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_3"});
    line.again("a", kNow + 1h);
    line.remove("msg_3");
    QCOMPARE(line.size(), std::size_t{0});
    QVERIFY(!line.nextDue());
    QVERIFY(!line.oldest());
}

void TestOrderedLine::batchesWhatIsThere()
{
    OrderedLine line;
    line.setRules({3, 50ms, 1024});
    line.load({}, kUtc, kNow);
    for (int number = 1; number <= 4; ++number)
        line.append(delivery(number), kNow);
    const auto turn = line.next(kNow); // full at once
    QCOMPARE(idsOf(turn), (Ids{"msg_1", "msg_2", "msg_3"}));
    QCOMPARE(turn->deliveries.size(), std::size_t{3});
    for (const Delivery &each : turn->deliveries)
        QCOMPARE(each.batchId, std::string("msg_1"));
    line.gone("a");
    QCOMPARE(idsOf(line.next(kNow)), Ids{"msg_4"}); // it has waited while the others were sent
}

void TestOrderedLine::batchWaitsForCompany()
{
    OrderedLine line;
    line.setRules({3, 50ms, 1024});
    line.load({}, kUtc, kNow);
    line.append(delivery(1), kNow);
    QVERIFY(!line.next(kNow));
    QCOMPARE(*line.nextDue(), kNow + 50ms);
    line.append(delivery(2), kNow + 20ms);
    QVERIFY(!line.next(kNow + 49ms));
    QCOMPARE(idsOf(line.next(kNow + 50ms)), (Ids{"msg_1", "msg_2"}));
}

void TestOrderedLine::batchStaysAsItWas()
{
    OrderedLine line;
    line.setRules({3, 0ms, 1024});
    std::vector<Delivery> stored;
    for (int number = 1; number <= 4; ++number) {
        stored.push_back(delivery(number));
        stored.back().batchId = number <= 2 ? "msg_1" : "";
        stored.back().attempts = number <= 2 ? 1 : 0;
    }
    line.load(stored, kUtc, kNow);
    QVERIFY(line.placeOf("msg_2") == Place::Head);
    QVERIFY(line.placeOf("msg_3") == Place::Behind);
    QCOMPARE(idsOf(line.next(kNow)), (Ids{"msg_1", "msg_2"})); // not the third, though it fits
    line.again("a", kNow);
    QCOMPARE(idsOf(line.next(kNow)), (Ids{"msg_1", "msg_2"}));
    line.gone("a");
    QCOMPARE(idsOf(line.next(kNow)), (Ids{"msg_3", "msg_4"}));
}

void TestOrderedLine::batchKeepsItsBytes()
{
    OrderedLine line;
    line.setRules({100, 0ms, 250});
    line.load({}, kUtc, kNow);
    for (int number = 1; number <= 4; ++number)
        line.append(delivery(number, "a", std::string(100, 'x')), kNow);
    QCOMPARE(idsOf(line.next(kNow)), (Ids{"msg_1", "msg_2"})); // 201 bytes; three would be 302
    line.gone("a");
    QCOMPARE(idsOf(line.next(kNow)), (Ids{"msg_3", "msg_4"}));
}

void TestOrderedLine::longBodiesStayInTheJournal()
{
    OrderedLine line;
    line.load({}, kUtc, kNow);
    const std::string half(OrderedLine::kMaxBodyBytes / 2, 'x');
    for (int number = 1; number <= 3; ++number)
        line.append(delivery(number, std::to_string(number), half), kNow);
    QCOMPARE(line.next(kNow)->deliveries.size(), std::size_t{1});
    QCOMPARE(line.next(kNow)->deliveries.size(), std::size_t{1});
    const auto third = line.next(kNow);
    QVERIFY(third->deliveries.empty());
    QCOMPARE(third->ids, Ids{"msg_3"});
    line.gone("1"); // its room is free again
    line.append(delivery(4, "4", half), kNow);
    QCOMPARE(line.next(kNow)->deliveries.size(), std::size_t{1});
}

void TestOrderedLine::manyKeysEndWhole()
{
    OrderedLine line;
    line.load({}, kUtc, kNow);
    constexpr int kDeliveries = 10'000;
    for (int number = 0; number < kDeliveries; ++number)
        line.append(delivery(number, std::to_string(number % 97)), kNow);
    std::map<std::string, std::uint64_t> last;
    int seen = 0;
    MonotonicTime now = kNow;
    while (const auto turn = line.next(now)) {
        const Delivery &head = turn->deliveries.empty() ? delivery(0) : turn->deliveries.front();
        if (seen % 3 == 0 && head.attempts == 0 && seen < kDeliveries) {
            line.again(turn->key, now); // a failure
            ++seen;
            continue;
        }
        const auto number = std::stoull(turn->ids.front().substr(4));
        QVERIFY(!last.contains(turn->key) || last[turn->key] < number);
        last[turn->key] = number;
        line.gone(turn->key);
        ++seen;
    }
    QCOMPARE(line.size(), std::size_t{0});
    QCOMPARE(last.size(), std::size_t{97});
}

QTEST_GUILESS_MAIN(TestOrderedLine)
#include "tst_ordered_line.moc"
