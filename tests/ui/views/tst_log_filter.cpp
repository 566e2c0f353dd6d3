#include <QSignalSpy>
#include <QTest>

#include "tests/ui/views/view_samples.h"
#include "ui/views/log_filter.h"
#include "ui/views/log_search.h"
#include "ui/views/log_store.h"
#include "ui/views/required_literal.h"

using namespace parley::ui;

class TestLogFilter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void matches_data();
    void matches();
    void prefilterNeverLosesAMatch_data();
    void prefilterNeverLosesAMatch();
    void foldedSearchFindsLongNeedles();
    void searchesInPieces();
    void cancelReportsNothing();
    void aNewSearchReplacesTheOld();
    void diesWhileSearching();
};

void TestLogFilter::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("open expression") << QStringLiteral("/abc");
    QTest::newRow("wrong expression") << QStringLiteral("/a(/");
    QTest::newRow("open quotation") << QStringLiteral("\"abc");
    QTest::newRow("topic without a name") << QStringLiteral("topic: x");
    QTest::newRow("too long") << QString(4097, u'x');
    QTest::newRow("too many terms") << QStringLiteral("x ").repeated(33);
}

void TestLogFilter::refuses()
{
    QFETCH(QString, text);
    const auto filter = LogFilter::parse(text);
    QVERIFY(!filter);
    QVERIFY(QString::fromStdString(filter.error().message).contains(QStringLiteral("character")));
}

void TestLogFilter::matches_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("expected");
    QTest::newRow("empty") << QString() << QByteArray("x") << true;
    QTest::newRow("only blanks") << QStringLiteral(" \t ") << QByteArray("x") << true;
    QTest::newRow("other case") << QStringLiteral("HoLa") << QByteArray("say hOlA") << true;
    QTest::newRow("case beyond ASCII") << QStringLiteral("Ñ") << QByteArray("\xc3\xb1") << false;
    QTest::newRow("at the very end") << QStringLiteral("z") << QByteArray("xyz") << true;
    QTest::newRow("longer than the text") << QStringLiteral("abcd") << QByteArray("abc") << false;
    QTest::newRow("Japanese") << QStringLiteral("駅の前") << QByteArray("朝、駅の前で") << true;
    QTest::newRow("phrase") << QStringLiteral("\"a b\"") << QByteArray("xa bx") << true;
    QTest::newRow("words, one missing") << QStringLiteral("a b") << QByteArray("a c") << false;
    QTest::newRow("expression") << QStringLiteral("/hola\\d+/") << QByteArray("hola12") << true;
    QTest::newRow("expression, case") << QStringLiteral("/HOLA/") << QByteArray("hola") << false;
    QTest::newRow("expression, any case")
        << QStringLiteral("/HOLA/i") << QByteArray("hola") << true;
    QTest::newRow("Kelvin sign") << QStringLiteral("/k/i") << QByteArray("\xe2\x84\xaa") << true;
    QTest::newRow("slash inside") << QStringLiteral("/a\\/b/") << QByteArray("a/b") << true;
    QTest::newRow("broken UTF-8") << QStringLiteral("/x.y/") << QByteArray("x\xffy") << true;
    QTest::newRow("topic") << QStringLiteral("topic:friends-publish") << QByteArray("x") << true;
    QTest::newRow("topic is no prefix")
        << QStringLiteral("topic:friends") << QByteArray("x") << false;
    QTest::newRow("topic prefix") << QStringLiteral("topic:friends-*") << QByteArray("x") << true;
    QTest::newRow("topic, all") << QStringLiteral("topic:*") << QByteArray("x") << true;
    QTest::newRow("publisher") << QStringLiteral("publisher:AN") << QByteArray("x") << true;
    QTest::newRow("combined") << QStringLiteral("topic:fr* /h./ publisher:ana ola")
                              << QByteArray("hola") << true;
    QTest::newRow("combined, one fails")
        << QStringLiteral("topic:fr* /h\\d/ ola") << QByteArray("hola") << false;
}

void TestLogFilter::matches()
{
    QFETCH(QString, filter);
    QFETCH(QByteArray, payload);
    QFETCH(bool, expected);
    LogStore store;
    LogRow row = sampleRow(0);
    row.payload = payload;
    store.append(row);
    store.appendGap(0, {}, {}, 1);
    const auto parsed = LogFilter::parse(filter);
    QVERIFY(parsed);
    QCOMPARE(parsed->matches(store.snapshot(), 1), expected);
    QVERIFY(parsed->matches(store.snapshot(), 2)); // a hole is news for every filter
}

