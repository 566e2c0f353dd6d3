#include <QTest>

#include "server/base/encoding.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Encoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromBase64Refuses_data();
    void fromBase64Refuses();
    void base64ThereAndBack_data();
    void base64ThereAndBack();
    void everyLengthComesBack();
    void onlyOneSpelling();
    void urlAlphabet();
    void hexDigits();
};

void tst_Encoding::fromBase64Refuses_data()
{
    QTest::addColumn<QByteArray>("text");

    for (const char *text :
         {"A",        "AA",     "AAA",   "AA=",   "A===",  "====",     "AA=A",       "=AAA",
          "AA==AAAA", "AA==\n", "AA ==", " AAAA", "AAAA ", "AA\n==",   "__8=",       "-_==",
          "A*==",     "AB==",   "AAB=",  "//9=",  "AAAAA", "AAAA====", "\xc3\xa9==", "AA==AA=="})
        QTest::addRow("'%s'", text) << QByteArray(text);
    QTest::newRow("zero byte") << QByteArray("AA\0=", 4);
}

void tst_Encoding::fromBase64Refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!fromBase64(text.toStdString()));
}

void tst_Encoding::base64ThereAndBack_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("empty") << QByteArray("") << QByteArray(""); // RFC 4648, section 10
    QTest::newRow("f") << QByteArray("f") << QByteArray("Zg==");
    QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8=");
    QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("foob") << QByteArray("foob") << QByteArray("Zm9vYg==");
    QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    QTest::newRow("both last digits") << QByteArray("\xfb\xff\xfe") << QByteArray("+//+");
}

void tst_Encoding::base64ThereAndBack()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, text);

    QCOMPARE(bytes(base64(plain.toStdString())), text);
    QCOMPARE(base64Size(static_cast<std::size_t>(plain.size())),
             static_cast<std::size_t>(text.size()));
    const auto back = fromBase64(text.toStdString());
    QVERIFY(back);
    QCOMPARE(bytes(*back), plain);
}

void tst_Encoding::everyLengthComesBack()
{
    std::string plain;
    for (int i = 0; i < 300; ++i) {
        const std::string text = base64(plain);
        QCOMPARE(bytes(text), bytes(plain).toBase64()); // Qt's, as an independent one
        QVERIFY(fromBase64(text) == plain);
        plain += static_cast<char>(i * 7);
    }
}

void tst_Encoding::onlyOneSpelling()
{
    // Of all 4-digit texts that end in padding, those that decode must encode to themselves.
    static constexpr std::string_view kDigits
        = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int accepted = 0;
    for (const char a : kDigits) {
        for (const char b : kDigits) {
            const std::string text{a, b, '=', '='};
            const auto plain = fromBase64(text);
            if (!plain)
                continue;
            ++accepted;
            QCOMPARE(bytes(base64(*plain)), bytes(text));
        }
    }
    QCOMPARE(accepted, 256);
}

void tst_Encoding::urlAlphabet()
{
    QCOMPARE(bytes(base64Url("\xfb\xff\xfe")), QByteArray("-__-"));
    QCOMPARE(bytes(base64Url("f")), QByteArray("Zg"));
    QCOMPARE(bytes(base64Url("fo")), QByteArray("Zm8"));
    QCOMPARE(bytes(base64Url("")), QByteArray(""));
    QCOMPARE(base64Url(std::string(32, 'x')).size(), std::size_t(43)); // the secret of a token
}

void tst_Encoding::hexDigits()
{
    QCOMPARE(bytes(hex(asBytes(std::string_view("\x00\x0f\xf0\xff", 4)))), QByteArray("000ff0ff"));
    QCOMPARE(bytes(hex({})), QByteArray(""));
}

QTEST_APPLESS_MAIN(tst_Encoding)
#include "tst_encoding.moc"
