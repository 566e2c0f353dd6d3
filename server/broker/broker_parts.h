#pragma once

#include <memory>

#include "server/api/api.h"
#include "server/api/refusal_tick.h"
#include "server/api/token_upkeep.h"
#include "server/broker/broker.h"
#include "server/broker/certificate_source.h"
#include "server/broker/function_adapter.h"
#include "server/broker/stored_state.h"
#include "server/broker/token_publisher.h"
#include "server/broker/webhook_adapter.h"
#include "server/net/http_start.h"
#include "server/net/listener.h"
#include "server/session/retention_tick.h"
#include "server/store/data_directory.h"

namespace parley {

// The rooms of one broker, wired. Members stand in the order in which they are built; what is
// below may use what is above. Thread: see Broker.
struct BrokerParts {
    BrokerParts(const BrokerOptions &options, LogSink &log, DataDirectory directory,
                std::unique_ptr<Store> store, std::vector<std::unique_ptr<EventLoop>> loops,
                RunStart run);

    Result<void> sealSecrets(); // before restore()
    Result<void> restore();
    Result<void> listen();
    Result<std::uint16_t> listenForInspector(std::uint16_t onPort);
    void startInspector();
    Result<void> listenWithTls();
    Result<void> reloadCertificate();
    Result<void> startThreads();
    void stop();

    void stopConversations();
    void stopPublishing();
    void stopLoops();
    Result<void> storeRevocations(Tables &tables) const;
    Result<void> storeOwner(const IssuedToken &issued, const std::vector<Token> &old); // waits
    void endToken(const std::string &id); // revokes it and closes its sockets

    const BrokerOptions options;
    LogSink &logSink;
    DataDirectory directory;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<Store> store;
    std::vector<std::unique_ptr<EventLoop>> eventLoops; // the first: see IoLoops
    EventLoop &loop; // that one
    const RunStart run;
    TopicRegistry topics;
    EventTopics events;
    TokenRegistry tokens;
    HistoryWriter history;
    MessageSearch search;
    TokenGate gate;
    MessageEvents messageEvents; // before the fan-out, so that its events go out in the same turn
    Refusals refusals;
    IoLoops loops;
    RetentionTick retention;
    TokenPublisher tokenPublisher;
    WebhookList webhooks;
    RoomList rooms;
    TemplateList templates;
    FunctionList functionList;
    Audit audit;
    FunctionAdapter functions;
    WebhookAdapter webhookAdapter;
    RefusalTick refusalTick;
    LongPolls longPolls;
    Inspector inspector;
    ApiContext apiContext;
    TokenUpkeep tokenUpkeep;
    Api api;
    CertificateSource certificates;
    Listener listener;
    std::string inspectorSettings{}; // as stored
    std::uint16_t port = 0; // on loopback
    std::vector<std::uint16_t> tlsPorts{};
    std::vector<std::string> tlsUrls{};
    bool running = false;
};

} // namespace parley
