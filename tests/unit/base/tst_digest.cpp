#include <QTest>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Digest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownValues_data();
    void knownValues();
    void comparesAll_data();
    void comparesAll();
};

void tst_Digest::knownValues_data()
{
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<QByteArray>("expected");

    const auto row
        = [](const char *name, std::span<const std::uint8_t> digest, const char *expected) {
              QTest::newRow(name) << bytes(hex(digest)) << QByteArray(expected);
          };
    // FIPS 180-4 examples; RFC 4231, cases 1, 2 and 6.
    row("SHA-1 of abc", sha1("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    row("SHA-1 of nothing", sha1(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    row("SHA-256 of abc", sha256("abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    row("SHA-256 of nothing", sha256(""),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    row("HMAC 1", hmacSha256(std::string(20, '\x0b'), "Hi There"),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    row("HMAC 2", hmacSha256("Jefe", "what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    row("HMAC of a long key",
        hmacSha256(std::string(131, '\xaa'),
                   "Test Using Larger Than Block-Size Key - Hash Key First"),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    // Python's hmac.new(key, body, hashlib.sha3_256).
    row("HMAC-SHA3", hmacSha3("Jefe", "what do ya want for nothing?"),
        "c7d4072e788877ae3596bbb0da73b887c9171f93095b294ae857fbe2645e1ba5");
}

void tst_Digest::knownValues()
{
    QFETCH(QByteArray, digest);
    QFETCH(QByteArray, expected);
    QCOMPARE(digest, expected);
}

void tst_Digest::comparesAll_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("equal");

    QTest::newRow("first byte") << QByteArray("xbc") << QByteArray("abc") << false;
    QTest::newRow("last byte") << QByteArray("abx") << QByteArray("abc") << false;
    QTest::newRow("prefix") << QByteArray("ab") << QByteArray("abc") << false;
    QTest::newRow("behind a zero") << QByteArray("a\0x", 3) << QByteArray("a\0y", 3) << false;
    QTest::newRow("empty and not") << QByteArray("") << QByteArray("a") << false;
    QTest::newRow("both empty") << QByteArray("") << QByteArray("") << true;
    QTest::newRow("equal") << QByteArray("abc") << QByteArray("abc") << true;
}

void tst_Digest::comparesAll()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, equal);
    QCOMPARE(equalConstantTime(a.toStdString(), b.toStdString()), equal);
}

QTEST_APPLESS_MAIN(tst_Digest)
#include "tst_digest.moc"
