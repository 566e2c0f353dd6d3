#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>

#include <QObject>
#include <QTimer>

#include "server/base/clock.h"
#include "server/webhooks/delivery_socket.h"
#include "server/webhooks/http_delivery.h"

namespace parley {

// Where a connection leads; the address it was vetted for stands at the connection.
struct PoolKey {
    bool secure = false;
    std::string host{};
    std::uint16_t port = 0;
    TlsProfile tls{};

    friend auto operator<=>(const PoolKey &, const PoolKey &) = default;
};

// Open connections that wait for work. One that closes, speaks unasked or waits too long is
// dropped. Thread: webhooks.
class ConnectionPool final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionPool)

public:
    static constexpr std::size_t kMaxIdlePerEndpoint = 2; // that are kept for long
    //! Between two attempts of a burst a delivery passes the journal, and its connection waits
    //! here for the next: all that an endpoint may have at once stay this long.
    static constexpr std::size_t kMaxBurst = 32;
    static constexpr std::chrono::milliseconds kBurstIdle{1'000};
    static constexpr std::size_t kMaxIdle = 512; // file descriptors that may lie about unused

    ConnectionPool(const Clock &clock, std::chrono::milliseconds maxIdle);

    void give(const PoolKey &key, DeliverySocket connection);
    //! The one used last among those that \p fits agrees to.
    std::optional<DeliverySocket> take(const PoolKey &key,
                                       const std::function<bool(const DeliverySocket &)> &fits);
    void clear();
    std::size_t size() const { return m_size; }

private:
    struct Idle {
        DeliverySocket connection{};
        MonotonicTime since{};
    };

    void drop(const PoolKey &key, const QSslSocket *socket);
    void dropOld();

    const Clock &m_clock;
    std::chrono::milliseconds m_maxIdle;
    std::map<PoolKey, std::list<Idle>> m_idle; // of each endpoint the newest is the last
    std::size_t m_size = 0;
    QTimer m_sweep; // runs while there is something to sweep
};

} // namespace parley
