#include <QTemporaryDir>
#include <QTest>

#include "server/base/ulid.h"
#include "server/store/tables.h"

using namespace parley;

class TestDeliverySearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void questionsNarrow_data();
    void questionsNarrow();
    void whatIsSearchedMustBeReadable();
    void pagesFollowEachOther_data();
    void pagesFollowEachOther();
    void timesAreThoseOfTheMessage();
    void aQuestionLooksAtSoManyAndNoMore();
    void textsCostByTheirSize();
    void oneShowsItsLastAttempt();
    void aResponseIsForgotten();

private:
    DeliveryTable &table() { return m_tables->deliveries(); }
    DeliverySearch &search() { return m_tables->deliverySearch(); }
    QByteArray idsOf(const DeliveryQuery &query)
    {
        QByteArray ids;
        const auto found = search().find(query);
        if (!found)
            return "failed: " + QByteArray::fromStdString(found.error().message);
        for (const FoundDelivery &one : found->deliveries)
            ids += QByteArray::fromStdString(one.delivery.id).mid(4) + ' ';
        return ids.trimmed();
    }
    void add(const char *id, const char *webhook, DeliveryState state, const char *topic,
             std::string body, std::vector<Attempt> attempts = {});

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Tables> m_tables;
};

namespace {

Attempt attemptOf(Outcome outcome, int status, std::string response = {})
{
    Attempt attempt;
    attempt.outcome = outcome;
    attempt.httpStatus = status;
    attempt.requestHead = "POST /hook HTTP/1.1\r\n\r\n";
    attempt.responseHead = status ? "HTTP/1.1 " + std::to_string(status) + "\r\n\r\n" : "";
    attempt.responseBody = std::move(response);
    return attempt;
}

std::string momentoBody(const std::string &escapedText)
{
    return R"({"cache":"default","topic":"a","topic_sequence_number":1,"text":")" + escapedText
        + "\"}";
}

} // namespace

void TestDeliverySearch::init()
{
    m_tables.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    auto tables = Tables::open(m_directory->path().toStdString());
    QVERIFY(tables);
    m_tables = std::make_unique<Tables>(std::move(*tables));
}

void TestDeliverySearch::add(const char *id, const char *webhook, DeliveryState state,
                             const char *topic, std::string body, std::vector<Attempt> attempts)
{
    Delivery delivery{.id = std::string("msg_") + id,
                      .webhookId = webhook,
                      .key = {NamespaceName::standard(), *TopicName::parse(topic)}};
    delivery.state = state;
    delivery.publisherId = std::string("by ") + webhook;
    delivery.reason = state == DeliveryState::Dead ? DeadReason::Exhausted : DeadReason::None;
    delivery.attempts = static_cast<std::uint32_t>(attempts.size());
    delivery.body = std::move(body);
    QVERIFY(table().add(delivery));
    std::uint32_t number = 0;
    for (Attempt &attempt : attempts) {
        attempt.deliveryId = delivery.id;
        attempt.number = ++number;
        QVERIFY(table().addAttempt(attempt));
    }
}

void TestDeliverySearch::questionsNarrow_data()
{
    QTest::addColumn<DeliveryQuery>("query");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, DeliveryQuery query, const char *expected) {
        query.mayRead = [](const TopicKey &) { return true; };
        QTest::newRow(name) << query << QByteArray(expected);
    };
    using enum DeliveryState;
    const auto pattern = [](const char *text) { return *EventPattern::parse(text); };
    row("everything", {}, "6 5 4 3 2 1");
    row("an id", {.id = "msg_3"}, "3");
    row("an id of another webhook", {.id = "msg_3", .webhookId = "w1"}, "");
    row("no such id", {.id = "msg_9"}, "");
    row("a webhook", {.webhookId = "w1"}, "6 4 2 1");
    row("no such webhook", {.webhookId = "w"}, "");
    row("a state", {.states = {Dead}}, "3 2");
    row("states in one order", {.states = {Waiting, Dead}}, "5 3 2");
    row("a state of a webhook", {.webhookId = "w1", .states = {Dead, Delivered}}, "4 2 1");
    row("a reason", {.reason = DeadReason::Exhausted}, "3 2");
    row("a reason that none has", {.reason = DeadReason::Gone}, "");
    row("last status", {.statusClasses = {5}}, "5 2");
    row("two classes", {.statusClasses = {2, 5}}, "5 4 2 1");
    row("no response", {.statusClasses = {DeliveryQuery::kNoResponse}}, "3");
    row("an outcome", {.outcomes = {Outcome::TlsError}}, "3");
    row("not of an attempt before", {.outcomes = {Outcome::Http4xx}}, "");
    row("not tried is no outcome", {.outcomes = {Outcome::Unknown}}, "");
    row("a topic", {.topic = *TopicName::parse("b")}, "5 3");
    row("a namespace", {.nameSpace = NamespaceName::standard()}, "6 5 4 3 2 1");
    row("another namespace", {.nameSpace = *NamespaceName::parse("other")}, "");
    row("a publisher", {.publisherId = "by w2"}, "5 3");
    row("text of a body", {.text = "hola"}, "1");
    row("letter case", {.text = "HOLA"}, "1");
    row("text of a response", {.text = "out of order"}, "5");
    row("text of a head", {.text = "HTTP/1.1 503"}, "2");
    row("text of an attempt before", {.text = "HTTP/1.1 404"}, "4");
    row("no such text", {.text = "hello"}, "");
    row("a pattern", {.pattern = pattern(R"({"kind":["order"]})")}, "4 2");
    row("a pattern and a state", {.states = {Dead}, .pattern = pattern(R"({"kind":["order"]})")},
        "2");
    row("a pattern in another format", {.pattern = pattern(R"({"n":[{"numeric":[">",6]}]})")}, "6");
    row("all at once", {.webhookId = "w1", .states = {Dead}, .statusClasses = {5}, .text = "order"},
        "2");
}

