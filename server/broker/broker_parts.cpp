#include "server/broker/broker_parts.h"

#include <future>

namespace parley {
BrokerParts::BrokerParts(const BrokerOptions &brokerOptions, LogSink &log,
                         DataDirectory dataDirectory, std::unique_ptr<Store> openStore,
                         std::unique_ptr<EventLoop> ioLoop, RunStart runStart) :
    options(brokerOptions),
    logSink(log), directory(std::move(dataDirectory)), store(std::move(openStore)),
    loop(std::move(ioLoop)), run(runStart), topics(run.firstPage), events(topics, clock),
    tokens(clock, random), history(*store, Log(log, "parley.history")), connections(*loop, clock),
    messageEvents(*loop, topics, events), flusher(*loop), fanOut(*loop), turnClock(*loop, clock),
    publisher(*loop, turnClock), tokenPublisher(*loop, clock, tokens, topics, publisher),
    sessionEvents(events, clock), services{clock,   tokens,       topics,        publisher, fanOut,
                                           flusher, sessionTable, sessionEvents, decoder},
    audit(events, clock), functions(brokerOptions, tokenPublisher, events, clock, log),
    webhookAdapter(
        {*loop, *store, topics, events, webhooks, functions.target(), clock, random, log}),
    apiContext{*loop,          clock,       random,   *store,
               tokens,         topics,      history,  services,
               messageEvents,  connections, webhooks, rooms,
               webhookAdapter, functions,   audit,    brokerOptions.version,
               clock.utc()},
    api(apiContext), hostRules{.port = brokerOptions.port,
                               .tls = false,
                               .names = {},
                               .origins = brokerOptions.allowedOrigins},
    http(api, hostRules, clock),
    listener(connections, Log(log, "parley.net"), [this](Connection &connection) {
        connection.setHandler(HttpStart::byPreface(connection, http));
    })
{
}

Result<void> BrokerParts::restore()
{
    Tables &tables = store->tables();
    const Log log(logSink, "parley.store");
    if (auto ok = tables.beginTask(); !ok)
        return ok;
    if (auto ok = restoreTopics(tables, run.cleanStop, topics, log); !ok)
        return ok;
    tables.endTask(true);
    if (auto ok = tables.commit(); !ok)
        return ok;
    const auto state = readState(tables, log);
    if (!state)
        return state.error();
    for (const StoredToken &stored : state->tokens)
        tokens.add(stored.token, stored.digest);
    if (auto ok = tables.beginTask(); !ok)
        return ok;
    for (const std::string &id : tokens.forgetEnded())
        if (auto ok = tables.tokens().remove(id); !ok)
            return ok;
    tables.endTask(true);
    if (auto ok = tables.commit(); !ok)
        return ok;
    for (const Room &room : state->rooms)
        rooms.add(room);
    functions.setRooms(rooms.all());
    store->setSource(history);
    for (const auto &topicLog : topics.all())
        if (topicLog->durability() != Durability::Memory)
            history.add(topicLog);
    for (const Webhook &webhook : state->webhooks)
        webhooks.put(webhook);
    return {};
}

Result<void> BrokerParts::listen()
{
    const auto port = listener.listen(options.port);
    if (!port)
        return port.error();
    hostRules.port = *port;
    return {};
}

// The engine before the loop: a request that comes in finds it there.
Result<void> BrokerParts::startThreads()
{
    store->start();
    if (auto ok = webhookAdapter.start(hostRules.port); !ok) {
        webhookAdapter.stop();
        store->stop();
        return ok;
    }
    loop->start();
    running = true;
    Log(logSink, "parley.broker")
        .info("serving on port " + std::to_string(hostRules.port) + ", data in "
              + directory.path());
    return {};
}

// Clients first, while everything behind them still works; the store before the loop, because its
// last commits are what the last acks wait for.
void BrokerParts::stop()
{
    if (!std::exchange(running, false))
        return;
    loop->post([this] {
        listener.close();
        sessionTable.endAll(CloseCode::GoingAway, "the broker is stopping");
        connections.goAway();
    });
    webhookAdapter.stop();
    functions.stop();
    stopPublishing();
    store->write([](Tables &tables) { return tables.meta().set(MetaTable::kCleanStop, 1); }, {});
    store->stop();
    loop->stop([this] {
        publisher.failAll({ErrorCode::Unavailable, "the broker is stopping"});
        listener.close();
        connections.closeAll();
    });
}

// Before the store's last commit, or what is accepted behind it would be lost on an orderly stop.
void BrokerParts::stopPublishing()
{
    std::promise<void> refused;
    loop->post([this, &refused] {
        publisher.refuse();
        refused.set_value();
    });
    refused.get_future().wait();
}

Result<void> BrokerParts::storeOwner(const IssuedToken &issued, const std::vector<Token> &old)
{
    std::promise<Result<void>> done;
    store->write(
        [&](Tables &tables) -> Result<void> {
            for (const Token &token : old)
                if (auto ok = tables.tokens().setRevoked(token.id, clock.utc()); !ok)
                    return ok;
            return tables.tokens().put(issued.token, issued.digest);
        },
        [&](Result<void> result) { done.set_value(std::move(result)); });
    return done.get_future().get();
}

void BrokerParts::endToken(const std::string &id)
{
    (void)tokens.revoke(id);
    loop->post([this, id] {
        sessionTable.endAllOf(id, CloseCode::TokenRevoked, "the token was revoked");
    });
}

} // namespace parley