void TestLogFilter::prefilterNeverLosesAMatch_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("literal");
    const auto row = [](const char *pattern, const char *literal) {
        QTest::newRow(pattern) << QString::fromLatin1(pattern) << QString::fromLatin1(literal);
    };
    row("hola\\d+", "hola");
    row("ab|cd", "");
    row("a(b|c)defg", "defg");
    row("abc?", "ab");
    row("abcd*e", "abc");
    row("ab{0,1}cd", "cd");
    row("abc+", "abc");
    row("[abc]def", "def");
    row("[]a]bc", "bc");
    row("[[:alpha:]]bc", "");
    row("\\Qa|b\\E", "");
    row("a\\.b", "a.b");
    row("\\x41bc", "");
    row("(?i)abc", "");
    row("(*UCP)abc", "");
    row("^abc$", "abc");
    row("a(bc", "");
    row("", "");
    row(".*", "");
    row("\\", "");
}

void TestLogFilter::prefilterNeverLosesAMatch()
{
    QFETCH(QString, pattern);
    QFETCH(QString, literal);
    QCOMPARE(requiredLiteral(pattern, Qt::CaseSensitive), literal);
}

void TestLogFilter::foldedSearchFindsLongNeedles()
{
    const QByteArray needle = QByteArray(300, 'A') + "b" + QByteArray(300, 'c');
    const ByteSearch search(needle, Qt::CaseInsensitive);
    QVERIFY(search.foundIn(QByteArray(1000, 'a') + needle.toUpper() + "tail"));
    QVERIFY(!search.foundIn(QByteArray(1000, 'a') + QByteArray(300, 'c')));
}

void TestLogFilter::searchesInPieces()
{
    LogStore store;
    const int rows = int(2 * LogSearch::kRowsPerPiece) + 10;
    for (int i = 1; i <= rows; ++i)
        store.append(sampleRow(i));
    LogSearch search;
    std::vector<quint64> all;
    std::vector<quint64> ends;
    connect(&search, &LogSearch::found, this, [&](const auto &numbers, quint64 to) {
        all.insert(all.end(), numbers.begin(), numbers.end());
        ends.push_back(to);
    });
    QSignalSpy finished(&search, &LogSearch::finished);
    search.start(*LogFilter::parse(QStringLiteral("celsius")), store.snapshot(), 1,
                 store.endNumber());
    store.clear(); // the search reads its own snapshot
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(!search.isRunning());
    QCOMPARE(ends, (std::vector<quint64>{50'001, 100'001, 100'011}));
    QCOMPARE(all.size(), std::size_t(rows / 5));
    QVERIFY(std::is_sorted(all.begin(), all.end()));
    QCOMPARE(all.front() % 5, quint64(4));
}

void TestLogFilter::cancelReportsNothing()
{
    LogStore store;
    for (int i = 0; i < 1000; ++i)
        store.append(sampleRow(i));
    LogSearch search;
    QSignalSpy found(&search, &LogSearch::found);
    QSignalSpy finished(&search, &LogSearch::finished);
    search.start({}, store.snapshot(), 1, store.endNumber());
    search.cancel();
    search.start({}, store.snapshot(), 1, 2); // its end comes after all that the first one sent
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(found.count(), 1);
    std::atomic_bool cancelled = true;
    QVERIFY(LogSearch::scan({}, store.snapshot(), 1, store.endNumber(), cancelled).size()
            <= LogSearch::kRowsPerLook);
}

void TestLogFilter::aNewSearchReplacesTheOld()
{
    LogStore store;
    for (int i = 0; i < 1000; ++i)
        store.append(sampleRow(i));
    LogSearch search;
    std::size_t matches = 0;
    connect(&search, &LogSearch::found, this,
            [&](const auto &numbers, quint64) { matches += numbers.size(); });
    QSignalSpy finished(&search, &LogSearch::finished);
    search.start({}, store.snapshot(), 1, store.endNumber());
    search.start(*LogFilter::parse(QStringLiteral("celsius")), store.snapshot(), 1,
                 store.endNumber());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(matches, std::size_t(200));
}

void TestLogFilter::diesWhileSearching()
{
    LogStore store;
    for (int i = 0; i < 60'000; ++i)
        store.append(sampleRow(i));
    auto search = std::make_unique<LogSearch>();
    QSignalSpy found(search.get(), &LogSearch::found);
    search->start({}, store.snapshot(), 1, store.endNumber());
    search.reset();
    QCoreApplication::processEvents();
    QCOMPARE(found.count(), 0);
}

QTEST_GUILESS_MAIN(TestLogFilter)
#include "tst_log_filter.moc"