void TestDeliverySearch::questionsNarrow()
{
    QFETCH(DeliveryQuery, query);
    QFETCH(QByteArray, expected);
    using enum DeliveryState;
    add("1", "w1", Delivered, "a", momentoBody("hola"), {attemptOf(Outcome::Ok, 200)});
    add("2", "w1", Dead, "a", momentoBody(R"({\"kind\":\"order\"})"),
        {attemptOf(Outcome::Http4xx, 400), attemptOf(Outcome::Http5xx, 503)});
    add("3", "w2", Dead, "b", "not JSON", {attemptOf(Outcome::TlsError, 0)});
    add("4", "w1", Delivered, "a", momentoBody(R"({\"kind\":\"order\"})"),
        {attemptOf(Outcome::Http4xx, 404), attemptOf(Outcome::Ok, 204)});
    add("5", "w2", Waiting, "b", "{}", {attemptOf(Outcome::Http5xx, 500, "Out of order")});
    add("6", "w1", Queued, "a", R"({"type":"topic.message","data":{"text":"{\"n\":7}"}})");
    QCOMPARE(idsOf(query), expected);
}

void TestDeliverySearch::whatIsSearchedMustBeReadable()
{
    add("1", "w1", DeliveryState::Queued, "a", momentoBody(R"({\"kind\":\"order\"})"));
    add("2", "w1", DeliveryState::Queued, "b", momentoBody(R"({\"kind\":\"order\"})"));
    DeliveryQuery query{.text = "order"};
    QCOMPARE(idsOf(query), QByteArray()); // nobody may, unless it is said
    query.mayRead = [](const TopicKey &key) { return key.topic.text() == "b"; };
    QCOMPARE(idsOf(query), QByteArray("2"));
    query.text.clear();
    QCOMPARE(idsOf(query), QByteArray("2 1")); // that they exist is no secret
    query.pattern = *EventPattern::parse(R"({"kind":["order"]})");
    QCOMPARE(idsOf(query), QByteArray("2"));
}

void TestDeliverySearch::pagesFollowEachOther_data()
{
    QTest::addColumn<DeliveryQuery>("query");
    QTest::newRow("of all") << DeliveryQuery{.limit = 2};
    QTest::newRow("of states") << DeliveryQuery{
        .states = {DeliveryState::Queued, DeliveryState::Dead, DeliveryState::Held}, .limit = 2};
    QTest::newRow("of a webhook") << DeliveryQuery{.webhookId = "w1", .limit = 2};
}

void TestDeliverySearch::pagesFollowEachOther()
{
    QFETCH(DeliveryQuery, query);
    const std::vector states{DeliveryState::Queued, DeliveryState::Dead, DeliveryState::Held};
    QByteArray all;
    for (char id = 'a'; id < 'h'; ++id) {
        add(std::string(1, id).c_str(), "w1", states[std::size_t(id) % 3], "a", "{}");
        all.prepend(QByteArray(1, id) + ' ');
    }
    QByteArray seen;
    int pages = 0;
    for (bool more = true; more && pages < 10; ++pages) {
        seen += idsOf(query) + ' ';
        const auto found = search().find(query);
        QVERIFY(found->deliveries.size() <= 2);
        more = found->next.has_value();
        query.before = found->next.value_or("");
    }
    QCOMPARE(seen, all);
    QCOMPARE(pages, 4);
}

