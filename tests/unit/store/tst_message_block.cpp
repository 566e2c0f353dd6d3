#include <QTest>

#include "server/store/message_block.h"

using namespace parley;

namespace {

constexpr std::int64_t kTopic = 7;
constexpr std::uint64_t kPage = 4;

PublishedMessage message(std::uint64_t sequence, std::string bytes = "payload")
{
    PublishedMessage made{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    made.position = {kPage, sequence};
    made.time = fromEpochMilliseconds(1'795'000'000'000);
    made.publisherId = "ana";
    made.payload = {PayloadKind::Binary, std::move(bytes)};
    made.idempotencyKey = "01JDMKQ4N6W2ZT3V8H5Y7XACEB";
    return made;
}

std::string blockOf(std::uint64_t messages)
{
    MessageBlock block;
    block.begin(kTopic);
    for (std::uint64_t i = 1; i <= messages; ++i)
        if (!block.add(message(i)))
            return {};
    return block.bytes();
}

std::vector<std::uint64_t> read(const std::string &bytes, std::int64_t topicId = kTopic,
                                std::uint64_t page = kPage)
{
    std::vector<std::uint64_t> sequences;
    MessageBlockReader reader(topicId, page, bytes);
    PublishedMessage one = message(0);
    while (reader.next(one))
        sequences.push_back(one.position.sequence);
    return sequences;
}

using Sequences = std::vector<std::uint64_t>;

} // namespace

class tst_MessageBlock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsDamagedIsLeftOut_data();
    void whatIsDamagedIsLeftOut();
    void noFlippedBitIsTakenForAMessage();
    void anyBeginningOfItCanBeRead();
    void aBlockOfAnotherPlaceIsNotRead();
    void messagesComeBackAsTheyWere_data();
    void messagesComeBackAsTheyWere();
    void itEndsAtItsSizeAndItsPage();
};

void tst_MessageBlock::whatIsDamagedIsLeftOut_data()
{
    QTest::addColumn<int>("at"); // from the begin of the second record
    QTest::addColumn<std::uint8_t>("byte");
    QTest::addColumn<Sequences>("left");
    QTest::newRow("size beyond the end") << 3 << std::uint8_t{0x7f} << Sequences{1};
    QTest::newRow("size smaller than a head") << 0 << std::uint8_t{1} << Sequences{1};
    QTest::newRow("size into the next record") << 0 << std::uint8_t{0x60} << Sequences{1};
    QTest::newRow("checksum") << 4 << std::uint8_t{0xff} << Sequences{1, 3};
    QTest::newRow("sequence") << 8 << std::uint8_t{9} << Sequences{1, 3};
    QTest::newRow("time") << 16 << std::uint8_t{9} << Sequences{1, 3};
    QTest::newRow("kind") << 24 << std::uint8_t{9} << Sequences{1, 3};
    QTest::newRow("bytes of the key") << 25 << std::uint8_t{0xff} << Sequences{1, 3};
    QTest::newRow("bytes of the publisher") << 27 << std::uint8_t{0xff} << Sequences{1, 3};
    QTest::newRow("publisher") << 28 << std::uint8_t{'A'} << Sequences{1, 3};
}

void tst_MessageBlock::whatIsDamagedIsLeftOut()
{
    QFETCH(const int, at);
    QFETCH(const std::uint8_t, byte);
    QFETCH(const Sequences, left);
    std::string bytes = blockOf(3);
    bytes[bytes.size() / 3 + std::size_t(at)] = char(byte);
    QCOMPARE(read(bytes), left);
}

void tst_MessageBlock::noFlippedBitIsTakenForAMessage()
{
    const std::string whole = blockOf(3);
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        std::string bytes = whole;
        bytes[bit / 8] = char(bytes[bit / 8] ^ (1 << (bit % 8)));
        const Sequences left = read(bytes);
        QVERIFY(left.size() < 3);
        for (const std::uint64_t sequence : left)
            QVERIFY(sequence >= 1 && sequence <= 3);
    }
}

void tst_MessageBlock::anyBeginningOfItCanBeRead()
{
    const std::string whole = blockOf(3);
    for (std::size_t size = 0; size <= whole.size(); ++size)
        QCOMPARE(read(whole.substr(0, size)).size(), size / (whole.size() / 3));
}

void tst_MessageBlock::aBlockOfAnotherPlaceIsNotRead()
{
    QCOMPARE(read(blockOf(3), kTopic + 1), Sequences{});
    QCOMPARE(read(blockOf(3), kTopic, kPage + 1), Sequences{});
    QCOMPARE(read(blockOf(3)), (Sequences{1, 2, 3}));
}

void tst_MessageBlock::messagesComeBackAsTheyWere_data()
{
    QTest::addColumn<std::string>("payload");
    QTest::addColumn<std::string>("publisher");
    QTest::addColumn<std::string>("key");
    QTest::newRow("hostile bytes")
        << std::string("\0\xff'\n\x80", 5) << std::string("a\0b", 3) << std::string();
    QTest::newRow("nothing at all") << std::string() << std::string() << std::string();
    QTest::newRow("the largest") << std::string(Payload::kMaxBytes, 'x') << std::string(64, 'p')
                                 << std::string(64, 'k');
}

void tst_MessageBlock::messagesComeBackAsTheyWere()
{
    QFETCH(const std::string, payload);
    QFETCH(const std::string, publisher);
    QFETCH(const std::string, key);
    for (const PayloadKind kind : {PayloadKind::Text, PayloadKind::Binary}) {
        PublishedMessage sent = message(UINT64_MAX >> 1, payload);
        sent.payload.kind = kind;
        sent.publisherId = publisher;
        sent.idempotencyKey = key;
        MessageBlock block;
        block.begin(kTopic);
        QVERIFY(block.add(sent)); // the first one fits, whatever its size
        MessageBlockReader reader(kTopic, kPage, block.bytes());
        PublishedMessage got = message(0);
        QVERIFY(reader.next(got));
        QVERIFY(got.payload.bytes == payload);
        QCOMPARE(got.payload.kind, kind);
        QVERIFY(got.publisherId == publisher);
        QVERIFY(got.idempotencyKey == key);
        QCOMPARE(got.position, sent.position);
        QVERIFY(got.time == sent.time);
        QVERIFY(!reader.next(got));
    }
}

void tst_MessageBlock::itEndsAtItsSizeAndItsPage()
{
    MessageBlock block;
    block.begin(kTopic);
    std::uint64_t sequence = 1;
    while (block.add(message(sequence, std::string(1000, 'x'))))
        ++sequence;
    QCOMPARE(block.messages(), std::uint32_t(sequence - 1));
    QCOMPARE(block.last().sequence, sequence - 1);
    QVERIFY(block.bytes().size() <= MessageBlock::kUsualBytes);
    QVERIFY(block.bytes().size() + 1100 > MessageBlock::kUsualBytes);
    QCOMPARE(read(block.bytes()).size(), std::size_t(sequence - 1));

    block.begin(kTopic);
    QCOMPARE(block.messages(), std::uint32_t(0));
    QVERIFY(block.add(message(1)));
    PublishedMessage later = message(2);
    later.position.page = kPage + 1;
    QVERIFY(!block.add(later));
    QCOMPARE(block.messages(), std::uint32_t(1));
}

QTEST_APPLESS_MAIN(tst_MessageBlock)
#include "tst_message_block.moc"
