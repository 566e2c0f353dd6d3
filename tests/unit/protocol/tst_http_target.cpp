#include <QTest>

#include "server/protocol/http_target.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_HttpTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void understands_data();
    void understands();
};

void tst_HttpTarget::refuses_data()
{
    QTest::addColumn<QByteArray>("target");

    for (const char *target :
         {"",           "a",         "*",          "a:80",          "ftp://a/",
          "/a%2fb",     "/a%2Fb",    "/a%00",      "/%2e%2e/admin", "/v1/../admin",
          "/..",        "/.",        "/v1/.",      "/v1/./a",       "/v1\\admin",
          "/..\\admin", "/#a",       "/?a=#",      "/\xc0\xaf",     "/é",
          "/\x7f",      "/a b",      "/a\tb",      "/?a=%4",        "/?a=%",
          "/?a=%zz",    "/?a=%-1",   "/?a=%ff",    "/?a=%c0%af",    "/?a=%ed%a0%80",
          "/?a=%0a",    "/?a=%00",   "/?a=%7f",    "/?a=1&a=2",     "/?a=1&%61=2",
          "/?a",        "/?=a",      "/?a=1&",     "/?&a=1",        "/?a=1&&b=2",
          "http://",    "http:///a", "http://?a=b"})
        QTest::addRow("'%s'", target) << QByteArray(target);
    QTest::newRow("zero byte") << QByteArray("/a\0b", 4);
}

void tst_HttpTarget::refuses()
{
    QFETCH(QByteArray, target);

    const auto parsed = parseTarget(target.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
}

void tst_HttpTarget::understands_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("expected");

    const auto row = [](const char *target, const char *expected) {
        QTest::newRow(target) << QByteArray(target) << QByteArray(expected);
    };
    row("/", "/");
    row("/?", "/");
    row("/v1/topics/default/home/kitchen", "/v1/topics/default/home/kitchen");
    row("/..a/b..c/...", "/..a/b..c/...");
    row("//a", "//a"); // as it is, never shortened
    row("/v1/history/default/$events/messages?limit=10&after=3-4211",
        "/v1/history/default/$events/messages limit=10 after=3-4211");
    row("/a?n=%E9%9B%AA&x=a+b%20c&e=", "/a n=雪 x=a+b c e=");
    row("/a?b=c=d?e/../f", "/a b=c=d?e/../f");
    row("http://localhost:8080/a?b=c", "localhost:8080 /a b=c");
    row("HTTPS://a", "a /");
    row("http://a?b=c", "a / b=c");
    row("http://user@a/", "user@a /"); // the host rule refuses it
}

void tst_HttpTarget::understands()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, expected);

    const auto parsed = parseTarget(target.toStdString());
    QVERIFY(parsed);
    std::string said = parsed->authority.empty() ? "" : parsed->authority + ' ';
    said += parsed->path;
    for (const auto &[name, value] : parsed->query)
        said += ' ' + name + '=' + value;
    QCOMPARE(bytes(said), expected);
}

QTEST_APPLESS_MAIN(tst_HttpTarget)
#include "tst_http_target.moc"
