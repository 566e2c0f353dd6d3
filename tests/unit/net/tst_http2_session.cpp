#include <QTest>

#include "server/protocol/limits.h"
#include "tests/unit/net/http2_fixture.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

// What a client may do to a connection of HTTP/2, and what it may not.
class tst_Http2Session : public QObject, private Http2Conversation
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void endsWithGoAway_data();
    void endsWithGoAway();
    void endsWithGoAwayWhenNobodyReads_data();
    void endsWithGoAwayWhenNobodyReads();
    void resetsOneStream_data();
    void resetsOneStream();
    void goesOn_data();
    void goesOn();
    void headerListsHaveALimit();
    void aStrangersStreamsAreFew();
    void aTokenInTheFirstRequestCountsAtOnce();
    void streamsHaveALimit();
    void heldRequestsHaveALimit();
    void requestsWaitWhileAnswersDo();
    void aThousandResetsAreForgiven();
    void settingsMayChangeNowAndThen();
};

void tst_Http2Session::endsWithGoAway_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const std::string &stream, int code) {
        QTest::newRow(name) << bytes(stream) << code;
    };
    const std::string fields = head("/");
    const std::string field = hpackField("a", "b");

    // Floods. CVE-2023-44487, CVE-2025-8671, CVE-2024-28182, CVE-2020-11080.
    row("rapid reset", times(1'001, [&](auto id) { return request(id, fields) + reset(id); }),
        h2::EnhanceYourCalm);
    row("rapid reset of half requests",
        times(1'001, [&](auto id) { return request(id, fields, false) + reset(id); }),
        h2::EnhanceYourCalm);
    row("has us reset its streams",
        times(1'001,
              [](auto id) { return request(id, head("/later", true)) + window(id, 0x7fffffff); }),
        h2::EnhanceYourCalm);
    row("CONTINUATION flood",
        http2Frame(h2::Headers, 0, 1, fields)
            + times(20, [&](auto) { return http2Frame(h2::Continuation, 0, 1, field); }),
        h2::EnhanceYourCalm);
    row("empty CONTINUATION flood",
        http2Frame(h2::Headers, 0, 1, fields)
            + times(20, [](auto) { return http2Frame(h2::Continuation, 0, 1); }),
        h2::EnhanceYourCalm);
    row("SETTINGS flood", times(101, [](auto) { return http2Frame(h2::Settings, 0, 0); }),
        h2::EnhanceYourCalm);
    std::string many;
    for (int id = 0; id < 100; ++id)
        many += bigEndian(0xf000u + static_cast<unsigned>(id), 2) + bigEndian(1, 4);
    row("a hundred settings in a frame", http2Frame(h2::Settings, 0, 0, many), h2::EnhanceYourCalm);

    row("connection window overflows", window(0, 0x7fffffff), h2::FlowControlError);
    row("connection window of 0 more", window(0, 0), h2::ProtocolError);
    row("initial window too large", setting(kInitialWindow, 0x80000000), h2::FlowControlError);
    row("longest frame too small", setting(5, 16'383), h2::ProtocolError);
    row("push is neither on nor off", setting(2, 2), h2::ProtocolError);
    row("frame over 16,384", http2Frame(h2::Data, 0, 1, std::string(16'385, 'x')),
        h2::FrameSizeError);
    row("SETTINGS of 5 bytes", http2Frame(h2::Settings, 0, 0, "12345"), h2::FrameSizeError);
    row("SETTINGS of a stream", http2Frame(h2::Settings, 0, 1), h2::ProtocolError);
    row("SETTINGS acknowledged with a value", http2Frame(h2::Settings, h2::Ack, 0, "123456"),
        h2::FrameSizeError);
    row("PING of 7 bytes", http2Frame(h2::Ping, 0, 0, "1234567"), h2::FrameSizeError);
    row("PING of a stream", http2Frame(h2::Ping, 0, 1, "12345678"), h2::ProtocolError);
    row("RST_STREAM of 3 bytes", http2Frame(h2::Reset, 0, 1, "123"), h2::FrameSizeError);
    row("RST_STREAM of nothing", reset(1), h2::ProtocolError);
    row("WINDOW_UPDATE of 3 bytes", http2Frame(h2::WindowUpdate, 0, 0, "123"), h2::FrameSizeError);
    row("window of 0 more", request(1, head("/later")) + window(1, 0), h2::ProtocolError);
    row("WINDOW_UPDATE of nothing", window(1, 1), h2::ProtocolError);
    row("DATA of no stream", http2Frame(h2::Data, 0, 0, "x"), h2::ProtocolError);
    row("DATA before HEADERS", http2Frame(h2::Data, 0, 1, "x"), h2::ProtocolError);
    row("padding longer than the frame", http2Frame(h2::Data, h2::Padded, 1, "\x05x"),
        h2::ProtocolError);
    row("HEADERS of no stream", http2Frame(h2::Headers, h2::EndHeaders, 0, fields),
        h2::ProtocolError);
    row("HEADERS of an even stream", request(2, fields), h2::ProtocolError);
    row("CONTINUATION of nothing", http2Frame(h2::Continuation, h2::EndHeaders, 1, fields),
        h2::ProtocolError);
    row("another stream inside a block",
        http2Frame(h2::Headers, 0, 1, fields) + http2Frame(h2::Data, 0, 3), h2::ProtocolError);
    row("unknown frame inside a block",
        http2Frame(h2::Headers, 0, 1, fields) + http2Frame(0xee, 0, 1), h2::ProtocolError);
    row("PUSH_PROMISE", http2Frame(h2::PushPromise, h2::EndHeaders, 1, bigEndian(2, 4) + fields),
        h2::ProtocolError);
    row("damaged fields", request(1, "\xff\xff\xff\xff\xff\xff\xff"), h2::CompressionError);
    row("a table larger than ours", request(1, "\x3f\xff\xff\x01" + fields), h2::CompressionError);
    row("an index that is not there", request(1, "\xfe" + fields), h2::CompressionError);
}

void tst_Http2Session::endsWithGoAway()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const int, code);
    begin();
    say(stream.toStdString());
    QCOMPARE(goAwayCode(), code);
    QVERIFY(m_transport->closed);
    const int handled = m_handler->handled;
    const std::size_t said = m_transport->said.size();
    say(request(9'001, head("/"))); // nothing behind it is read
    QCOMPARE(m_handler->handled, handled);
    QCOMPARE(m_transport->said.size(), said);
}

void tst_Http2Session::endsWithGoAwayWhenNobodyReads_data()
{
    QTest::addColumn<QByteArray>("stream");
    const auto row
        = [](const char *name, const std::string &stream) { QTest::newRow(name) << bytes(stream); };
    row("PING flood", times(10'000, [](auto) { return http2Frame(h2::Ping, 0, 0, "12345678"); }));
    row("requests", times(10'000, [](auto id) { return request(id, head("/")); }));
}

// What would have to be kept for a client that does not read has a bound.
void tst_Http2Session::endsWithGoAwayWhenNobodyReads()
{
    QFETCH(const QByteArray, stream);
    begin();
    m_transport->stalled = true;
    m_transport->waiting = limits::kUnsentBytes + 1;
    say(stream.toStdString());
    QCOMPARE(goAwayCode(), int(h2::EnhanceYourCalm));
    QVERIFY(m_transport->closed);
}

void tst_Http2Session::resetsOneStream_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const std::string &stream, int code) {
        QTest::newRow(name) << bytes(stream) << code;
    };
    const std::string open = request(1, head("/later", true), false);
    row("window overflows", open + window(1, 0x7fffffff), h2::FlowControlError);
    row("body shorter than it said",
        request(1, head("/", true, hpackField("content-length", "5")), false)
            + http2Frame(h2::Data, h2::EndStream, 1, "x"),
        h2::ProtocolError);
    row("body longer than it said",
        request(1, head("/", true, hpackField("content-length", "1")), false)
            + http2Frame(h2::Data, h2::EndStream, 1, "xx"),
        h2::ProtocolError);
    row("trailers without an end",
        open + http2Frame(h2::Headers, h2::EndHeaders, 1, hpackField("a", "b")), h2::ProtocolError);
    row("trailers with a pseudo-header field", open + request(1, hpackField(":path", "/")),
        h2::ProtocolError);
}

void tst_Http2Session::resetsOneStream()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const int, code);
    begin();
    say(stream.toStdString());
    QCOMPARE(resetCode(1), code);
    QCOMPARE(goAwayCode(), -1);
    QCOMPARE(m_handler->handled, 0);
    QCOMPARE(m_session->held(), std::size_t(0));
    say(request(3, head("/"))); // the others go on
    QVERIFY(isAnswered(3));
}

void tst_Http2Session::goesOn_data()
{
    QTest::addColumn<QByteArray>("stream"); // in the middle of a body of one byte
    const auto row
        = [](const char *name, const std::string &stream) { QTest::newRow(name) << bytes(stream); };
    row("empty DATA", times(10'000, [](auto) { return http2Frame(h2::Data, 0, 1); }));
    row("DATA of padding only", times(10'000, [](auto) {
            return http2Frame(h2::Data, h2::Padded, 1, {"\0", 1});
        }));
    row("PRIORITY",
        times(10'000, [](auto) { return http2Frame(h2::Priority, 0, 1, bigEndian(0, 4) + "x"); }));
    row("PRIORITY of streams to come", times(1'000, [](auto id) {
            return http2Frame(h2::Priority, 0, id + 2, bigEndian(1, 4) + "x");
        }));
    row("PRIORITY_UPDATE", http2Frame(0x10, 0, 0, bigEndian(1, 4) + "u=1"));
    row("unknown types",
        times(10'000, [](auto id) { return http2Frame(0x20 + id % 0xd0, 0xff, id % 3, "what"); }));
    row("unknown flags", http2Frame(h2::Ping, 0xfe, 0, "12345678"));
    row("unknown settings", times(90, [](auto id) { return setting(0x1000 + int(id), 1); }));
    row("windows byte by byte", times(10'000, [](auto) { return window(1, 1) + window(0, 1); }));
    row("windows of 0", setting(kInitialWindow, 0) + setting(kInitialWindow, 0x7fffffff));
}

void tst_Http2Session::goesOn()
{
    QFETCH(const QByteArray, stream);
    begin();
    say(request(1, head("/", true), false));
    say(stream.toStdString());
    say(http2Frame(h2::Data, h2::EndStream, 1, "x"));
    QCOMPARE(goAwayCode(), -1);
    QCOMPARE(body(1), QByteArray("{\"bytes\":1}"));
    QCOMPARE(m_session->streams(), std::size_t(0));
    QCOMPARE(m_session->held(), std::size_t(0));
}

void tst_Http2Session::headerListsHaveALimit()
{
    begin();
    const auto longField = [](std::size_t size) { return hpackField("a", std::string(size, 'x')); };
    say(request(1, head("/", false, longField(10'000))));
    QVERIFY(isAnswered(1));
    QCOMPARE(body(1), QByteArray("{\"bytes\":0}"));
    say(request(3, head("/", false, longField(16'200)))); // fits in a frame, with 32 a field not
    QVERIFY(body(3).contains("headers_too_large"));
    std::string fields;
    for (int i = 0; i < 101; ++i)
        fields += hpackField("a" + std::to_string(i), "");
    say(request(5, head("/", false, fields)));
    QVERIFY(body(5).contains("headers_too_large"));
    QCOMPARE(m_handler->handled, 1);
    QCOMPARE(goAwayCode(), -1);
}

// One of them has no window, so that they stay.
void tst_Http2Session::aStrangersStreamsAreFew()
{
    begin();
    say(setting(kInitialWindow, 0));
    constexpr int kFew = int(Http2Session::kStrangerStreams);
    say(times(kFew, [](auto id) { return request(id, head("/")); }));
    QCOMPARE(m_session->streams(), std::size_t(kFew));
    QCOMPARE(m_handler->handled, kFew);
    const std::uint32_t next = 2 * kFew + 1;
    say(request(next, head("/")));
    QCOMPARE(resetCode(next), int(h2::RefusedStream));
    QCOMPARE(m_handler->handled, kFew);
    say(window(1, 100)); // one is taken
    QCOMPARE(body(1), QByteArray("{\"bytes\":0}"));
    say(request(next + 2, head("/")));
    QCOMPARE(resetCode(next + 2), -1);
    QCOMPARE(m_handler->handled, kFew + 1);
    QVERIFY(!m_transport->established);
}

// A client library sends all that it has at once; none of it is a stranger's.
void tst_Http2Session::aTokenInTheFirstRequestCountsAtOnce()
{
    constexpr int kMany = 100;
    const std::string all = times(kMany, [](auto id) { return request(id, head("/", true)); });
    QVERIFY(all.size() < Http2Session::kPieceBytes); // they are read together
    say(std::string(kHttp2Preface) + http2Frame(h2::Settings, 0, 0));
    say(all);
    QCOMPARE(m_handler->handled, kMany);
    for (int i = 0; i < kMany; ++i)
        QCOMPARE(resetCode(static_cast<std::uint32_t>(2 * i + 1)), -1);
}

void tst_Http2Session::streamsHaveALimit()
{
    begin();
    constexpr int kMost = int(http2::kStreams);
    say(times(kMost, [](auto id) { return request(id, head("/later", true)); }));
    QCOMPARE(m_handler->later.size(), std::size_t(kMost));
    say(request(2 * kMost + 1, head("/later", true)));
    QCOMPARE(resetCode(2 * kMost + 1), int(h2::RefusedStream));
    m_handler->later.front()->respond(HttpResponse::json(200, "{}"));
    QVERIFY(isAnswered(1));
    say(request(2 * kMost + 3, head("/later", true)));
    QCOMPARE(resetCode(2 * kMost + 3), -1);
    QCOMPARE(m_handler->later.size(), std::size_t(kMost) + 1);
}

void tst_Http2Session::heldRequestsHaveALimit()
{
    begin();
    const std::string piece(16'384, 'x');
    constexpr std::uint32_t kBodies = Http2Session::kHeldBytes / kBodyLimit;
    std::uint32_t id = 1;
    for (std::uint32_t i = 0; i < kBodies; ++i, id += 2) {
        say(request(id, head("/", true), false));
        for (std::size_t at = piece.size(); at < kBodyLimit; at += piece.size())
            say(http2Frame(h2::Data, 0, id, piece)); // all but the last piece
    }
    QVERIFY(m_session->held() <= Http2Session::kHeldBytes);
    say(request(id, head("/", true), false));
    for (std::size_t at = 0; at <= kBodies * piece.size() && !isAnswered(id); at += piece.size())
        say(http2Frame(h2::Data, 0, id, piece));
    QVERIFY(body(id).contains("\"busy\""));
    QCOMPARE(resetCode(id), int(h2::NoError)); // the rest is not wanted
    QVERIFY(m_session->held() <= Http2Session::kHeldBytes);
    say(http2Frame(h2::Data, h2::EndStream, 1, "x")); // the others go on
    QVERIFY(body(1).startsWith("{\"bytes\":"));
    QCOMPARE(goAwayCode(), -1);
}

// Answers that nobody takes hold up what would make more of them.
void tst_Http2Session::requestsWaitWhileAnswersDo()
{
    begin();
    say(setting(kInitialWindow, 0));
    constexpr int kRequests = 20;
    for (std::uint32_t id = 1; id < 2 * kRequests; id += 2)
        say(request(id, head("/long", true)));
    const int handled = m_handler->handled;
    QVERIFY(handled >= 4 && handled < kRequests); // 8 MiB of 2 MiB each, and one more
    QCOMPARE(m_session->streams(), std::size_t(kRequests));
    say(setting(kInitialWindow, 0x7fffffff) + window(0, 0x7fff0000));
    QCOMPARE(m_handler->handled, kRequests);
    QCOMPARE(m_session->streams(), std::size_t(0));
}

void tst_Http2Session::aThousandResetsAreForgiven()
{
    begin();
    say(times(1'000, [](auto id) { return request(id, head("/")) + reset(id); }));
    QCOMPARE(goAwayCode(), -1);
    say(request(2'001, head("/")));
    QVERIFY(isAnswered(2'001));
    m_clock.advance(10s); // 330 more
    std::uint32_t id = 2'003;
    for (int i = 0; i < 330; ++i, id += 2)
        say(request(id, head("/")) + reset(id));
    QCOMPARE(goAwayCode(), -1);
    say(request(id, head("/")) + reset(id));
    QCOMPARE(goAwayCode(), int(h2::EnhanceYourCalm));
}

void tst_Http2Session::settingsMayChangeNowAndThen()
{
    begin();
    say(request(1, head("/later", true)));
    for (int i = 0; i < 500; ++i) {
        m_clock.advance(1s);
        say(setting(kInitialWindow, 65'535 + unsigned(i)));
    }
    QCOMPARE(goAwayCode(), -1);
    m_handler->later.front()->respond(HttpResponse::json(200, "{}"));
    QCOMPARE(body(1), QByteArray("{}"));
}

QTEST_APPLESS_MAIN(tst_Http2Session)
#include "tst_http2_session.moc"
