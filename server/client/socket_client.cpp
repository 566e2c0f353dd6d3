#include "server/client/socket_client.h"

#include <algorithm>

#include <QNetworkRequest>
#include <QRegularExpression>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include "server/client/tls_trust.h"
#include "server/client/wire_error.h"

namespace parley::client {
namespace {

// An item frame holds a payload of 256 KiB, escaped or in base64, with its envelope.
constexpr quint64 kMaxFrameBytes = 2 * 1024 * 1024;

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0) // renamed there
constexpr auto kErrorSignal = &QWebSocket::errorOccurred;
#else
constexpr auto kErrorSignal = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif

bool isFinal(int closeCode) // README 5.3: only another token helps
{
    return closeCode == 4001 || closeCode == 4003 || closeCode == 4004;
}

QString closeText(int code, const QString &fallback)
{
    switch (code) {
    case 1001: return SocketClient::tr("The broker is stopping.");
    case 1009: return SocketClient::tr("The message was too large for the broker.");
    case 4001: return SocketClient::tr("The broker does not know this token.");
    case 4003: return SocketClient::tr("The token has expired.");
    case 4004: return SocketClient::tr("The token was revoked.");
    case 4008: return SocketClient::tr("This program read too slowly; catching up.");
    default: return fallback;
    }
}

QUrl socketUrl(QUrl url)
{
    url.setScheme(url.scheme() == QLatin1String("https") ? QStringLiteral("wss")
                                                         : QStringLiteral("ws"));
    url.setPath(QStringLiteral("/v1/socket"));
    return url;
}

// QWebSocket tells a refused handshake only in its text: "Unhandled http status code: 401 (...)".
int refusedStatus(const QString &errorText)
{
    static const QRegularExpression pattern(QStringLiteral("\\b(4\\d\\d|5\\d\\d)\\b"));
    return pattern.match(errorText).captured(1).toInt();
}

} // namespace

SocketClient::SocketClient(QObject *parent) : QObject(parent)
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &SocketClient::connectNow);
    m_silenceTimer.setSingleShot(true);
    connect(&m_silenceTimer, &QTimer::timeout, this,
            [this] { lose(tr("The broker stopped answering."), false); });
}

SocketClient::~SocketClient()
{
    dropSocket();
    for (const auto &stream : std::as_const(m_streams)) {
        for (auto *reader : stream.readers)
            reader->m_client = nullptr;
    }
}

void SocketClient::open(const BrokerAddress &address)
{
    close();
    const bool moved = m_address.isValid() && address.url != m_address.url;
    if (moved) { // positions of another broker mean nothing
        for (auto &stream : m_streams) {
            stream.start = Start::latest();
            stream.last = {};
        }
    }
    m_address = address;
    m_backoff.reset();
    connectNow();
}

void SocketClient::close()
{
    m_retryTimer.stop();
    m_nextTry = {};
    m_gaveUp = false;
    if (m_socket || m_state != State::Offline)
        lose(tr("Closed."), true);
    m_gaveUp = false;
}

void SocketClient::retryNow()
{
    if (!m_retryTimer.isActive())
        return;
    m_retryTimer.stop();
    m_backoff.reset();
    connectNow();
}

void SocketClient::connectNow()
{
    dropSocket();
    m_nextTry = {};
    m_gaveUp = false;
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setMaxAllowedIncomingMessageSize(kMaxFrameBytes);
    m_socket->setMaxAllowedIncomingFrameSize(kMaxFrameBytes);
    connect(m_socket.get(), &QWebSocket::connected, this, &SocketClient::onConnected);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &SocketClient::onDisconnected);
    connect(m_socket.get(), kErrorSignal, this, [this] {
        if (m_state == State::Connecting) // afterwards disconnected() follows, with a close code
            onDisconnected();
    });
    m_tlsProblem.clear();
    connect(m_socket.get(), &QWebSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_tlsProblem = tlsProblem(errors, m_address.url.host());
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &SocketClient::onText);
    QNetworkRequest request(socketUrl(m_address.url));
    request.setRawHeader("Authorization", "Bearer " + m_address.token);
    if (request.url().scheme() == QLatin1String("wss"))
        m_socket->setSslConfiguration(tlsConfiguration(m_address));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QStringLiteral("parley.v1")});
    m_silenceTimer.start(kConnectPatience);
    setState(State::Connecting, tr("Connecting."));
    m_socket->open(request, options);
}

