#include <QtTest>

#include "tests/bench/peers/record_reader.h"

using namespace parley::bench;

namespace {

constexpr std::size_t kPayloadBytes = 16;
const std::string kHead = "HEAD ";
const std::string kTail = "\r\n";

std::string payload(int number)
{
    ExpectedPayload expected(kPayloadBytes);
    for (int i = 1; i < number; ++i)
        expected.next();
    return std::string(expected.text());
}

std::string records(const QList<int> &numbers)
{
    std::string bytes;
    for (const int number : numbers)
        bytes += kHead + payload(number) + kTail;
    return bytes;
}

// Acknowledgements as one digit each.
class DigitAcks final : public AckReader
{
private:
    std::size_t parse(std::string_view bytes) override
    {
        for (const char digit : bytes)
            acknowledge(std::uint64_t(digit - '0'));
        return bytes.size();
    }
};

} // namespace

// The check that every figure rests on: what arrives is what was sent, once and in order.
class TestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunWithAFaultIsVoid_data();
    void aRunWithAFaultIsVoid();
    void countsWhatArrivesWhereverItIsCut();
    void payloadsCountOnOverTheNines();
    void acknowledgementsLeaveNoHole_data();
    void acknowledgementsLeaveNoHole();
};

void TestReader::aRunWithAFaultIsVoid_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const std::string &bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    row("the first is lost", records({2}));
    row("one is lost", records({1, 2, 4}));
    row("one comes twice", records({1, 2, 2, 3}));
    row("two changed places", records({1, 3, 2}));
    std::string damaged = records({1, 2});
    damaged[damaged.size() - kTail.size() - 1] = 'y';
    row("damaged at its end", damaged);
    row("shorter than it was sent",
        records({1}) + kHead + payload(2).substr(1) + kTail + records({3}));
    row("longer than it was sent", records({1}) + kHead + payload(2) + 'x' + kTail);
    row("of another topic", "HAND " + payload(1) + kTail);
    row("something else", records({1}) + "ERROR\r\n");
}

void TestReader::aRunWithAFaultIsVoid()
{
    QFETCH(QByteArray, bytes);
    RecordReader reader(kHead, kPayloadBytes, kTail);
    QVERIFY_EXCEPTION_THROWN(reader.feed(bytes.toStdString()), Failure);
}

void TestReader::countsWhatArrivesWhereverItIsCut()
{
    const std::string bytes = records({1, 2, 3});
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        RecordReader reader(kHead, kPayloadBytes, kTail);
        reader.feed(std::string_view(bytes).substr(0, cut));
        QCOMPARE(reader.received(), std::uint64_t(cut / (bytes.size() / 3)));
        reader.feed(std::string_view(bytes).substr(cut));
        QCOMPARE(reader.received(), std::uint64_t(3));
    }
}

void TestReader::payloadsCountOnOverTheNines()
{
    QCOMPARE(payload(1), std::string("0000000001xxxxxx"));
    QCOMPARE(payload(10), std::string("0000000010xxxxxx"));
    QCOMPARE(payload(1000), std::string("0000001000xxxxxx"));
}

void TestReader::acknowledgementsLeaveNoHole_data()
{
    QTest::addColumn<QByteArray>("sequences");
    QTest::addColumn<int>("acknowledged"); // -1: void
    QTest::newRow("not from the begin") << QByteArray("23") << -1;
    QTest::newRow("one is missing") << QByteArray("124") << -1;
    QTest::newRow("one comes twice") << QByteArray("1223") << -1;
    QTest::newRow("out of order") << QByteArray("132") << -1;
    QTest::newRow("all") << QByteArray("12345") << 5;
}

void TestReader::acknowledgementsLeaveNoHole()
{
    QFETCH(QByteArray, sequences);
    QFETCH(int, acknowledged);
    DigitAcks reader;
    if (acknowledged < 0) {
        QVERIFY_EXCEPTION_THROWN(reader.feed(sequences.toStdString()), Failure);
        return;
    }
    reader.feed(sequences.toStdString());
    QCOMPARE(reader.received(), std::uint64_t(acknowledged));
}

QTEST_APPLESS_MAIN(TestReader)
#include "tst_reader.moc"
