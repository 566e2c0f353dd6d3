#include "server/broker/broker_parts.h"

#include <future>

#include "server/protocol/http_fields.h"
#include "server/protocol/scope_json.h"
#include "server/tls/machine_names.h"

namespace parley {
namespace {

constexpr std::string_view kStopping = "the broker is stopping";

} // namespace

BrokerParts::BrokerParts(const BrokerOptions &brokerOptions, LogSink &log,
                         DataDirectory dataDirectory, std::unique_ptr<Store> openStore,
                         std::vector<std::unique_ptr<EventLoop>> ioLoops, RunStart runStart) :
    options(brokerOptions),
    logSink(log), directory(std::move(dataDirectory)), store(std::move(openStore)),
    eventLoops(std::move(ioLoops)), loop(*eventLoops.front()), run(runStart), topics(run.firstPage),
    events(topics, clock), tokens(clock, random), history(*store, Log(log, "parley.history")),
    search(directory.file("search.db"), Log(log, "parley.search")), gate(*store, clock),
    messageEvents(loop, topics, events), refusals(clock),
    loops(eventLoops,
          {clock, tokens, topics, events, messageEvents, refusals,
           options.ioUring ? BatchSender::Way::Fastest : BatchSender::Way::OneByOne, gate}),
    retention(loop, clock, topics),
    tokenPublisher(loop, clock, tokens, topics, loops.first().publisher), audit(events, clock),
    functions(brokerOptions, loop, tokenPublisher, *store, events, clock, log),
    webhookAdapter(
        {loop, *store, topics, events, webhooks, functions.target(), clock, random, log}),
    refusalTick(loop, clock, refusals, *store, audit), longPolls(loop, clock),
    inspector(loop, clock, [this](std::uint16_t onPort) { return listenForInspector(onPort); }),
    apiContext{loop,           clock,
               random,         *store,
               tokens,         topics,
               history,        search,
               loops,          messageEvents,
               webhooks,       rooms,
               webhookAdapter, functions,
               longPolls,      audit,
               refusals,       gate,
               templates,      functionList,
               inspector,      brokerOptions.version,
               clock.utc()},
    tokenUpkeep(apiContext), api(apiContext),
    certificates(options, authorityFolder(directory.path()), clock, Log(log, "parley.tls")),
    listener(loops.first().connections, Log(log, "parley.net"),
             [this](Connection &connection, const HostRules &rules) {
                 connection.setHandler(
                     HttpStart::byPreface(connection, HttpService(api, rules, clock)));
             })
{
}

Result<void> BrokerParts::sealSecrets()
{
    if (options.secretKey.empty())
        return {};
    const auto box = SecretBox::create(options.secretKey);
    if (!box)
        return box.error();
    if (auto ok = store->useKey(*box, random); !ok)
        return ok;
    if (!options.sealOldSecrets)
        return {};
    Tables &tables = store->tables();
    if (auto ok = tables.beginTask(); !ok)
        return ok;
    const auto sealed = tables.webhooks().sealPlainSecrets();
    tables.endTask(bool(sealed));
    if (!sealed)
        return sealed.error();
    if (auto ok = tables.commit(); !ok || *sealed == 0)
        return ok;
    Log(logSink, "parley.store")
        .info("the secrets of " + std::to_string(*sealed) + " webhooks are encrypted now");
    return tables.checkpoint(); // the log of changes has the plain text no more
}

Result<void> BrokerParts::restore()
{
    Tables &tables = store->tables();
    const Log log(logSink, "parley.store");
    if (auto ok = tables.beginTask(); !ok)
        return ok;
    if (auto ok = restoreTopics(tables, run, topics, log); !ok)
        return ok;
    if (auto ok = makeDefaultTemplates(tables); !ok)
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
    for (const TokenTemplate &one : state->templates)
        templates.put(one);
    functions.setRooms(rooms.all());
    for (const StoredFunction &function : state->functions) {
        functionList.put(function);
        functions.putFunction(function);
    }
    inspectorSettings = state->inspector;
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
    for (const Token &token :
         tokens.matching([](const TokenEntry &one) { return one.isRevoked(); }))
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
    startInspector();
    return options.listen.empty() ? Result<void>() : listenWithTls();
}

// What keeps it from listening keeps nobody from the broker.
void BrokerParts::startInspector()
{
    inspector.log().setSecretHeaders([this](std::string_view name) {
        for (const auto &[id, webhook] : webhooks.all())
            for (const CustomHeader &header : webhook.credentials.headers)
                if (header.isSecret && equalIgnoringCase(header.name, name))
                    return true;
        return false;
    });
    const auto settings = settingsFromStored(inspectorSettings);
    const auto ok = settings ? inspector.apply(*settings) : Result<void>(settings.error());
    if (!ok)
        Log(logSink, "parley.inspector").warning("it is off: " + ok.error().message);
}

Result<std::uint16_t> BrokerParts::listenForInspector(std::uint16_t onPort)
{
    const auto address
        = listener.listen({ListenAddress::loopback4(onPort),
                           {},
                           nullptr,
                           [this](Connection &connection, const HostRules &rules) {
                               connection.setHandler(HttpStart::byPreface(
                                   connection, HttpService(inspector, rules, clock)));
                           }});
    if (!address)
        return address.error();
    return address->port();
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
    loop.post([this, context = *tls, names = certificates.hostNames(**tls)] {
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
    if (auto ok = webhookAdapter.start(std::move(ownPorts), options.lambdaAddress); !ok) {
        webhookAdapter.stop();
        store->stop();
        search.stop();
        return ok;
    }
    for (const auto &each : eventLoops)
        each->start();
    running = true;
    Log(logSink, "parley.broker")
        .info("serving on port " + std::to_string(port) + ", data in " + directory.path());
    return {};
}

// Clients first, while everything behind them still works; the store before the loops, because its
// last commits are what the last acks wait for.
void BrokerParts::stop()
{
    if (!std::exchange(running, false))
        return;
    stopConversations();
    webhookAdapter.stop();
    functions.stop();
    stopPublishing();
    tokenUpkeep.writeUses();
    store->write([](Tables &tables) { return tables.meta().set(MetaTable::kCleanStop, 1); }, {});
    store->stop();
    search.stop();
    stopLoops();
}

// From the first loop, so that connections on their way to another one are there before this is.
void BrokerParts::stopConversations()
{
    loop.post([this] {
        listener.close();
        loops.everywhere(
            [](LoopParts &parts) {
                parts.sessions.endAll(CloseCode::GoingAway, kStopping);
                parts.connections.goAway();
            },
            [] {});
        longPolls.endAll();
    });
}

// Before the store's last commit, or what is accepted behind it would be lost on an orderly stop.
void BrokerParts::stopPublishing()
{
    std::promise<void> refused;
    loop.post([this, &refused] {
        loops.everywhere([](LoopParts &parts) { parts.publisher.refuse(); },
                         [&refused] { refused.set_value(); });
    });
    refused.get_future().wait();
}

// The first one last: the others hand it what they still have to say.
void BrokerParts::stopLoops()
{
    for (std::size_t i = eventLoops.size(); i-- > 0;)
        eventLoops[i]->stop([this, &parts = loops[i], isFirst = i == 0] {
            parts.publisher.failAll({ErrorCode::Unavailable, std::string(kStopping)});
            if (isFirst) {
                listener.close();
                inspector.stop();
            }
            parts.sessions.endAll(CloseCode::GoingAway, kStopping); // who came since
            parts.connections.closeAll();
        });
}

// An act of the broker itself: its entries in the audit are stored with it.
Result<void> BrokerParts::storeOwner(const IssuedToken &issued, const std::vector<Token> &old)
{
    const std::string_view self = "broker";
    std::vector<AuditRecord> records{audit.recordOf({.action = "token.issued",
                                                     .object = issued.token.id,
                                                     .after = scopeJson(issued.token.scope)},
                                                    self, "")};
    for (const Token &token : old)
        records.push_back(
            audit.recordOf({.action = "token.revoked", .object = token.id}, self, ""));
    std::promise<Result<void>> done;
    store->write(
        [&](Tables &tables) -> Result<void> {
            for (const Token &token : old)
                if (auto ok = tables.tokens().setRevoked(token.id, clock.utc()); !ok)
                    return ok;
            for (AuditRecord &record : records) {
                const auto id = tables.audit().append(record);
                if (!id)
                    return id.error();
                record.id = *id;
            }
            return tables.tokens().put(issued.token, issued.digest);
        },
        [&](Result<void> result) { done.set_value(std::move(result)); });
    const auto stored = done.get_future().get();
    if (stored)
        loop.post([this, records = std::move(records)] {
            for (const AuditRecord &record : records)
                audit.tell(record);
        });
    return stored;
}

void BrokerParts::endToken(const std::string &id)
{
    (void)tokens.revoke(id);
    loop.post([this, id] { apiContext.endSessionsOf({id}, "the token was revoked", [] {}); });
}

} // namespace parley
