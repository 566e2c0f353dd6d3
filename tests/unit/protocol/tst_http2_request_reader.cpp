#include <QTest>

#include <vector>

#include "server/protocol/http2_request_reader.h"
#include "server/protocol/limits.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

using Fields = std::vector<std::pair<std::string, std::string>>;
Q_DECLARE_METATYPE(Fields)

class tst_Http2RequestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void theFirstFailureStays();
    void readsARequest();
    void cookiesBecomeOne();
    void eitherNameOfTheHost_data();
    void eitherNameOfTheHost();
    void sizeLimit();
    void countLimit();
    void declaredLength();
    void expectation();
};

namespace {

const Fields kGet{{":method", "GET"},
                  {":scheme", "http"},
                  {":path", "/v1/health"},
                  {":authority", "localhost:8080"}};

Fields with(Fields fields, std::initializer_list<std::pair<std::string, std::string>> more)
{
    fields.insert(fields.end(), more);
    return fields;
}

Fields withPath(const std::string &path)
{
    Fields fields = kGet;
    fields[2].second = path;
    return fields;
}

Fields without(std::size_t index)
{
    Fields fields = kGet;
    fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(index));
    return fields;
}

Http2RequestReader fed(const Fields &fields)
{
    Http2RequestReader reader;
    for (const auto &[name, value] : fields)
        reader.take(name, value);
    return reader;
}

} // namespace

