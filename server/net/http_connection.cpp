#include "server/net/http_connection.h"

#include "server/protocol/limits.h"

namespace parley {
namespace {

constexpr char kTlsHandshake = 0x16; // first byte of a TLS ClientHello (RFC 8446, 5.1)

bool changesState(const HttpRequest &request)
{
    return request.method != "GET" && request.method != "HEAD";
}

std::optional<std::string_view> optionalHeader(const HttpRequest &request, std::string_view name)
{
    const std::string *value = request.header(name);
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
}

} // namespace

ServedRequest::ServedRequest(HttpConnection &connection, HttpRequest request) :
    m_connection(&connection), m_request(std::move(request))
{
}

std::string ServedRequest::peerAddress() const
{
    return m_connection ? m_connection->m_connection.peerAddress() : std::string();
}

void ServedRequest::respond(HttpResponse response)
{
    response.headers.insert(response.headers.end(), m_headers.begin(), m_headers.end());
    if (auto *connection = std::exchange(m_connection, nullptr))
        connection->respond(response);
}

void ServedRequest::switchTo(const MakeHandler &makeHandler)
{
    if (auto *connection = std::exchange(m_connection, nullptr))
        connection->switchTo(makeHandler);
}

void ServedRequest::setEstablished()
{
    if (m_connection)
        m_connection->m_connection.setEstablished();
}

HttpConnection::HttpConnection(Connection &connection, HttpHandler &handler, const HostRules &rules,
                               const Clock &clock) :
    m_connection(connection),
    m_handler(handler), m_rules(rules), m_clock(clock), m_since(clock.monotonic())
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
            m_since = m_clock.monotonic();
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
    if (auto ok = checkSender(m_parser.request()); !ok) {
        refuse(HttpResponse::failure(ok.error()));
        return;
    }
    const auto limit = m_handler.admit(m_parser.request());
    if (!limit) {
        refuse(m_handler.refusal(m_parser.request(), limit.error()));
        return;
    }
    m_parser.limitBody(*limit);
    if (m_parser.state() == HttpRequestParser::State::Body && m_parser.expectContinue())
        m_connection.write(std::string(kContinue));
}

Result<void> HttpConnection::checkSender(const HttpRequest &request) const
{
    if (auto ok = checkHost(request.authority, m_rules); !ok)
        return ok;
    if (auto ok = checkOrigin(optionalHeader(request, "origin"), m_rules); !ok)
        return ok;
    // A page that is on the list may write, where its token lets it; other sites may not.
    if (changesState(request) && !request.header("origin"))
        return checkFetchSite(optionalHeader(request, "sec-fetch-site"));
    return {};
}

void HttpConnection::begin(HttpRequest request)
{
    m_admitted = false;
    m_firstRequest = false;
    if (auto ok = checkSender(request); !ok) {
        refuse(HttpResponse::failure(ok.error()));
        return;
    }
    m_exchange = std::make_shared<ServedRequest>(*this, std::move(request));
    m_handler.handle(m_exchange);
}

// A server with a clock says the time of its answers (RFC 9110, section 6.6.1).
HttpResponse HttpConnection::dated(HttpResponse response) const
{
    response.headers.push_back({"Date", httpDate(m_clock.utc())});
    return response;
}

void HttpConnection::refuse(const HttpResponse &response)
{
    m_ended = true;
    m_connection.write(httpText(dated(response), false));
    m_connection.closeAfterWrites();
}

void HttpConnection::respond(const HttpResponse &response)
{
    const auto exchange = std::exchange(m_exchange, nullptr);
    const HttpRequest &request = exchange->request();
    m_connection.write(httpText(dated(response), request.keepAlive, request.method == "HEAD"));
    m_since = m_clock.monotonic();
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

void HttpConnection::switchTo(const ServedRequest::MakeHandler &makeHandler)
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
        m_exchange->m_connection = nullptr;
    m_exchange.reset();
}

} // namespace parley