void TestDeliverySearch::timesAreThoseOfTheMessage()
{
    constexpr std::array<std::uint8_t, 10> kMiddle{7};
    for (const int second : {1, 2, 3})
        add(makeUlid(fromEpochMilliseconds(second * 1000), kMiddle).c_str(), "w1",
            DeliveryState::Queued, "a", "{}");
    const auto count = [this](std::optional<int> from, std::optional<int> to) {
        DeliveryQuery query;
        if (from)
            query.from = fromEpochMilliseconds(*from);
        if (to)
            query.to = fromEpochMilliseconds(*to);
        return int(search().find(query)->deliveries.size());
    };
    QCOMPARE(count({}, {}), 3);
    QCOMPARE(count(2000, {}), 2);
    QCOMPARE(count(2001, {}), 1);
    QCOMPARE(count({}, 2000), 1);
    QCOMPARE(count({}, 2001), 2);
    QCOMPARE(count(2000, 3000), 1);
    QCOMPARE(count(3000, 2000), 0);
    QCOMPARE(count(-5, {}), 3);
}

void TestDeliverySearch::aQuestionLooksAtSoManyAndNoMore()
{
    constexpr int kRows = int(DeliverySearch::kMaxCost) + 500;
    QVERIFY(m_tables->beginTask());
    for (int i = 0; i < kRows; ++i)
        add(QByteArray::number(100'000 + i).constData(), i == 0 ? "rare" : "w1",
            DeliveryState::Delivered, "a", std::string(300, 'x'), {attemptOf(Outcome::Ok, 200)});
    m_tables->endTask(true);
    QVERIFY(m_tables->commit());
    DeliveryQuery query{.publisherId = "by rare"};
    auto found = search().find(query);
    QVERIFY(found->deliveries.empty());
    QCOMPARE(*found->next, "msg_" + std::to_string(100'000 + 500)); // the last it looked at
    query.before = *found->next;
    found = search().find(query);
    QCOMPARE(found->deliveries.size(), std::size_t(1));
    QVERIFY(!found->next);
    query = {.webhookId = "rare"}; // an index knows
    QCOMPARE(search().find(query)->deliveries.size(), std::size_t(1));
}

void TestDeliverySearch::textsCostByTheirSize()
{
    constexpr std::size_t kBytes = 100'000;
    constexpr std::size_t kLooked
        = DeliverySearch::kMaxCost * DeliverySearch::kBytesPerCost / kBytes + 1; // 7
    QVERIFY(m_tables->beginTask());
    for (std::size_t i = 0; i < 2 * kLooked; ++i)
        add(QByteArray::number(1000 + int(i)).constData(), "w1", DeliveryState::Queued, "a",
            std::string(kBytes, 'x'));
    m_tables->endTask(true);
    QVERIFY(m_tables->commit());
    DeliveryQuery query{.text = "y"};
    query.mayRead = [](const TopicKey &) { return true; };
    const auto found = search().find(query);
    QVERIFY(found->deliveries.empty());
    QVERIFY(found->next);
    QVERIFY2(*found->next > "msg_" + std::to_string(1000 + kLooked - 2), found->next->c_str());
}

void TestDeliverySearch::oneShowsItsLastAttempt()
{
    add("1", "w1", DeliveryState::Waiting, "a", "body",
        {attemptOf(Outcome::Ok, 200), attemptOf(Outcome::Http429, 429)});
    const auto one = search().one("msg_1");
    QVERIFY(one);
    QCOMPARE(one->delivery.body, std::string("body"));
    QCOMPARE(one->lastStatus, 429);
    QVERIFY(one->lastOutcome == Outcome::Http429);
    QVERIFY(!search().one("msg_2"));
}

void TestDeliverySearch::aResponseIsForgotten()
{
    add("1", "w1", DeliveryState::Waiting, "a", "body", {attemptOf(Outcome::Ok, 200, "secret")});
    QVERIFY(!*table().forgetResponse("msg_1", 2));
    QVERIFY(*table().forgetResponse("msg_1", 1));
    const auto attempts = table().attempts("msg_1");
    QCOMPARE(attempts.size(), std::size_t(1));
    QVERIFY(attempts[0].responseHead.empty() && attempts[0].responseBody.empty());
    QVERIFY(!attempts[0].requestHead.empty());
    QCOMPARE(attempts[0].httpStatus, 200);
}

QTEST_APPLESS_MAIN(TestDeliverySearch)
#include "tst_delivery_search.moc"