// Nothing of the old socket may speak afterwards: its signals are cut before it goes.
void SocketClient::dropSocket()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater(); // we may stand inside one of its signals
}

void SocketClient::onConnected()
{
    m_backoff.reset();
    m_silenceTimer.start(kSilence);
    for (auto it = m_streams.cbegin(); it != m_streams.cend(); ++it)
        sendSubscribe(it.key(), it.value());
    setState(State::Online, {});
}

void SocketClient::onDisconnected()
{
    if (!m_socket)
        return;
    const int code = m_socket->closeCode();
    const int status = refusedStatus(m_socket->errorString());
    if (m_state == State::Connecting && (status == 401 || status == 403)) {
        lose(tr("The broker does not accept this token."), true);
        return;
    }
    if (!m_tlsProblem.isEmpty()) {
        lose(sentence(Error{ErrorCode::FailedPrecondition, m_tlsProblem.toStdString()}), false);
        return;
    }
    const auto text = m_state == State::Connecting
        ? tr("No broker answers at %1.").arg(m_address.url.authority())
        : tr("The connection was lost.");
    lose(closeText(code, text), isFinal(code));
}

void SocketClient::lose(const QString &reason, bool final)
{
    dropSocket();
    m_silenceTimer.stop();
    m_subscribing.clear();
    m_gaveUp = final;
    if (!final) {
        const auto delay = m_backoff.next(m_random.unit());
        m_nextTry = QDateTime::currentDateTimeUtc().addMSecs(delay.count());
        m_retryTimer.start(delay);
    }
    failUnacknowledged(Error{ErrorCode::Unavailable, "the connection to the broker was lost"});
    QList<QPointer<Subscription>> readers;
    for (auto &stream : m_streams) {
        if (std::exchange(stream.active, false))
            readers.append({stream.readers.cbegin(), stream.readers.cend()});
    }
    setState(State::Offline, reason);
    for (const auto &reader : readers) {
        if (reader && std::exchange(reader->m_active, false))
            Q_EMIT reader->interrupted();
    }
}

void SocketClient::setState(State state, const QString &reason)
{
    m_state = state;
    m_reason = reason;
    Q_EMIT stateChanged();
}

void SocketClient::onText(const QString &text)
{
    m_silenceTimer.start(kSilence);
    const auto frame = serverFrameFrom(text.toUtf8());
    if (!frame) { // a broker that talks nonsense is not trusted further
        lose(sentence(frame.error()), false);
        return;
    }
    std::visit([this](const auto &value) { handle(value); }, *frame);
}

void SocketClient::send(const QString &frame)
{
    m_socket->sendTextMessage(frame);
}

Subscription *SocketClient::subscribe(const TopicAddress &address, const Start &start,
                                      QObject *parent)
{
    auto *subscription = new Subscription(this, address, parent);
    auto &stream = m_streams[address];
    const bool isFirst = stream.readers.isEmpty();
    stream.readers.append(subscription);
    if (isFirst) {
        stream.start = start;
        if (m_state == State::Online)
            sendSubscribe(address, stream);
    } else {
        subscription->m_active = stream.active;
    }
    return subscription;
}

void SocketClient::forget(Subscription *subscription)
{
    const auto it = m_streams.find(subscription->m_address);
    if (it == m_streams.end())
        return;
    it->readers.removeAll(subscription);
    if (!it->readers.isEmpty())
        return;
    m_streams.erase(it);
    if (m_state == State::Online)
        send(unsubscribeFrame(++m_lastId, subscription->m_address));
}

