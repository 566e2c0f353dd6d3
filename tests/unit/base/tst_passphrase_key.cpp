#include <QTest>

#include "server/base/encoding.h"
#include "server/base/passphrase_key.h"

using namespace parley;

class tst_PassphraseKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCostOutOfRangeIsRefused_data();
    void aCostOutOfRangeIsRefused();
    void isTheKeyOfTheStandard();
};

void tst_PassphraseKey::aCostOutOfRangeIsRefused_data()
{
    QTest::addColumn<quint64>("n");
    QTest::addColumn<quint64>("r");
    QTest::addColumn<quint64>("p");
    QTest::newRow("n 0") << quint64(0) << quint64(8) << quint64(1);
    QTest::newRow("n 1") << quint64(1) << quint64(8) << quint64(1);
    QTest::newRow("no power of two") << quint64(1000) << quint64(8) << quint64(1);
    QTest::newRow("largest") << (quint64(1) << 63) << quint64(8) << quint64(1);
    QTest::newRow("too much memory") << (quint64(1) << 20) << quint64(32) << quint64(1);
    QTest::newRow("r 0") << quint64(16) << quint64(0) << quint64(1);
    QTest::newRow("r 33") << quint64(16) << quint64(33) << quint64(1);
    QTest::newRow("p 0") << quint64(16) << quint64(1) << quint64(0);
    QTest::newRow("p 17") << quint64(16) << quint64(1) << quint64(17);
}

void tst_PassphraseKey::aCostOutOfRangeIsRefused()
{
    QFETCH(quint64, n);
    QFETCH(quint64, r);
    QFETCH(quint64, p);
    const auto key = keyFromPassphrase("open", "salt", {n, r, p});
    QVERIFY(!key);
    QCOMPARE(key.error().code, ErrorCode::InvalidArgument);
}

// RFC 7914, section 12: the first 32 bytes do not depend on how many are asked for.
void tst_PassphraseKey::isTheKeyOfTheStandard()
{
    const auto key = keyFromPassphrase("password", "NaCl", {1024, 8, 16});
    QVERIFY(key);
    QCOMPARE(hex(asBytes(*key)),
             std::string("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"));
}

QTEST_GUILESS_MAIN(tst_PassphraseKey)
#include "tst_passphrase_key.moc"
