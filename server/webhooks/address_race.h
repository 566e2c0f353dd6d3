#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "server/types/attempt.h"
#include "server/webhooks/delivery_socket.h"
#include "server/webhooks/tcp_connect.h"

namespace parley {

// Connects to the first of several addresses that answers: they are tried in turn, IPv6 and IPv4
// alternating, each with a head start before the next (RFC 8305). Thread: webhooks.
class AddressRace final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddressRace)

public:
    struct Finish {
        SocketPtr socket{}; // null: none answered
        IpAddress address{};
        Outcome outcome = Outcome::ConnectionRefused; // of the last address, when none answered
        std::string text{};
    };
    using Done = std::function<void(Finish)>;

    //! \p done runs once, never inside this call. Destroying the race ends it without a word.
    AddressRace(const std::vector<IpAddress> &addresses, std::uint16_t port,
                std::chrono::milliseconds headStart, Done done);
    ~AddressRace() override;

    static std::vector<IpAddress> alternating(const std::vector<IpAddress> &addresses);

private:
    void tryNext();
    void ended(std::size_t runner, int error);
    Finish takeConnection(std::size_t runner);
    void finish(Finish finish);

    std::vector<IpAddress> m_addresses;
    std::uint16_t m_port;
    Done m_done;
    std::vector<std::unique_ptr<TcpConnect>> m_runners; // of m_addresses, as far as they started
    std::size_t m_failed = 0;
    QTimer m_next;
};

} // namespace parley