void SocketClient::sendSubscribe(const TopicAddress &address, const Stream &stream)
{
    const auto id = ++m_lastId;
    m_subscribing.insert(id, address);
    const auto start = stream.last.page != 0 ? Start::afterPosition(stream.last) : stream.start;
    send(subscribeFrame(id, address, start));
}

void SocketClient::publish(const TopicAddress &address, const QByteArray &payload, bool isText,
                           QObject *context, PublishAnswer answer)
{
    if (m_address.readOnly) {
        answer(Error{ErrorCode::FailedPrecondition, std::string(kReadOnly)});
        return;
    }
    if (m_state != State::Online) {
        answer(Error{ErrorCode::Unavailable, "not connected to the broker"});
        return;
    }
    if (m_unacknowledged.size() >= kMaxUnacknowledged) {
        answer(Error{ErrorCode::RateLimited, "too many messages wait for the broker's answer"});
        return;
    }
    const auto id = ++m_lastId;
    m_unacknowledged.insert(id, {context, std::move(answer)});
    send(publishFrame(id, address, payload, isText));
}

void SocketClient::failUnacknowledged(const Error &error)
{
    const auto waiting = std::exchange(m_unacknowledged, {});
    for (const auto &publish : waiting) {
        if (publish.context)
            publish.answer(error);
    }
}

void SocketClient::handle(const Subscribed &frame)
{
    m_subscribing.remove(frame.id);
    const auto it = m_streams.find(frame.address);
    if (it == m_streams.end())
        return; // given up while the broker was answering
    it->active = true;
    if (it->last.page == 0) // nothing seen yet: a reconnect before the first item resumes here
        it->last = frame.position;
    const QList<QPointer<Subscription>> readers(it->readers.cbegin(), it->readers.cend());
    for (const auto &reader : readers) {
        if (!reader)
            continue;
        reader->m_active = true;
        reader->m_lastAtStart = {frame.position.page, frame.last};
        Q_EMIT reader->activated();
    }
}

void SocketClient::handle(const Item &item)
{
    const auto it = m_streams.find(item.address);
    if (it == m_streams.end() || item.position <= it->last)
        return; // nobody's any more, or seen before
    it->last = item.position;
    const QList<QPointer<Subscription>> readers(it->readers.cbegin(), it->readers.cend());
    for (const auto &reader : readers) {
        if (reader)
            Q_EMIT reader->itemArrived(item);
    }
}

// The count goes on behind the gap, wherever that is: a broker that was set up anew counts pages
// and messages from the beginning.
void SocketClient::handle(const Gap &gap)
{
    const auto it = m_streams.find(gap.address);
    if (it == m_streams.end())
        return;
    it->last = {gap.next.page, gap.next.sequence - std::min<std::uint64_t>(gap.next.sequence, 1)};
    const QList<QPointer<Subscription>> readers(it->readers.cbegin(), it->readers.cend());
    for (const auto &reader : readers) {
        if (reader)
            Q_EMIT reader->gapFound(gap);
    }
}

void SocketClient::handle(const Acknowledged &frame)
{
    const auto publish = m_unacknowledged.take(frame.id);
    if (publish.context)
        publish.answer(frame);
}

void SocketClient::handle(const Closed &frame)
{
    endStream(frame.address, frame.error);
}

void SocketClient::handle(const Refused &frame)
{
    if (m_subscribing.contains(frame.id)) {
        endStream(m_subscribing.take(frame.id), frame.error);
        return;
    }
    const auto publish = m_unacknowledged.take(frame.id);
    if (publish.context)
        publish.answer(frame.error);
}

// The readers stay, but the stream is gone: they may be deleted, or asked for anew.
void SocketClient::endStream(const TopicAddress &address, const Error &error)
{
    const auto stream = m_streams.take(address);
    const QList<QPointer<Subscription>> readers(stream.readers.cbegin(), stream.readers.cend());
    for (const auto &reader : readers) {
        if (!reader)
            continue;
        reader->m_client = nullptr;
        reader->m_active = false;
        Q_EMIT reader->refused(sentence(error));
    }
}

} // namespace parley::client
