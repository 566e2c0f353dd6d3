#include "server/webhooks/http_exchange.h"

#include "server/protocol/safe_text.h"

#include <algorithm>
#include <utility>

#include "server/webhooks/request_head.h"
#include "server/webhooks/tls_support.h"

namespace parley {
namespace {

std::string seconds(std::chrono::milliseconds time)
{
    const auto ms = time.count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

Outcome outcomeOfStatus(int status)
{
    if (status < 300)
        return Outcome::Ok;
    if (status < 400)
        return Outcome::Http3xx;
    if (status == 429)
        return Outcome::Http429;
    return status < 500 ? Outcome::Http4xx : Outcome::Http5xx;
}

// "404 Not Found", from the last status line of the head.
std::string statusText(const ResponseParser &parser)
{
    static constexpr std::size_t kMaxBytes = 200; // of a stranger's text
    const std::string &head = parser.head();
    std::string text = std::to_string(parser.status());
    const std::size_t line = head.rfind("HTTP/1.", head.size());
    const std::size_t start = head.find(' ', line == head.npos ? 0 : line);
    const std::size_t end = head.find("\r\n", start == head.npos ? 0 : start);
    if (start != head.npos && end != head.npos && end - start > 5)
        text = asUtf8(std::string_view(head).substr(start + 1, end - start - 1), kMaxBytes);
    return text;
}

} // namespace

HttpExchange::HttpExchange(Parts parts, HttpDeliveryRequest request, Done done) :
    m_parts(parts), m_request(std::move(request)), m_done(std::move(done))
{
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    m_phaseTimer.setSingleShot(true);
    m_phaseTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, &HttpExchange::deadlinePassed);
    connect(&m_phaseTimer, &QTimer::timeout, this, &HttpExchange::phaseTimedOut);
    QMetaObject::invokeMethod(this, &HttpExchange::begin, Qt::QueuedConnection);
}

HttpExchange::~HttpExchange()
{
    if (m_lookup)
        m_parts.resolver.cancel(m_lookup);
}

void HttpExchange::begin()
{
    if (!m_done)
        return;
    m_watch.start();
    m_deadline.start(m_request.deadline);
    auto head = RequestHead::build(m_request.url, m_request.headers, m_request.body.size());
    if (!head) {
        finish(Outcome::BlockedAddress, head.error().message);
        return;
    }
    m_result.attempt.requestHead = std::move(head->shown);
    m_wire = std::move(head->wire) + std::exchange(m_request.body, {});
    m_key = {m_request.url.secure, m_request.url.host, m_request.url.port, m_request.tls};

    enter(Phase::Lookup);
    if (m_request.url.literal) {
        lookedUp(std::vector{*m_request.url.literal});
    } else if (!takePooled(nullptr)) {
        m_lookup = m_parts.resolver.resolve(m_request.url.host, [this](auto found) {
            m_lookup = 0;
            lookedUp(std::move(found));
        });
    }
}

void HttpExchange::enter(Phase phase)
{
    m_phase = phase;
    m_phaseTimer.stop();
    switch (phase) {
    case Phase::Lookup: m_phaseTimer.start(m_parts.limits.lookup); break;
    case Phase::Connect: m_phaseTimer.start(m_parts.limits.connect); break;
    case Phase::Tls: m_phaseTimer.start(m_parts.limits.tls); break;
    case Phase::FirstByte:
    case Phase::Body: break; // until the deadline
    }
}

std::int64_t HttpExchange::lap()
{
    const std::int64_t now = m_watch.nsecsElapsed() / 1000;
    return now - std::exchange(m_lapAt, now);
}

std::optional<std::string> HttpExchange::refusal(const IpAddress &address) const
{
    return m_parts.policy.refusal(address, m_request.url.port, m_request.level);
}

// Reuses a connection: one that was vetted a moment ago, or one to an address of a new lookup.
bool HttpExchange::takePooled(const std::vector<IpAddress> *addresses)
{
    if (m_request.freshConnection)
        return false;
    const MonotonicTime now = m_parts.clock.monotonic();
    auto taken = m_parts.pool.take(m_key, [&](const DeliverySocket &idle) {
        if (refusal(idle.address)) // another webhook of a wider level may have opened it
            return false;
        if (!addresses)
            return now - idle.vettedAt < m_parts.limits.vetted;
        return std::find(addresses->begin(), addresses->end(), idle.address) != addresses->end();
    });
    if (!taken)
        return false;
    m_connection = std::move(*taken);
    if (addresses)
        m_connection.vettedAt = now;
    m_result.attempt.reusedConnection = true;
    send();
    return true;
}

void HttpExchange::lookedUp(Result<std::vector<IpAddress>> found)
{
    if (!m_request.url.literal)
        m_result.attempt.timing.dns = lap();
    if (!found) {
        finish(Outcome::DnsError, found.error().message);
        return;
    }
    for (const IpAddress &address : *found)
        if (auto reason = refusal(address)) { // one is enough: nobody mixes them by accident
            finish(Outcome::BlockedAddress, std::move(*reason));
            return;
        }
    if (takePooled(&*found))
        return;
    enter(Phase::Connect);
    lap();
    m_race
        = std::make_unique<AddressRace>(*found, m_request.url.port, m_parts.limits.nextAddress,
                                        [this](AddressRace::Finish end) { raced(std::move(end)); });
}

void HttpExchange::raced(AddressRace::Finish end)
{
    m_race.release()->deleteLater(); // it is calling us
    m_result.attempt.timing.connect = lap();
    if (!end.socket) {
        finish(end.outcome, std::move(end.text));
        return;
    }
    m_connection = {std::move(end.socket), end.address, m_parts.clock.monotonic()};
    m_request.url.secure ? startTls() : send();
}

void HttpExchange::startTls()
{
    enter(Phase::Tls);
    const auto configuration = tlsConfiguration(m_request.tls);
    if (!configuration) {
        finish(Outcome::TlsError, configuration.error().message);
        return;
    }
    QSslSocket *const socket = m_connection.socket.get();
    socket->setSslConfiguration(*configuration);
    socket->setPeerVerifyName(QString::fromStdString(m_request.url.host)); // and SNI
    connect(socket, &QSslSocket::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_tlsErrors = errors; });
    connect(socket, &QSslSocket::encrypted, this, &HttpExchange::encrypted);
    connect(socket, &QAbstractSocket::errorOccurred, this, &HttpExchange::socketFailed);
    socket->startClientEncryption();
}

