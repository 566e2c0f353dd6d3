#include <QTest>

#include "server/protocol/limits.h"
#include "tests/unit/net/http2_fixture.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kJustBefore = 1ms;

} // namespace

// How long a client of HTTP/2 may take, and how its connection ends.
class tst_Http2Deadlines : public QObject, private Http2Conversation
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void deadlines_data();
    void deadlines();
    void aDrippingBodyIsAnswered();
    void anAnswerThatNobodyTakesIsDropped();
    void goingAwayFinishesWhatCame();
};

void tst_Http2Deadlines::deadlines_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("dripped"); // once a second
    QTest::addColumn<int>("seconds");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const std::string &stream, const std::string &dripped,
                        std::chrono::seconds time, int code) {
        QTest::newRow(name) << bytes(stream) << bytes(dripped) << int(time.count()) << code;
    };
    const std::string ping = http2Frame(h2::Ping, 0, 0, "12345678");
    row("no request", {}, {}, limits::kHeaderTime, h2::NoError);
    row("no request, but PINGs", {}, ping, limits::kHeaderTime, h2::NoError);
    row("no request, but a SETTINGS each second", {}, http2Frame(h2::Settings, 0, 0),
        limits::kHeaderTime, h2::NoError);
    row("fields without an end", http2Frame(h2::Headers, 0, 1, head("/")), {}, limits::kHeaderTime,
        h2::EnhanceYourCalm);
    row("idle", request(1, head("/")), {}, limits::kKeepAlive, h2::NoError);
    row("idle, but PINGs", request(1, head("/")), ping, limits::kKeepAlive, h2::NoError);
}

void tst_Http2Deadlines::deadlines()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const QByteArray, dripped);
    QFETCH(const int, seconds);
    QFETCH(const int, code);
    begin();
    say(stream.toStdString());
    for (int i = 1; i < seconds; ++i) {
        m_clock.advance(1s);
        say(dripped.toStdString());
        m_session->tick(m_clock.monotonic());
        QCOMPARE(goAwayCode(), -1);
    }
    m_clock.advance(1s - kJustBefore);
    m_session->tick(m_clock.monotonic());
    QVERIFY(!m_transport->closed);
    m_clock.advance(kJustBefore);
    m_session->tick(m_clock.monotonic());
    QCOMPARE(goAwayCode(), code);
    QVERIFY(m_transport->closed);
}

void tst_Http2Deadlines::aDrippingBodyIsAnswered()
{
    begin();
    say(request(1, head("/", true), false));
    for (int i = 1; i < limits::kBodyTime.count(); ++i) {
        m_clock.advance(1s);
        say(http2Frame(h2::Data, 0, 1, "x"));
        m_session->tick(m_clock.monotonic());
        QVERIFY(!isAnswered(1));
    }
    m_clock.advance(1s);
    m_session->tick(m_clock.monotonic());
    QVERIFY(body(1).contains("\"timeout\""));
    QCOMPARE(resetCode(1), int(h2::NoError));
    QCOMPARE(m_handler->handled, 0);
    QCOMPARE(m_session->held(), std::size_t(0));
    say(request(3, head("/"))); // the connection goes on
    QVERIFY(isAnswered(3));
}

void tst_Http2Deadlines::anAnswerThatNobodyTakesIsDropped()
{
    begin();
    say(setting(kInitialWindow, 0));
    say(request(1, head("/")));
    QVERIFY(isAnswered(1));
    for (int i = 1; i < limits::kKeepAlive.count(); ++i) {
        m_clock.advance(1s);
        say(http2Frame(h2::Ping, 0, 0, "12345678"));
        m_session->tick(m_clock.monotonic());
    }
    QCOMPARE(resetCode(1), -1);
    m_clock.advance(1s);
    m_session->tick(m_clock.monotonic());
    QCOMPARE(resetCode(1), int(h2::Cancel));
    QCOMPARE(m_session->streams(), std::size_t(0));
}

void tst_Http2Deadlines::goingAwayFinishesWhatCame()
{
    begin();
    say(request(1, head("/later", true)));
    say(request(3, head("/", true), false));
    m_session->goAway();
    QCOMPARE(goAwayCode(), int(h2::NoError));
    QCOMPARE(numberOf(said(h2::GoAway, 0).back().body.substr(0, 4)), 3u); // taken up to here
    say(request(5, head("/", true))); // came too late
    QCOMPARE(m_handler->handled, 1);
    say(http2Frame(h2::Data, h2::EndStream, 3, "x"));
    QCOMPARE(body(3), QByteArray("{\"bytes\":1}"));
    QVERIFY(!m_transport->closed);
    m_handler->later.front()->respond(HttpResponse::json(200, "{}"));
    QCOMPARE(body(1), QByteArray("{}"));
    QVERIFY(m_transport->closed);
    QVERIFY(!isAnswered(5));
}

QTEST_APPLESS_MAIN(tst_Http2Deadlines)
#include "tst_http2_deadlines.moc"
