#include <future>

#include <QTemporaryDir>
#include <QTest>

#include "server/topics/message_search.h"

using namespace parley;

namespace {

std::shared_ptr<TopicLog> topicWith(Durability durability, std::uint64_t page = 3,
                                    std::uint64_t messages = 0)
{
    Topic topic{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    topic.durability = durability;
    topic.page = page;
    topic.retention.messages = messages;
    return std::make_shared<TopicLog>(std::move(topic), 0);
}

void publish(TopicLog &log, std::initializer_list<const char *> texts)
{
    for (const char *text : texts)
        QVERIFY(log.append({PayloadKind::Text, text}, "ana", UtcTime{}));
}

// Sequences of what was found; 999: no answer.
std::vector<std::uint64_t> found(MessageSearch &search, const std::shared_ptr<TopicLog> &log,
                                 SearchQuery query, std::uint64_t *next = nullptr)
{
    std::promise<Result<SearchResult>> answered;
    search.search(log, std::move(query),
                  [&](Result<SearchResult> result) { answered.set_value(std::move(result)); });
    const auto result = answered.get_future().get();
    if (!result)
        return {999};
    if (next)
        *next = result->position;
    std::vector<std::uint64_t> sequences;
    for (const std::string &item : result->items)
        sequences.push_back(decodeItem(item)->position.sequence);
    return sequences;
}

using Sequences = std::vector<std::uint64_t>;

} // namespace

class TestMessageSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_search = make();
    }
    void finds_data();
    void finds();
    void pagesOfResultsJoinWithoutAHole();
    void whatWasForgottenIsNotFound();
    void aTopicMadeAnewIsEmpty();
    void theIndexGoesOnAfterARestart();
    void aDamagedIndexIsMadeAnew();
    void binaryIsNotText();

private:
    QString file() const { return m_directory->filePath(QStringLiteral("search.db")); }
    std::unique_ptr<MessageSearch> make()
    {
        auto search = std::make_unique<MessageSearch>(file().toStdString(), Log(m_silent, "test"));
        search->start();
        return search;
    }

    SilentLog m_silent;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<MessageSearch> m_search;
};

void TestMessageSearch::finds_data()
{
    QTest::addColumn<Durability>("durability");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Sequences>("sequences");
    for (const auto durability : {Durability::Memory, Durability::Relaxed}) {
        const QByteArray name(wireName(durability).data());
        const auto row = [&](const char *what, const char *text, const Sequences &sequences) {
            QTest::newRow((name + ": " + what).constData())
                << durability << QByteArray(text) << sequences;
        };
        row("operators are text", "rain OR sun", {});
        row("a quotation mark", "\"wet\"", {5});
        row("a percent sign and an underscore", "100%_", {6});
        row("a star", "a*", {});
        row("nothing", "absent", {});
        row("in the middle of a word", "fterno", {1});
        row("any case", "RAIN", {2, 1});
        row("Japanese", "東京駅", {4, 3});
        row("Japanese of two characters", "東京", {4, 3});
        row("one character", "駅", {4, 3});
        row("emoji", "☔️☔️☔️", {});
        row("over a space", "in the", {1});
    }
}

void TestMessageSearch::finds()
{
    QFETCH(Durability, durability);
    QFETCH(QByteArray, text);
    QFETCH(Sequences, sequences);
    const auto log = topicWith(durability);
    publish(*log,
            {"Rain in the afternoon", "more rain", "東京駅で会いましょう", "明日は東京駅へ",
             R"(so "wet" here)", "100%_sure"});
    if (durability != Durability::Memory)
        m_search->add(log);
    QCOMPARE(found(*m_search, log, {.text = text.toStdString()}), sequences);
}

void TestMessageSearch::pagesOfResultsJoinWithoutAHole()
{
    for (const auto durability : {Durability::Memory, Durability::Durable}) {
        const auto log = topicWith(durability);
        for (int i = 1; i <= 2'500; ++i) // more than one group
            publish(*log, {i % 5 == 0 ? "every fifth" : "another"});
        log->commitThrough(2'500);
        if (durability != Durability::Memory)
            m_search->add(log);
        Sequences all;
        std::uint64_t before = UINT64_MAX;
        for (int page = 0; page < 100 && before != 0; ++page)
            for (const auto sequence :
                 found(*m_search, log, {.text = "FIFTH", .before = before, .limit = 33}, &before))
                all.push_back(sequence);
        QCOMPARE(all.size(), std::size_t(500));
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(all[i], std::uint64_t(2'500 - 5 * i));
    }
}

void TestMessageSearch::whatWasForgottenIsNotFound()
{
    const auto log = topicWith(Durability::Relaxed, 3, 2);
    m_search->add(log);
    publish(*log, {"needle one"});
    QCOMPARE(found(*m_search, log, {.text = "needle"}), Sequences{1});
    publish(*log, {"hay", "needle two"});
    QCOMPARE(found(*m_search, log, {.text = "needle"}), Sequences{3});
}

void TestMessageSearch::aTopicMadeAnewIsEmpty()
{
    const auto old = topicWith(Durability::Relaxed, 3);
    m_search->add(old);
    publish(*old, {"secret of the old topic"});
    QCOMPARE(found(*m_search, old, {.text = "secret"}), Sequences{1});
    m_search->remove(old);
    const auto successor = topicWith(Durability::Relaxed, 4);
    m_search->add(successor);
    publish(*successor, {"nothing here"});
    QVERIFY(found(*m_search, successor, {.text = "secret"}).empty());
    QCOMPARE(found(*m_search, successor, {.text = "nothing"}), Sequences{1});
}

void TestMessageSearch::theIndexGoesOnAfterARestart()
{
    const auto log = topicWith(Durability::Relaxed);
    m_search->add(log);
    publish(*log, {"before the restart"});
    QCOMPARE(found(*m_search, log, {.text = "restart"}), Sequences{1});
    m_search.reset();
    publish(*log, {"after the restart"});
    m_search = make();
    m_search->add(log);
    QCOMPARE(found(*m_search, log, {.text = "restart"}), (Sequences{2, 1}));
}

void TestMessageSearch::aDamagedIndexIsMadeAnew()
{
    const auto log = topicWith(Durability::Relaxed);
    m_search->add(log);
    publish(*log, {"found again"});
    QCOMPARE(found(*m_search, log, {.text = "again"}), Sequences{1});
    m_search.reset();
    QFile damaged(file());
    QVERIFY(damaged.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QVERIFY(damaged.write(QByteArray(8'192, '\xa5')) == 8'192);
    damaged.close();
    m_search = make();
    m_search->add(log);
    QCOMPARE(found(*m_search, log, {.text = "again"}), Sequences{1});
    QVERIFY(damaged.open(QIODevice::ReadOnly));
    QVERIFY(damaged.read(15) == QByteArray("SQLite format 3"));
}

void TestMessageSearch::binaryIsNotText()
{
    for (const auto durability : {Durability::Memory, Durability::Relaxed}) {
        const auto log = topicWith(durability);
        if (durability != Durability::Memory)
            m_search->add(log);
        QVERIFY(log->append({PayloadKind::Binary, "needle"}, "ana", UtcTime{}));
        QVERIFY(found(*m_search, log, {.text = "needle"}).empty());
    }
}

QTEST_APPLESS_MAIN(TestMessageSearch)
#include "tst_message_search.moc"
