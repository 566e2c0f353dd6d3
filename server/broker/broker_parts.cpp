#include "server/broker/broker_parts.h"

#include <future>

#include "server/tls/machine_names.h"

namespace parley {
BrokerParts::BrokerParts(const BrokerOptions &brokerOptions, LogSink &log,
                         DataDirectory dataDirectory, std::unique_ptr<Store> openStore,
                         std::unique_ptr<EventLoop> ioLoop, RunStart runStart) :
    options(brokerOptions),
    logSink(log), directory(std::move(dataDirectory)), store(std::move(openStore)),
    loop(std::move(ioLoop)), run(runStart), topics(run.firstPage), events(topics, clock),
    tokens(clock, random), history(*store, Log(log, "parley.history")),
    search(directory.file("search.db"), Log(log, "parley.search")), connections(*loop, clock),
    messageEvents(*loop, topics, events), flusher(*loop), fanOut(*loop), turnClock(*loop, clock),
    retention(*loop, clock, topics), publisher(*loop, turnClock),
    tokenPublisher(*loop, clock, tokens, topics, publisher),
    sessionEvents(events, clock), services{clock,   tokens,       topics,        publisher, fanOut,
                                           flusher, sessionTable, sessionEvents, decoder},
    audit(events, clock), functions(brokerOptions, tokenPublisher, events, clock, log),
    webhookAdapter(
        {*loop, *store, topics, events, webhooks, functions.target(), clock, random, log}),
    longPolls(*loop, clock), apiContext{*loop,         clock,          random,
                                        *store,        tokens,         topics,
                                        history,       search,         services,
                                        messageEvents, connections,    webhooks,
                                        rooms,         webhookAdapter, functions,
                                        longPolls,     audit,          brokerOptions.version,
                                        clock.utc()},
    api(apiContext),
    certificates(options, authorityFolder(directory.path()), clock, Log(log, "parley.tls")),
    listener(connections, Log(log, "parley.net"),
             [this](Connection &connection, const HostRules &rules) {
                 connection.setHandler(
                     HttpStart::byPreface(connection, HttpService(api, rules, clock)));
             })
{
}

Result<void> BrokerParts::restore()
{
    Tables &tables = store->tables();
    const Log log(logSink, "parley.store");
    if (auto ok = tables.beginTask(); !ok)
        return ok;
    if (auto ok = restoreTopics(tables, run, topics, log); !ok)
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
    store->setMendedWork([this](Tables &mended) { return storeRevocations(mended); });
    for (const auto &topicLog : topics.all())
        if (topicLog->durability() != Durability::Memory) {
            history.add(topicLog);
            search.add(topicLog);
        }
    for (const Webhook &webhook : state->webhooks)
        webhooks.put(webhook);
    return {};
}

// What was revoked while the store took nothing must stay so.
Result<void> BrokerParts::storeRevocations(Tables &tables) const
{
    for (const Token &token : tokens.all())
        if (token.revokedAt)
            if (auto ok = tables.tokens().setRevoked(token.id, *token.revokedAt); !ok)
                return ok;
    return {};
}

Result<void> BrokerParts::listen()
{
    HostRules rules;
    rules.origins = options.allowedOrigins;
    const auto chosen = listener.listenOnLoopback(options.port, rules);
    if (!chosen)
        return chosen.error();
    port = *chosen;
    return options.listen.empty() ? Result<void>() : listenWithTls();
}

Result<void> BrokerParts::listenWithTls()
{
    const auto tls = certificates.load();
    if (!tls)
        return tls.error();
    HostRules rules;
    rules.names = certificates.hostNames(**tls);
    rules.origins = options.allowedOrigins;
    for (const ListenAddress &address : options.listen) {
        const auto chosen = listener.listen({address, rules, *tls});
        if (!chosen)
            return chosen.error();
        tlsPorts.push_back(chosen->port());
        tlsUrls.push_back("https://"
                          + (chosen->isEverything()
                                 ? machineName() + ':' + std::to_string(chosen->port())
                                 : chosen->authority()));
    }
    return {};
}

Result<void> BrokerParts::reloadCertificate()
{
    const auto tls = certificates.load();
    if (!tls)
        return tls.error();
    loop->post([this, context = *tls, names = certificates.hostNames(**tls)] {
        listener.setTls(context, names);
    });
    return {};
}

// The engine before the loop: a request that comes in finds it there.
Result<void> BrokerParts::startThreads()
{
    store->start();
    search.start();
    std::vector<std::uint16_t> ownPorts = tlsPorts;
    ownPorts.push_back(port);
    if (auto ok = webhookAdapter.start(std::move(ownPorts)); !ok) {
        webhookAdapter.stop();
        store->stop();
        search.stop();
        return ok;
    }
    loop->start();
    running = true;
    Log(logSink, "parley.broker")
        .info("serving on port " + std::to_string(port) + ", data in " + directory.path());
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
        longPolls.endAll();
    });
    webhookAdapter.stop();
    functions.stop();
    stopPublishing();
    store->write([](Tables &tables) { return tables.meta().set(MetaTable::kCleanStop, 1); }, {});
    store->stop();
    search.stop();
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
