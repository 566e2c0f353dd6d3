#include <QTest>

#include "server/protocol/utf8_validator.h"

using namespace parley;

namespace {

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

class tst_Utf8Validator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
    void refusesAtTheFirstWrongByte_data();
    void refusesAtTheFirstWrongByte();
    void everyPairOfBytesAgreesWithTheVectorised();
    void wrongByteBehindLongAscii();
    void staysRefusedUntilReset();
};

void tst_Utf8Validator::judges_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");

    QTest::newRow("lone continuation") << QByteArray("\x80") << false;
    QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << false;
    QTest::newRow("overlong of three") << QByteArray("\xe0\x9f\xbf") << false;
    QTest::newRow("overlong of four") << QByteArray("\xf0\x8f\xbf\xbf") << false;
    QTest::newRow("high surrogate") << QByteArray("\xed\xa0\x80") << false;
    QTest::newRow("low surrogate") << QByteArray("\xed\xbf\xbf") << false;
    QTest::newRow("above the last") << QByteArray("\xf4\x90\x80\x80") << false;
    QTest::newRow("F5") << QByteArray("\xf5\x80\x80\x80") << false;
    QTest::newRow("FF") << QByteArray("\xff") << false;
    QTest::newRow("cut after one of two") << QByteArray("\xc2") << false;
    QTest::newRow("cut after two of three") << QByteArray("\xe9\x9b") << false;
    QTest::newRow("cut after three of four") << QByteArray("\xf0\x9f\x98") << false;
    QTest::newRow("continuation missing") << QByteArray("\xe9\x9b"
                                                        "a")
                                          << false;
    QTest::newRow("one continuation too many") << QByteArray("\xc3\xa9\xa9") << false;
    QTest::newRow("empty") << QByteArray("") << true;
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << true;
    QTest::newRow("last of each length")
        << QByteArray("\x7f\xdf\xbf\xef\xbf\xbf\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("first of each length")
        << QByteArray("\x01\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80") << true;
    QTest::newRow("around the surrogates") << QByteArray("\xed\x9f\xbf\xee\x80\x80") << true;
    QTest::newRow("many tongues") << QByteArray(
        "Grüße, 雪, سلام, नमस्ते, 👩‍👩‍👧")
                                  << true;
}

void tst_Utf8Validator::judges()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, valid);

    QCOMPARE(isValidUtf8(view(text)), valid);
    for (qsizetype cut = 0; cut <= text.size(); ++cut) { // in two pieces, everywhere
        Utf8Validator validator;
        const bool fed
            = validator.feed(view(text.left(cut))) && validator.feed(view(text.mid(cut)));
        QCOMPARE(fed && validator.complete(), valid);
    }
    Utf8Validator bytewise;
    bool fed = true;
    for (const char c : text)
        fed = bytewise.feed({&c, 1}) && fed;
    QCOMPARE(fed && bytewise.complete(), valid);
}

void tst_Utf8Validator::refusesAtTheFirstWrongByte_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("good"); // bytes that may still continue

    QTest::newRow("overlong") << QByteArray("a\xe0\x80\x80") << 2;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << 1;
    QTest::newRow("beyond") << QByteArray("\xf4\x90\x80\x80") << 1;
    QTest::newRow("never a lead") << QByteArray("abc\xc1\x80") << 3;
}

void tst_Utf8Validator::refusesAtTheFirstWrongByte()
{
    QFETCH(QByteArray, text);
    QFETCH(int, good);

    Utf8Validator validator;
    QVERIFY(validator.feed(view(text.left(good))));
    QVERIFY(!validator.feed(view(text.mid(good, 1))));
}

void tst_Utf8Validator::everyPairOfBytesAgreesWithTheVectorised()
{
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            // Followed by what may complete a character, so that the ranges of both count.
            for (const std::string_view tail : {"", "\x80", "\x80\x80", "a"}) {
                std::string text{static_cast<char>(first), static_cast<char>(second)};
                text.append(tail);
                Utf8Validator validator;
                const bool valid = validator.feed(text) && validator.complete();
                if (valid != isValidUtf8(text))
                    QFAIL(qPrintable(QStringLiteral("%1 %2").arg(first).arg(second)));
            }
        }
    }
}

void tst_Utf8Validator::wrongByteBehindLongAscii()
{
    for (std::size_t before = 0; before < 40; ++before) {
        Utf8Validator validator;
        QVERIFY(!validator.feed(std::string(before, 'a') + '\xff' + std::string(40, 'a')));
    }
}

void tst_Utf8Validator::staysRefusedUntilReset()
{
    Utf8Validator validator;
    QVERIFY(!validator.feed("\xff"));
    QVERIFY(!validator.feed("a"));
    QVERIFY(!validator.complete());
    validator.reset();
    QVERIFY(validator.feed("a"));
    QVERIFY(validator.complete());
}

QTEST_APPLESS_MAIN(tst_Utf8Validator)
#include "tst_utf8_validator.moc"
