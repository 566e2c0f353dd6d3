#include <QTest>

#include <atomic>
#include <thread>

#include "server/net/http_start.h"
#include "server/protocol/limits.h"
#include "tests/support/http2_frames.h"
#include "tests/support/loop_server.h"
#include "tests/support/tcp_stream.h"
#include "tests/support/tls_peers.h"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

// Answers with the path and the body, so that an order shows. "/later" waits for "/now".
class FakeHandler final : public HttpHandler
{
public:
    Result<HttpAdmission> admit(const HttpRequest &head) override
    {
        if (head.path == "/refused")
            return Error{ErrorCode::Unauthenticated, "no"};
        return HttpAdmission{1'000, true};
    }
    HttpResponse refusal(const HttpRequest &, std::string_view, const Error &error) override
    {
        return HttpResponse::failure(error);
    }
    void handle(std::shared_ptr<ServedRequest> exchange) override
    {
        if (exchange->request().path == "/later") {
            m_later = std::move(exchange);
            return;
        }
        answer(*exchange);
        if (m_later && exchange->request().path == "/now")
            answer(*std::exchange(m_later, nullptr));
    }

private:
    static void answer(ServedRequest &exchange)
    {
        const HttpRequest &request = exchange.request();
        exchange.respond(
            HttpResponse::text(200, "text/plain", request.path + '(' + request.body + ')'));
    }

    std::shared_ptr<ServedRequest> m_later;
};

const QByteArray kHost("Host: localhost:8080\r\n");

QByteArray get(const QByteArray &path)
{
    return "GET " + path + " HTTP/1.1\r\n" + kHost + "\r\n";
}

QByteArray post(const QByteArray &path, qsizetype size)
{
    return "POST " + path + " HTTP/1.1\r\n" + kHost + "Content-Length: " + QByteArray::number(size)
        + "\r\n\r\n";
}

} // namespace

// How long a client may take, whatever it drips meanwhile, and what it gets in which order.
class tst_HttpConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void deadlines_data();
    void deadlines();
    void tlsCountsFromTheAcceptToo_data();
    void tlsCountsFromTheAcceptToo();
    void answersComeInOrder();
    void anErrorEndsThePipeline_data();
    void anErrorEndsThePipeline();
    void whoReadsNothingIsNotReadAndThenClosed();

private:
    void start(std::shared_ptr<const TlsContext> tls = {});
    std::size_t connections() { return m_server->connections(); }

    FakeHandler m_handler;
    HostRules m_rules;
    std::unique_ptr<LoopServer> m_server;
};

void tst_HttpConnection::init()
{
    m_server = std::make_unique<LoopServer>();
}

void tst_HttpConnection::start(std::shared_ptr<const TlsContext> tls)
{
    QVERIFY(m_server->start(
        [this](Connection &connection, const HostRules &) {
            connection.setHandler(HttpStart::byPreface(
                connection, HttpService(m_handler, m_rules, m_server->clock())));
        },
        std::move(tls)));
}

void tst_HttpConnection::cleanup()
{
    m_server.reset();
}

