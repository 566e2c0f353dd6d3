#include "server/webhooks/address_race.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <QHostAddress>
#include <QNetworkProxy>

namespace parley {
namespace {

// Read ahead of the parser: the largest head, so that no peer fills memory faster than it is read.
constexpr qint64 kReadBufferBytes = 64 * 1024;

Outcome outcomeOf(int error)
{
    switch (error) {
    case ECONNREFUSED: return Outcome::ConnectionRefused;
    case ECONNRESET:
    case EPIPE:
    case ENOTCONN: return Outcome::ConnectionReset;
    case ETIMEDOUT: return Outcome::TimeoutConnect;
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

AddressRace::AddressRace(const std::vector<IpAddress> &addresses, std::uint16_t port,
                         std::chrono::milliseconds headStart, Done done) :
    m_addresses(alternating(addresses)),
    m_port(port), m_done(std::move(done))
{
    m_next.setInterval(headStart);
    connect(&m_next, &QTimer::timeout, this, &AddressRace::tryNext);
    tryNext();
}

AddressRace::~AddressRace() = default;

void AddressRace::tryNext()
{
    const std::size_t at = m_runners.size();
    if (at == m_addresses.size()) {
        m_next.stop();
        return;
    }
    m_runners.push_back(std::make_unique<TcpConnect>(m_addresses[at], m_port,
                                                     [this, at](int error) { ended(at, error); }));
    m_next.start();
}

void AddressRace::ended(std::size_t runner, int error)
{
    if (error == 0) {
        finish(takeConnection(runner));
        return;
    }
    if (++m_failed == m_addresses.size()) {
        const IpAddress &address = m_addresses[runner];
        finish({{}, address, outcomeOf(error), address.text() + ": " + std::strerror(error)});
        return;
    }
    tryNext(); // no need to wait for the head start of one that failed
}

AddressRace::Finish AddressRace::takeConnection(std::size_t runner)
{
    Finish end;
    end.address = m_addresses[runner];
    SocketPtr socket(new QSslSocket);
    // A proxy would connect on its own, past the judgement of the address.
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->setReadBufferSize(kReadBufferBytes);
    if (!socket->setSocketDescriptor(m_runners[runner]->take())) {
        end.outcome = Outcome::ConnectionReset;
        end.text = end.address.text() + ": " + socket->errorString().toStdString();
    } else if (!sameAddress(socket->peerAddress(), end.address)) {
        end.outcome = Outcome::BlockedAddress;
        end.text = "the connection leads to another address than the one that was checked";
    } else {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        end.socket = std::move(socket);
    }
    return end;
}

void AddressRace::finish(Finish end)
{
    m_next.stop();
    const Done done = std::exchange(m_done, nullptr);
    // The other runners must not report any more, but one of them may be calling us.
    for (auto &runner : m_runners) {
        runner->abandon();
        runner.release()->deleteLater();
    }
    m_runners.clear();
    done(std::move(end)); // may destroy this
}

} // namespace parley
