#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include <QObject>

#include "server/base/thread_affine.h"
#include "server/webhooks/http_exchange.h"

namespace parley {

// Sends deliveries over HTTP/1.1, each to an address that was judged first. Why not
// QNetworkAccessManager: it repeats POSTs on its own and costs 20 times the CPU (the webhook sheet,
// section 2). Thread: webhooks.
class HttpDeliveryClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpDeliveryClient)

public:
    using Done = std::function<void(HttpDeliveryResult)>;

    //! \param clock and \param resolver are borrowed and outlive the client.
    HttpDeliveryClient(const Clock &clock, HostResolver &resolver, AddressPolicy policy,
                       HttpDeliveryLimits limits = {});
    ~HttpDeliveryClient() override; // what is under way ends without a word

    //! \p done runs once, never inside this call.
    std::uint64_t send(HttpDeliveryRequest request, Done done);
    void cancel(std::uint64_t id); // its `done` runs now, with the outcome canceled

    std::size_t idleConnections() const { return m_pool.size(); }

private:
    void finished(std::uint64_t id, HttpDeliveryResult result);

    struct Open {
        std::unique_ptr<HttpExchange> exchange;
        Done done{};
    };

    const Clock &m_clock;
    HostResolver &m_resolver;
    AddressPolicy m_policy;
    HttpDeliveryLimits m_limits;
    ConnectionPool m_pool;
    std::unordered_map<std::uint64_t, Open> m_open;
    std::uint64_t m_lastId = 0;
    ThreadAffine m_thread;
};

} // namespace parley
