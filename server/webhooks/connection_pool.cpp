#include "server/webhooks/connection_pool.h"

#include <algorithm>
#include <utility>

namespace parley {

using namespace std::chrono_literals;

ConnectionPool::ConnectionPool(const Clock &clock, std::chrono::milliseconds maxIdle) :
    m_clock(clock), m_maxIdle(maxIdle)
{
    m_sweep.setInterval(std::clamp<std::chrono::milliseconds>(maxIdle / 4, 10ms, kBurstIdle));
    connect(&m_sweep, &QTimer::timeout, this, &ConnectionPool::dropOld);
}

void ConnectionPool::give(const PoolKey &key, DeliverySocket connection)
{
    QSslSocket *const socket = connection.socket.get();
    std::list<Idle> &idle = m_idle[key];
    if (m_size >= kMaxIdle || socket->state() != QAbstractSocket::ConnectedState
        || socket->bytesAvailable() > 0) {
        if (idle.empty())
            m_idle.erase(key);
        return;
    }
    if (idle.size() >= kMaxBurst) {
        idle.pop_front();
        --m_size;
    }
    const auto gone = [this, key, socket] { drop(key, socket); };
    connect(socket, &QAbstractSocket::disconnected, this, gone);
    connect(socket, &QAbstractSocket::errorOccurred, this, gone);
    connect(socket, &QIODevice::readyRead, this, gone); // nobody asked
    idle.push_back({std::move(connection), m_clock.monotonic()});
    ++m_size;
    if (!m_sweep.isActive())
        m_sweep.start();
}

std::optional<DeliverySocket>
ConnectionPool::take(const PoolKey &key, const std::function<bool(const DeliverySocket &)> &fits)
{
    const auto found = m_idle.find(key);
    if (found == m_idle.end())
        return std::nullopt;
    std::optional<DeliverySocket> taken;
    std::list<Idle> &idle = found->second;
    for (auto at = idle.rbegin(); at != idle.rend(); ++at) {
        if (!fits(at->connection))
            continue;
        at->connection.socket->disconnect(this);
        taken = std::move(at->connection);
        idle.erase(std::next(at).base());
        --m_size;
        break;
    }
    if (idle.empty())
        m_idle.erase(found);
    return taken;
}

void ConnectionPool::clear()
{
    m_idle.clear();
    m_size = 0;
    m_sweep.stop();
}

void ConnectionPool::drop(const PoolKey &key, const QSslSocket *socket)
{
    const auto found = m_idle.find(key);
    if (found == m_idle.end())
        return;
    m_size -= found->second.remove_if(
        [socket](const Idle &idle) { return idle.connection.socket.get() == socket; });
    if (found->second.empty())
        m_idle.erase(found);
}

void ConnectionPool::dropOld()
{
    const MonotonicTime now = m_clock.monotonic();
    for (auto at = m_idle.begin(); at != m_idle.end();) {
        std::size_t newer = at->second.size();
        m_size -= at->second.remove_if([&](const Idle &idle) {
            --newer; // the newest stand at the end
            return now - idle.since >= m_maxIdle
                || (newer >= kMaxIdlePerEndpoint && now - idle.since >= kBurstIdle);
        });
        at = at->second.empty() ? m_idle.erase(at) : std::next(at);
    }
    if (m_idle.empty())
        m_sweep.stop();
}

} // namespace parley