void HttpExchange::encrypted()
{
    m_result.attempt.timing.tls = lap();
    QSslSocket *const socket = m_connection.socket.get();
    if (!certificateNames(socket->peerCertificate(), m_request.url.host)) {
        finish(Outcome::TlsError, "the certificate is not for " + m_request.url.host);
        return;
    }
    m_connection.tls = describeTls(*socket);
    send();
}

void HttpExchange::send()
{
    enter(Phase::FirstByte);
    lap();
    QSslSocket *const socket = m_connection.socket.get();
    socket->disconnect(this);
    connect(socket, &QIODevice::bytesWritten, this, &HttpExchange::bytesWritten);
    connect(socket, &QSslSocket::encryptedBytesWritten, this, &HttpExchange::bytesWritten);
    connect(socket, &QIODevice::readyRead, this, &HttpExchange::readyRead);
    connect(socket, &QAbstractSocket::errorOccurred, this, &HttpExchange::socketFailed);
    m_result.attempt.tls = m_connection.tls;
    const std::string ip = m_connection.address.text();
    m_result.attempt.address = (m_connection.address.isV6 ? "[" + ip + "]" : ip) + ":"
        + std::to_string(m_request.url.port);
    socket->write(m_wire.data(), static_cast<qint64>(m_wire.size()));
    std::string().swap(m_wire); // the socket has it now
    if (m_done && socket->state() != QAbstractSocket::ConnectedState)
        socketFailed();
}

void HttpExchange::bytesWritten()
{
    const QSslSocket *socket = m_connection.socket.get();
    if (m_written || !socket || socket->bytesToWrite() > 0 || socket->encryptedBytesToWrite() > 0)
        return;
    m_written = true;
    m_result.attempt.timing.write = lap();
}

void HttpExchange::readyRead()
{
    if (!m_done)
        return;
    const QByteArray bytes = m_connection.socket->readAll();
    if (bytes.isEmpty())
        return;
    if (m_phase == Phase::FirstByte) {
        enter(Phase::Body);
        (m_written ? m_result.attempt.timing.firstByte : m_result.attempt.timing.write) = lap();
    }
    m_parser.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
    if (m_parser.state() != ResponseParser::State::Reading)
        finishByResponse();
}

void HttpExchange::socketFailed()
{
    if (!m_done)
        return;
    const QSslSocket &socket = *m_connection.socket;
    if (m_phase == Phase::Tls) {
        m_result.attempt.timing.tls = lap();
        finish(Outcome::TlsError, explainTls(m_tlsErrors, socket, m_request.url.host));
        return;
    }
    readyRead(); // what came before the end
    if (!m_done)
        return;
    if (m_parser.finish() != ResponseParser::State::Reading) {
        finishByResponse();
        return;
    }
    const std::string text = socket.errorString().toStdString();
    if (!m_parser.sawAnyByte() && socket.error() == QAbstractSocket::SslInternalError)
        finish(Outcome::TlsError, "the endpoint ended the TLS session: " + text);
    else
        finishCut(socket.error() == QAbstractSocket::RemoteHostClosedError
                      ? "the endpoint closed the connection"
                      : "the connection broke: " + text + ',');
}

