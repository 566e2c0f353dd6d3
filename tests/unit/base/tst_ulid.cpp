#include <algorithm>
#include <array>

#include <QTest>

#include "server/base/ulid.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Ulid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goldenValues_data();
    void goldenValues();
    void sortsByTime();
    void sameInputSameIdentifier();
    void randomPartIsAsked();
};

void tst_Ulid::goldenValues_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QByteArray>("random"); // 10 bytes, hex
    QTest::addColumn<QByteArray>("expected");

    // The time part of the first is the example of the ULID specification, 01ARYZ6S41 for
    // 1469918176385; the mixed one comes from
    // whole-number arithmetic in another language.
    QTest::newRow("example of the specification")
        << qint64(1469918176385) << QByteArray("00000000000000000000")
        << QByteArray("01ARYZ6S410000000000000000");
    QTest::newRow("all zero") << qint64(0) << QByteArray("00000000000000000000")
                              << QByteArray("00000000000000000000000000");
    QTest::newRow("all one") << qint64(0xffffffffffff) << QByteArray("ffffffffffffffffffff")
                             << QByteArray("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"); // the largest there is
    QTest::newRow("last bit") << qint64(0) << QByteArray("00000000000000000001")
                              << QByteArray("00000000000000000000000001");
    QTest::newRow("first random bit") << qint64(0) << QByteArray("80000000000000000000")
                                      << QByteArray("0000000000G000000000000000");
    QTest::newRow("mixed") << qint64(1795464000000) << QByteArray("0123456789abcdeffedc")
                           << QByteArray("01M84ZWWG004HMASW9NF6YZZPW");
}

void tst_Ulid::goldenValues()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QByteArray, random);
    QFETCH(QByteArray, expected);

    const QByteArray raw = QByteArray::fromHex(random);
    std::array<std::uint8_t, 10> part{};
    std::copy(raw.begin(), raw.end(), part.begin());
    const QByteArray ulid = bytes(makeUlid(fromEpochMilliseconds(milliseconds), part));
    QCOMPARE(ulid, expected);
}

void tst_Ulid::sortsByTime()
{
    const std::array<std::uint8_t, 10> high{255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    const std::array<std::uint8_t, 10> low{};
    for (std::int64_t ms : {0, 31, 32, 1023, 1024, 1048575})
        QVERIFY(makeUlid(fromEpochMilliseconds(ms), high)
                < makeUlid(fromEpochMilliseconds(ms + 1), low));
}

void tst_Ulid::sameInputSameIdentifier()
{
    const std::array<std::uint8_t, 10> part{1, 2, 3};
    const auto time = fromEpochMilliseconds(5);
    QCOMPARE(bytes(makeUlid(time, part)), bytes(makeUlid(time, part)));
}

void tst_Ulid::randomPartIsAsked()
{
    SystemRandom random;
    const auto time = fromEpochMilliseconds(5);
    const QByteArray first = bytes(makeUlid(time, random));
    const QByteArray second = bytes(makeUlid(time, random));
    QCOMPARE(first.left(10), second.left(10));
    QVERIFY(first != second);
}

QTEST_APPLESS_MAIN(tst_Ulid)
#include "tst_ulid.moc"