void tst_Http2RequestReader::refuses_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<int>("status");

    QTest::newRow("nothing") << Fields{} << 400;
    QTest::newRow("no method") << without(0) << 400;
    QTest::newRow("no scheme") << without(1) << 400;
    QTest::newRow("no path") << without(2) << 400;
    QTest::newRow("no authority") << without(3) << 400;
    for (const auto &[name, value] : kGet)
        QTest::addRow("%s twice", name.c_str()) << with(kGet, {{name, value}}) << 400;
    QTest::newRow("an unknown pseudo-header") << with(kGet, {{":protocol", "websocket"}}) << 400;
    QTest::newRow("a bare colon") << with(kGet, {{":", "x"}}) << 400;
    QTest::newRow("a pseudo-header of answers") << with(kGet, {{":status", "200"}}) << 400;
    QTest::newRow("a pseudo-header last")
        << with(without(3), {{"accept", "*/*"}, {":authority", "localhost:8080"}}) << 400;
    QTest::newRow("a path in two") << withPath("/v1/health HTTP/1.1\r\nx: y") << 400;
    QTest::newRow("an empty path") << withPath("") << 400;
    QTest::newRow("a relative path") << withPath("v1/health") << 400;
    QTest::newRow("a whole URL") << withPath("http://localhost:8080/v1/health") << 400;
    QTest::newRow("an asterisk without OPTIONS") << withPath("*") << 400;
    QTest::newRow("dot segments") << withPath("/v1/x/../health") << 400;
    QTest::newRow("a percent sign") << withPath("/v1/%68ealth") << 400;
    QTest::newRow("a backslash") << withPath("/v1\\health") << 400;
    QTest::newRow("a fragment") << withPath("/v1/health#x") << 400;
    QTest::newRow("a parameter twice") << withPath("/v1/health?a=1&a=2") << 400;
    QTest::newRow("a long path") << withPath('/' + std::string(limits::kTargetBytes, 'a')) << 414;
    QTest::newRow("CONNECT") << Fields{{":method", "CONNECT"}, {":authority", "localhost:8080"}}
                             << 501;
    QTest::newRow("TRACE") << with({{":method", "TRACE"}}, {}) << 501;
    QTest::newRow("a method in lower case") << Fields{{":method", "get"}} << 501;
    QTest::newRow("an unknown scheme")
        << Fields{{":method", "GET"}, {":scheme", "ftp"}, {":path", "/"}, {":authority", "a"}}
        << 400;
    QTest::newRow("an upper-case name") << with(kGet, {{"Accept", "*/*"}}) << 400;
    QTest::newRow("an empty name") << with(kGet, {{"", "x"}}) << 400;
    QTest::newRow("a name with a space") << with(kGet, {{"a b", "x"}}) << 400;
    QTest::newRow("a name with a colon") << with(kGet, {{"a:b", "x"}}) << 400;
    QTest::newRow("a line break in a value") << with(kGet, {{"x", "a\r\nb: c"}}) << 400;
    QTest::newRow("a zero in a value") << with(kGet, {{"x", std::string("a\0b", 3)}}) << 400;
    QTest::newRow("a space before a value") << with(kGet, {{"x", " a"}}) << 400;
    QTest::newRow("a tab behind a value") << with(kGet, {{"x", "a\t"}}) << 400;
    for (const char *name :
         {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"})
        QTest::newRow(name) << with(kGet, {{name, "chunked"}}) << 400;
    QTest::newRow("te: gzip") << with(kGet, {{"te", "gzip"}}) << 400;
    QTest::newRow("te: trailers and more") << with(kGet, {{"te", "trailers, gzip"}}) << 400;
    QTest::newRow("another host") << with(kGet, {{"host", "elsewhere:8080"}}) << 400;
    QTest::newRow("an empty host") << with(kGet, {{"host", ""}}) << 400;
    QTest::newRow("host twice") << with(without(3),
                                        {{"host", "localhost:8080"}, {"host", "localhost:8080"}})
                                << 400;
    QTest::newRow("authorization twice")
        << with(kGet, {{"authorization", "Bearer a"}, {"authorization", "Bearer b"}}) << 400;
    QTest::newRow("content-length twice")
        << with(kGet, {{"content-length", "0"}, {"content-length", "0"}}) << 400;
    QTest::newRow("content-length without a body") << with(kGet, {{"content-length", "1"}}) << 400;
    QTest::newRow("content-length no number") << with(kGet, {{"content-length", "+0"}}) << 400;
    QTest::newRow("a content coding") << with(kGet, {{"content-encoding", "gzip"}}) << 415;
    QTest::newRow("an expectation") << with(kGet, {{"expect", "tea"}}) << 417;
}

void tst_Http2RequestReader::refuses()
{
    QFETCH(const Fields, fields);
    const HttpCheck failed = fed(fields).finish(true);
    QVERIFY(failed.has_value());
    QTEST(failed->status, "status");
}

void tst_Http2RequestReader::theFirstFailureStays()
{
    Http2RequestReader reader = fed(with(kGet, {{"te", "gzip"}}));
    const std::size_t bytes = reader.bytes();
    for (int i = 0; i < 10'000; ++i)
        reader.take("x", std::string(4096, 'x'));
    QCOMPARE(reader.bytes(), bytes); // nothing more was kept
    const HttpCheck failed = reader.finish(true);
    QVERIFY(failed.has_value());
    QCOMPARE(failed->status, 400);
}

void tst_Http2RequestReader::readsARequest()
{
    Http2RequestReader reader = fed({{":path", "/v1/history/default/a?limit=5"},
                                     {":authority", "LocalHost:8080"},
                                     {":scheme", "https"},
                                     {":method", "GET"},
                                     {"te", "trailers"},
                                     {"accept", "a"},
                                     {"accept", "b"},
                                     {"host", "localhost:8080"}});
    const HttpCheck failed = reader.finish(true);
    QVERIFY(!failed.has_value());
    const HttpRequest &request = reader.request();
    QCOMPARE(request.method, std::string("GET"));
    QCOMPARE(request.path, std::string("/v1/history/default/a"));
    QCOMPARE(*request.parameter("limit"), std::string("5"));
    QCOMPARE(request.authority, std::string("LocalHost:8080"));
    QCOMPARE(*request.header("accept"), std::string("a, b"));
    QVERIFY(request.keepAlive);
    QVERIFY(!request.http10);
}

void tst_Http2RequestReader::cookiesBecomeOne()
{
    Http2RequestReader reader = fed(with(kGet, {{"cookie", "a=b"}, {"x", "y"}, {"cookie", "c=d"}}));
    QVERIFY(!reader.finish(true).has_value());
    QCOMPARE(*reader.request().header("cookie"), std::string("a=b; c=d"));
}

void tst_Http2RequestReader::eitherNameOfTheHost_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::newRow(":authority") << kGet;
    QTest::newRow("host") << with(without(3), {{"host", "localhost:8080"}});
    QTest::newRow("both") << with(kGet, {{"host", "localhost:8080"}});
}

void tst_Http2RequestReader::eitherNameOfTheHost()
{
    QFETCH(const Fields, fields);
    Http2RequestReader reader = fed(fields);
    QVERIFY(!reader.finish(true).has_value());
    QCOMPARE(reader.request().authority, std::string("localhost:8080"));
}

void tst_Http2RequestReader::sizeLimit()
{
    const std::size_t left
        = limits::kHeaderBytes - fed(kGet).bytes() - 1 - Http2RequestReader::kFieldOverhead;
    QVERIFY(!fed(with(kGet, {{"x", std::string(left, 'x')}})).finish(true).has_value());
    const HttpCheck failed = fed(with(kGet, {{"x", std::string(left + 1, 'x')}})).finish(true);
    QVERIFY(failed.has_value());
    QCOMPARE(failed->status, 431);
}

void tst_Http2RequestReader::countLimit()
{
    Fields fields = kGet;
    for (std::size_t i = 0; i < limits::kHeaderFields; ++i)
        fields.emplace_back("x", "y");
    QVERIFY(!fed(fields).finish(true).has_value());
    const HttpCheck failed = fed(with(fields, {{"x", "y"}})).finish(true);
    QVERIFY(failed.has_value());
    QCOMPARE(failed->status, 431);
}

void tst_Http2RequestReader::declaredLength()
{
    Http2RequestReader reader = fed(with(kGet, {{"content-length", "12"}}));
    QVERIFY(!reader.finish(false).has_value());
    QCOMPARE(reader.declaredLength().value_or(0), std::uint64_t(12));
    Http2RequestReader unknown = fed(kGet);
    QVERIFY(!unknown.finish(false).has_value());
    QVERIFY(!unknown.declaredLength());
}

void tst_Http2RequestReader::expectation()
{
    const Fields fields = with(kGet, {{"expect", "100-continue"}});
    Http2RequestReader waits = fed(fields);
    QVERIFY(!waits.finish(false).has_value());
    QVERIFY(waits.expectContinue());
    Http2RequestReader hasNoBody = fed(fields);
    QVERIFY(!hasNoBody.finish(true).has_value());
    QVERIFY(!hasNoBody.expectContinue());
}

QTEST_APPLESS_MAIN(tst_Http2RequestReader)
#include "tst_http2_request_reader.moc"