void tst_HttpConnection::deadlines_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("dripped"); // a byte each second, over and over
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QByteArray>("farewell"); // begins with it; "": nothing is said
    const auto row = [](const char *name, const QByteArray &first, const QByteArray &dripped,
                        std::chrono::seconds time, const QByteArray &farewell) {
        QTest::newRow(name) << first << dripped << int(time.count()) << farewell;
    };
    const QByteArray late = "HTTP/1.1 408 ";
    row("nothing", {}, {}, limits::kHeaderTime, late);
    row("a method without an end", {}, "G", limits::kHeaderTime, late);
    row("a head bit by bit", "GET / HTTP/1.1\r\n", "A: b\r\n", limits::kHeaderTime, late);
    row("HTTP/2's preface bit by bit", {}, "PRI * HTTP/2.0\r\n\r\nSM", limits::kHeaderTime, late);
    row("a body bit by bit", post("/", 100), "x", limits::kBodyTime, late);
    row("chunks bit by bit", "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n",
        "1\r\nx\r\n", limits::kBodyTime, late);
    row("an endless chunk extension",
        "POST / HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n1;", "x",
        limits::kBodyTime, late);
    row("idle after an answer", get("/"), {}, limits::kKeepAlive, {});
    row("a second head bit by bit", get("/") + "GET", "T", limits::kHeaderTime, late);
    const QByteArray http2
        = QByteArray::fromStdString(std::string(kHttp2Preface) + http2Frame(h2::Settings, 0, 0)
                                    + http2Frame(h2::Ping, 0, 0, "12345678"));
    const QByteArray goAway("\0\0\x08\x07\0\0\0\0\0", 9);
    row("HTTP/2 without a request", http2, {}, limits::kHeaderTime, goAway);
}

// The time counts from the accept, or from the first byte of a later request.
void tst_HttpConnection::deadlines()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QByteArray, dripped);
    QFETCH(const int, seconds);
    QFETCH(const QByteArray, farewell);
    start();
    TcpStream stream(m_server->port());
    QVERIFY(stream.send(first));
    QTRY_COMPARE(connections(), std::size_t(1));
    if (first.startsWith("GET /") && first.contains(kHost))
        QVERIFY(!stream.takeThrough("/()").isEmpty());
    if (first.startsWith("PRI")) { // its PING is answered, and the window of the connection grows
        QVERIFY(!stream.takeThrough("12345678").isEmpty());
        QVERIFY(!stream.takeThrough(QByteArray("\0\0\x04\x08\0\0\0\0\0", 9)).isEmpty());
        QCOMPARE(stream.take(4).size(), 4);
    }
    for (int i = 1; i < seconds; ++i) {
        if (!dripped.isEmpty())
            QVERIFY(stream.send(dripped.mid((i - 1) % dripped.size(), 1)));
        m_server->advance(1s);
    }
    QVERIFY(!stream.hasArrived());
    m_server->advance(1s);
    if (!farewell.isEmpty())
        QVERIFY(!stream.takeThrough(farewell).isEmpty());
    QVERIFY(stream.waitForClose());
}

void tst_HttpConnection::tlsCountsFromTheAcceptToo_data()
{
    QTest::addColumn<int>("bytes"); // of the ClientHello, one each second; -1: a whole handshake
    QTest::newRow("nothing") << 0;
    QTest::newRow("a ClientHello bit by bit") << 9;
    QTest::newRow("no request behind the handshake") << -1;
}

void tst_HttpConnection::tlsCountsFromTheAcceptToo()
{
    QFETCH(const int, bytes);
    const UtcTime now = m_server->clock().utc();
    const MadeIdentity server
        = makeTestServer(makeTestAuthority({now - 1h, now + 1h}), {now - 1h, now + 1h});
    start(*TlsContext::make(server.identity(), {"http/1.1"}));
    TcpStream stream(m_server->port());
    TlsTestClient client;
    client.hear({});
    QByteArray hello = QByteArray::fromStdString(client.takeSent());
    if (bytes < 0) {
        QVERIFY(stream.send(hello));
        while (!client.isOpen()) {
            const QByteArray header = stream.take(5);
            QVERIFY(!header.isEmpty());
            const int size = static_cast<uchar>(header[3]) * 256 + static_cast<uchar>(header[4]);
            client.hear((header + stream.take(size)).toStdString());
        }
        QVERIFY(stream.send(QByteArray::fromStdString(client.takeSent())));
    }
    QTRY_COMPARE(connections(), std::size_t(1));
    for (int i = 0; i < limits::kHeaderTime.count() - 1; ++i) {
        if (i < bytes)
            QVERIFY(stream.send(hello.mid(i, 1)));
        m_server->advance(1s);
    }
    QCOMPARE(connections(), std::size_t(1));
    m_server->advance(1s);
    QVERIFY(stream.waitForClose());
}

