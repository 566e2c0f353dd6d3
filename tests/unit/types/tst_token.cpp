#include <QTest>

#include "server/types/token.h"

using namespace parley;

class tst_Token : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void validity_data();
    void validity();
};

void tst_Token::validity_data()
{
    QTest::addColumn<int>("validUntil"); // 0: no end
    QTest::addColumn<bool>("revoked");
    QTest::addColumn<int>("now");
    QTest::addColumn<bool>("valid");

    QTest::newRow("at its end") << 1000 << false << 1000 << false;
    QTest::newRow("after its end") << 1000 << false << 1001 << false;
    QTest::newRow("revoked without an end") << 0 << true << 1 << false;
    QTest::newRow("revoked before its end") << 1000 << true << 1 << false;
    QTest::newRow("just before") << 1000 << false << 999 << true;
    QTest::newRow("no end") << 0 << false << 2'000'000'000 << true;
}

void tst_Token::validity()
{
    QFETCH(int, validUntil);
    QFETCH(bool, revoked);
    QFETCH(int, now);
    QFETCH(bool, valid);

    Token token;
    if (validUntil)
        token.validUntil = fromEpochMilliseconds(validUntil);
    if (revoked)
        token.revokedAt = fromEpochMilliseconds(5000); // even a time to come counts at once
    QCOMPARE(token.isValidAt(fromEpochMilliseconds(now)), valid);
}

QTEST_APPLESS_MAIN(tst_Token)
#include "tst_token.moc"