void HttpExchange::phaseTimedOut()
{
    const HttpDeliveryLimits &limits = m_parts.limits;
    switch (m_phase) {
    case Phase::Lookup:
        m_result.attempt.timing.dns = lap();
        finish(Outcome::TimeoutDns,
               "no answer to the name lookup within " + seconds(limits.lookup));
        return;
    case Phase::Connect:
        m_result.attempt.timing.connect = lap();
        finish(Outcome::TimeoutConnect, "no connection within " + seconds(limits.connect));
        return;
    case Phase::Tls:
        m_result.attempt.timing.tls = lap();
        finish(Outcome::TimeoutTls, "no TLS session within " + seconds(limits.tls));
        return;
    case Phase::FirstByte:
    case Phase::Body: return; // their timer is the deadline
    }
}

void HttpExchange::deadlinePassed()
{
    if (m_phase < Phase::FirstByte) {
        phaseTimedOut();
        return;
    }
    const std::string limit = "within " + seconds(m_request.deadline);
    if (m_phase == Phase::FirstByte)
        finish(Outcome::TimeoutFirstByte, "no answer " + limit);
    else if (!m_parser.headComplete())
        finish(Outcome::TimeoutTotal, "the answer's head was not complete " + limit);
    else
        finishCut("the answer was not complete " + limit);
}

void HttpExchange::finishByResponse()
{
    switch (m_parser.state()) {
    case ResponseParser::State::ProtocolError:
        finish(Outcome::ProtocolError, m_parser.fault());
        return;
    case ResponseParser::State::HeadTooLarge:
        finish(Outcome::HeaderTooLarge, m_parser.fault());
        return;
    case ResponseParser::State::Reading:
    case ResponseParser::State::Complete: break;
    }
    static constexpr std::size_t kMaxLocationBytes = 512; // of a stranger's text
    std::string text = statusText(m_parser);
    const Outcome outcome = outcomeOfStatus(m_parser.status());
    if (outcome == Outcome::Http3xx)
        if (const auto location = m_parser.header("location"))
            text.append("; not followed: ").append(asUtf8(*location, kMaxLocationBytes));
    finish(outcome, std::move(text));
}

void HttpExchange::finishCut(std::string how)
{
    if (m_parser.headComplete()) {
        finish(outcomeOfStatus(m_parser.status()), statusText(m_parser) + "; " + how);
        return;
    }
    m_result.closedUnused = m_result.attempt.reusedConnection && !m_parser.sawAnyByte();
    how += m_parser.sawAnyByte() ? " inside the answer's head" : " without an answer";
    if (m_request.url.secure && !m_result.attempt.reusedConnection && !m_parser.sawAnyByte())
        how += ", right after the TLS handshake; it may demand a client certificate";
    finish(Outcome::ConnectionReset, std::move(how));
}

void HttpExchange::cancel()
{
    if (m_done)
        finish(Outcome::Canceled, "stopped");
}

void HttpExchange::keepResponse()
{
    Attempt &attempt = m_result.attempt;
    attempt.responseHead = m_parser.head();
    attempt.responseBody = m_parser.body();
    attempt.responseBytes = m_parser.bodyBytes();
    attempt.responseTruncated = m_parser.truncated();
    if (!m_parser.headComplete())
        return;
    attempt.httpStatus = m_parser.status();
    m_result.retryAfter = m_parser.header("retry-after").value_or("");
    m_result.webhookDelivery = m_parser.header("webhook-delivery").value_or("");
    m_result.functionError = m_parser.header("x-amz-function-error").value_or("");
}

void HttpExchange::finish(Outcome outcome, std::string text)
{
    m_deadline.stop();
    m_phaseTimer.stop();
    m_race.reset();
    Attempt &attempt = m_result.attempt;
    if (m_phase == Phase::FirstByte)
        (m_written ? attempt.timing.firstByte : attempt.timing.write) = lap();
    else if (m_phase == Phase::Body)
        attempt.timing.body = lap();
    attempt.timing.total = m_watch.isValid() ? m_watch.nsecsElapsed() / 1000 : 0;
    attempt.outcome = outcome;
    attempt.outcomeText = asUtf8(text);
    attempt.tls = asUtf8(attempt.tls); // it names a certificate
    keepResponse();

    QSslSocket *const socket = m_connection.socket.get();
    if (socket)
        socket->disconnect(this);
    if (socket && m_parser.reusable() && socket->bytesToWrite() == 0)
        m_parts.pool.give(m_key, std::move(m_connection));
    else
        m_connection.socket.reset();
    const Done done = std::exchange(m_done, nullptr);
    done(std::move(m_result));
}

} // namespace parley
