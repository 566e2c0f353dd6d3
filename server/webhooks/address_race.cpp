#include "server/webhooks/address_race.h"

#include <utility>

#include <QHostAddress>
#include <QNetworkProxy>

namespace parley {
namespace {

// Read ahead of the parser: the largest head, so that no peer fills memory faster than it is read.
constexpr qint64 kReadBufferBytes = 64 * 1024;

Outcome outcomeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError: return Outcome::ConnectionRefused;
    case QAbstractSocket::NetworkError: return Outcome::NetworkUnreachable;
    case QAbstractSocket::SocketTimeoutError: return Outcome::TimeoutConnect;
    case QAbstractSocket::RemoteHostClosedError: return Outcome::ConnectionReset;
    default: return Outcome::NetworkUnreachable;
    }
}

bool sameAddress(const QHostAddress &peer, const IpAddress &vetted)
{
    return IpAddress::parse(peer.toString().toStdString()) == vetted;
}

} // namespace

std::vector<IpAddress> AddressRace::alternating(const std::vector<IpAddress> &addresses)
{
    std::vector<IpAddress> families[2];
    for (const IpAddress &address : addresses)
        families[address.isV6 ? 0 : 1].push_back(address);
    std::vector<IpAddress> order;
    for (std::size_t i = 0; order.size() < addresses.size(); ++i)
        for (const auto &family : families)
            if (i < family.size())
                order.push_back(family[i]);
    return order;
}

AddressRace::AddressRace(std::vector<IpAddress> addresses, std::uint16_t port,
                         std::chrono::milliseconds headStart, Done done) :
    m_addresses(alternating(addresses)),
    m_port(port), m_done(std::move(done))
{
    m_next.setInterval(headStart);
    connect(&m_next, &QTimer::timeout, this, &AddressRace::tryNext);
    QMetaObject::invokeMethod(this, &AddressRace::tryNext, Qt::QueuedConnection);
}

AddressRace::~AddressRace() = default;

void AddressRace::tryNext()
{
    if (!m_done || m_runners.size() == m_addresses.size()) {
        m_next.stop();
        return;
    }
    const std::size_t at = m_runners.size();
    SocketPtr socket(new QSslSocket);
    // A system proxy would connect on its own, past the judgement of the address.
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->setReadBufferSize(kReadBufferBytes);
    connect(socket.get(), &QAbstractSocket::connected, this, [this, at] { connected(at); });
    connect(socket.get(), &QAbstractSocket::errorOccurred, this, [this, at] { failed(at); });
    const QHostAddress address(QString::fromStdString(m_addresses[at].text()));
    QSslSocket *const raw = socket.get();
    m_runners.push_back({std::move(socket), m_addresses[at]});
    m_next.start();
    raw->QAbstractSocket::connectToHost(address, m_port);
}

void AddressRace::connected(std::size_t runner)
{
    if (!m_done || !m_runners[runner].socket)
        return;
    Finish end;
    end.address = m_runners[runner].address;
    end.socket = std::move(m_runners[runner].socket);
    end.socket->disconnect(this);
    if (!sameAddress(end.socket->peerAddress(), end.address)) {
        end.socket.reset();
        end.outcome = Outcome::BlockedAddress;
        end.text = "the connection leads to another address than the one that was checked";
    } else {
        end.socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }
    finish(std::move(end));
}

void AddressRace::failed(std::size_t runner)
{
    if (!m_done || !m_runners[runner].socket)
        return;
    const SocketPtr socket = std::move(m_runners[runner].socket);
    if (++m_failed == m_addresses.size()) {
        const IpAddress &address = m_runners[runner].address;
        finish({{},
                address,
                outcomeOf(socket->error()),
                address.text() + ": " + socket->errorString().toStdString()});
        return;
    }
    tryNext(); // no need to wait for the head start of one that failed
}

void AddressRace::finish(Finish end)
{
    m_next.stop();
    m_runners.clear();
    const Done done = std::exchange(m_done, nullptr);
    done(std::move(end)); // may destroy this
}

} // namespace parley
