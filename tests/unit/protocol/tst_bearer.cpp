#include <QTest>

#include "server/protocol/bearer.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Bearer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void takesTheExactBytes_data();
    void takesTheExactBytes();
    void absent();
};

namespace {

HttpRequest requestWith(const QByteArray &value)
{
    HttpRequest request;
    request.headers.push_back({"authorization", value.toStdString()});
    return request;
}

} // namespace

void tst_Bearer::refuses_data()
{
    QTest::addColumn<QByteArray>("value");

    for (const char *value : {"", "Bearer", "Bearer ", "Basic abc", "abc", "Bearer a b",
                              "Bearer a\t", "Bearer  abc", "Bearerabc", "Bearer \xc3\xa9"})
        QTest::addRow("'%s'", value) << QByteArray(value);
}

void tst_Bearer::refuses()
{
    QFETCH(QByteArray, value);

    const auto secret = bearerSecret(requestWith(value));
    QVERIFY(!secret);
    QCOMPARE(secret.error().code, ErrorCode::Unauthenticated);
}

void tst_Bearer::takesTheExactBytes_data()
{
    QTest::addColumn<QByteArray>("secret");

    QTest::newRow("usual") << QByteArray("prl_live_abc-_");
    QTest::newRow("padding") << QByteArray("abc==");
    QTest::newRow("10 KB") << QByteArray(10240, 'x'); // unknown, so 401 comes from the lookup
}

void tst_Bearer::takesTheExactBytes()
{
    QFETCH(QByteArray, secret);

    for (const char *scheme : {"Bearer ", "bearer ", "BEARER "}) {
        const auto got = bearerSecret(requestWith(scheme + secret));
        QVERIFY(got && *got);
        QCOMPARE(bytes(**got), secret);
    }
}

void tst_Bearer::absent()
{
    const auto secret = bearerSecret(HttpRequest{});
    QVERIFY(secret);
    QVERIFY(!*secret);
}

QTEST_APPLESS_MAIN(tst_Bearer)
#include "tst_bearer.moc"
