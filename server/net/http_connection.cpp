#include "server/net/http_connection.h"

#include "server/net/http_stream_connection.h"
#include "server/protocol/limits.h"

namespace parley {
namespace {

constexpr char kTlsHandshake = 0x16; // first byte of a TLS ClientHello (RFC 8446, 5.1)

} // namespace

HttpConnection::HttpConnection(Connection &connection, const HttpService &service,
                               MonotonicTime since) :
    m_connection(connection),
    m_service(service), m_since(since)
{
}

HttpConnection::~HttpConnection() = default;

void HttpConnection::received(std::span<char> bytes)
{
    if (m_ended)
        return;
    if (m_firstRequest && !m_parser.hasBegun() && bytes[0] == kTlsHandshake) {
        m_connection.close(); // an https:// client on the plain port; it would wait for ever
        return;
    }
    if (m_exchange) {
        m_backlog.append(bytes.data(), bytes.size());
        if (m_backlog.size() > limits::kUnauthenticatedBytes)
            m_connection.pauseReading();
        return;
    }
    read({bytes.data(), bytes.size()});
}

void HttpConnection::read(std::string_view bytes)
{
    m_reading = true;
    // Pipelined requests wait while their answers do: drained() goes on with the backlog.
    while (!bytes.empty() && !m_exchange && !m_ended
           && m_connection.unsent() <= limits::kUnsentBytes) {
        const bool begun = m_parser.hasBegun();
        bytes.remove_prefix(m_parser.feed(bytes));
        if (!begun && !m_firstRequest)
            m_since = m_service.now();
        if (m_parser.state() == HttpRequestParser::State::Body && !m_admitted)
            admit();
        if (m_ended)
            break;
        if (m_parser.state() == HttpRequestParser::State::Failed)
            refuse(HttpResponse::failure(m_parser.failure().error, m_parser.failure().status));
        else if (m_parser.state() == HttpRequestParser::State::Complete)
            begin(m_parser.take());
    }
    m_reading = false;
    m_backlog.append(bytes);
    if (auto *successor = std::exchange(m_successor, nullptr))
        handOver(*successor);
}

// What the client sent behind its last request belongs to the next conversation.
void HttpConnection::handOver(ConnectionHandler &successor)
{
    std::string rest = std::exchange(m_backlog, {});
    if (!rest.empty() && !m_connection.isClosing())
        successor.received({rest.data(), rest.size()});
}

// The body is read only for somebody who may send one.
void HttpConnection::admit()
{
    m_admitted = true;
    const auto admission = m_service.admit(m_parser.request());
    if (admission.refusedBy) {
        refuse(m_service.refusal(admission, m_parser.request(), m_connection.peerAddress()));
        return;
    }
    if (admission.allowed.hasToken)
        m_connection.setEstablished();
    m_parser.limitBody(admission.allowed.bodyBytes);
    if (m_parser.state() == HttpRequestParser::State::Body && m_parser.expectContinue())
        m_connection.write(std::string(kContinue));
}

void HttpConnection::begin(HttpRequest request)
{
    m_admitted = false;
    m_firstRequest = false;
    if (auto ok = m_service.checkSender(request); !ok) {
        refuse(HttpResponse::failure(ok.error()));
        return;
    }
    m_exchange
        = std::make_shared<ServedRequest>(static_cast<Responder &>(*this), std::move(request));
    m_service.handle(m_exchange);
}

void HttpConnection::refuse(const HttpResponse &response)
{
    m_ended = true;
    m_connection.write(httpText(m_service.dated(response), false));
    m_connection.closeAfterWrites();
}

void HttpConnection::respond(const HttpResponse &response)
{
    const auto exchange = std::exchange(m_exchange, nullptr);
    const HttpRequest &request = exchange->request();
    m_connection.write(
        httpText(m_service.dated(response), request.keepAlive, request.method == "HEAD"));
    m_since = m_service.now();
    if (!request.keepAlive) {
        m_ended = true;
        m_connection.closeAfterWrites();
    } else if (m_connection.unsent() > limits::kUnsentBytes) {
        m_connection.pauseReading(); // until drained()
    } else if (!m_reading) {
        readBacklog();
    }
}

void HttpConnection::readBacklog()
{
    m_connection.resumeReading();
    if (!m_exchange && !m_ended && !m_backlog.empty()) {
        const std::string backlog = std::exchange(m_backlog, {});
        read(backlog);
    }
}

void HttpConnection::stream(const HttpResponse &head, const MakeWriter &makeWriter)
{
    switchTo([&](Connection &connection) {
        connection.write(httpStreamHead(m_service.dated(head), false));
        auto handler = std::make_unique<HttpStreamConnection>(connection);
        handler->setWriter(makeWriter(*handler));
        return handler;
    });
}

void HttpConnection::switchTo(const MakeHandler &makeHandler)
{
    m_exchange.reset();
    m_ended = true;
    auto handler = makeHandler(m_connection);
    m_successor = handler.get();
    m_connection.setHandler(std::move(handler)); // this stays alive until the next bytes or tick
    m_connection.resumeReading();
    if (!m_reading)
        handOver(*std::exchange(m_successor, nullptr));
}

void HttpConnection::drained()
{
    if (!m_exchange)
        readBacklog();
}

// Deadlines are absolute: a dribbling client does not extend them.
void HttpConnection::tick(MonotonicTime now)
{
    if (m_ended || m_exchange)
        return;
    const auto age = now - m_since;
    if (m_parser.state() == HttpRequestParser::State::Body) {
        if (age >= limits::kBodyTime)
            refuse(HttpResponse::failure(
                {ErrorCode::Timeout, "the request's body did not arrive in time"}));
    } else if (m_firstRequest || m_parser.hasBegun()) {
        if (age >= limits::kHeaderTime)
            refuse(
                HttpResponse::failure({ErrorCode::Timeout, "the request did not arrive in time"}));
    } else if (age >= limits::kKeepAlive) {
        m_ended = true;
        m_connection.closeAfterWrites();
    }
}

void HttpConnection::closed()
{
    m_ended = true;
    if (m_exchange)
        m_exchange->detach();
    m_exchange.reset();
}

} // namespace parley