void tst_HttpConnection::answersComeInOrder()
{
    start();
    TcpStream stream(m_server->port());
    TcpStream other(m_server->port());
    QVERIFY(stream.send(get("/later") + post("/second", 3) + "two" + get("/third")));
    QTRY_COMPARE(connections(), std::size_t(2));
    // Read only when the loop has seen the first ones: nothing may come before /later is answered.
    QVERIFY(other.send(get("/other")));
    QVERIFY(!other.takeThrough("/other()").isEmpty());
    QVERIFY(!stream.hasArrived());
    QVERIFY(other.send(get("/now")));
    QVERIFY(!stream.takeThrough("/later()").contains("/second"));
    QVERIFY(!stream.takeThrough("/second(two)").contains("/third"));
    QVERIFY(!stream.takeThrough("/third()").isEmpty());
}

void tst_HttpConnection::anErrorEndsThePipeline_data()
{
    QTest::addColumn<QByteArray>("middle");
    QTest::addColumn<int>("status");
    QTest::newRow("malformed") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("both lengths") << post("/", 1).chopped(2)
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                  << 400;
    QTest::newRow("refused with its body unread") << post("/refused", 40) << 401;
    QTest::newRow("too long") << post("/", 2'000) << 413;
    QTest::newRow("another host") << QByteArray("GET / HTTP/1.1\r\nHost: evil\r\n\r\n") << 421;
    QTest::newRow("HTTP/1.0 does not go on") << QByteArray("GET / HTTP/1.0\r\nHost: localhost:8080"
                                                           "\r\nConnection: keep-alive\r\n\r\n")
                                             << 200;
}

// What was right before it is answered first; what stands behind it is never read.
void tst_HttpConnection::anErrorEndsThePipeline()
{
    QFETCH(const QByteArray, middle);
    QFETCH(const int, status);
    start();
    TcpStream stream(m_server->port());
    QVERIFY(stream.send(get("/first") + middle + get("/smuggled")));
    QVERIFY(!stream.takeThrough("/first()").isEmpty());
    const QByteArray next = stream.takeThrough("\r\n\r\n");
    QVERIFY2(next.startsWith("HTTP/1.1 " + QByteArray::number(status)), next.constData());
    QVERIFY2(next.contains("Connection: close"), next.constData());
    stream.finishSending();
    const QByteArray rest = stream.takeThrough("HTTP/1.1"); // a further answer: there is none
    QCOMPARE(rest, QByteArray());
    QVERIFY(!stream.buffered().contains("smuggled"));
}

void tst_HttpConnection::whoReadsNothingIsNotReadAndThenClosed()
{
    start();
    TcpStream stream(m_server->port(), 4'096);
    const QByteArray requests = post("/", 1'000) + QByteArray(1'000, 'x');
    // Sent until the broker takes no more of it: its own bound, and the kernel's buffers.
    std::atomic<bool> closed = false;
    std::thread sender([&] {
        while (!closed)
            if (!stream.send(requests.repeated(100)))
                break;
    });
    const auto finish = qScopeGuard([&] {
        closed = true;
        sender.join();
    });
    const auto isHeldBack
        = [this] { return connections() == 1 && m_server->unsent() > limits::kUnsentBytes; };
    QTRY_VERIFY_WITH_TIMEOUT(isHeldBack(), 15'000);
    constexpr std::size_t kMost = limits::kUnsentBytes + 64 * 1024; // and the answer that was last
    QVERIFY(m_server->unsent() <= kMost);
    m_server->advance(limits::kKeepAlive + 1s);
    m_server->advance(1s);
    m_server->advance(Connection::kCloseGrace);
    QTRY_COMPARE(connections(), std::size_t(0));
}

QTEST_GUILESS_MAIN(tst_HttpConnection)
#include "tst_http_connection.moc"
