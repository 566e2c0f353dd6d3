#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QSslError>
#include <QTimer>

#include "server/webhooks/address_policy.h"
#include "server/webhooks/address_race.h"
#include "server/webhooks/connection_pool.h"
#include "server/webhooks/host_resolver.h"
#include "server/webhooks/http_delivery.h"
#include "server/webhooks/response_parser.h"

namespace parley {

// One POST and its answer, from the name lookup to the last byte. Thread: webhooks.
//
//   lookup -> connect -> tls -> wait for the first byte -> read -> done
//
// Every phase may be the last; a pooled connection begins at the wait.
class HttpExchange final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpExchange)

public:
    struct Parts { // borrowed; outlive the exchange
        const Clock &clock;
        const AddressPolicy &policy;
        const HttpDeliveryLimits &limits;
        HostResolver &resolver;
        ConnectionPool &pool;
    };
    using Done = std::function<void(HttpDeliveryResult)>;

    //! \p done runs once, never inside this call; the exchange may be destroyed in it.
    HttpExchange(Parts parts, HttpDeliveryRequest request, Done done);
    ~HttpExchange() override;

    void cancel(); // done with the outcome canceled, at once

private:
    enum class Phase { Lookup, Connect, Tls, FirstByte, Body };

    void begin();
    void enter(Phase phase);
    std::int64_t lap(); // microseconds since the last lap

    bool takePooled(const std::vector<IpAddress> *addresses);
    std::optional<std::string> refusal(const IpAddress &address) const;
    void lookedUp(Result<std::vector<IpAddress>> found);
    void raced(AddressRace::Finish finish);
    void startTls();
    void encrypted();
    void send();

    void bytesWritten();
    void readyRead();
    void socketFailed();
    void phaseTimedOut();
    void deadlinePassed();

    void finishByResponse();
    void finishCut(std::string how); // the answer ended before its end
    void finish(Outcome outcome, std::string text);
    void keepResponse();

    Parts m_parts;
    HttpDeliveryRequest m_request;
    Done m_done;
    Phase m_phase = Phase::Lookup;
    PoolKey m_key{};
    HttpDeliveryResult m_result{};
    std::string m_wire{}; // head and body, until they are handed to the socket
    std::uint64_t m_lookup = 0;
    std::unique_ptr<AddressRace> m_race;
    DeliverySocket m_connection{};
    QList<QSslError> m_tlsErrors;
    ResponseParser m_parser;
    QTimer m_deadline;
    QTimer m_phaseTimer;
    QElapsedTimer m_watch;
    std::int64_t m_lapAt = 0; // microseconds on m_watch
    bool m_written = false;
};

} // namespace parley
