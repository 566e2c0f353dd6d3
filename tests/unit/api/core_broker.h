#pragma once

#include <QByteArray>
#include <QTemporaryDir>

#include "server/api/api.h"
#include "server/net/http_start.h"
#include "server/net/listener.h"

namespace parley::test {

// No webhook is put in these tests.
class NoWebhooks final : public WebhookControl
{
public:
    Result<void> check(const Webhook &) const override { return none(); }
    void makeSecrets(Webhook &) const override {}
    std::string makeSecret() const override { return {}; }
    std::string makeMomentoSecret() const override { return {}; }
    std::string makeEd25519Key() const override { return {}; }
    void topicCreated(const TopicKey &) override {}
    void health(const std::string &, std::function<void(Result<Health>)> done) override
    {
        done(none());
    }
    Result<Headers> sign(const Webhook &, const Delivery &) const override { return none(); }
    void prune() override {}
    void put(const Webhook &) override {}
    void remove(const std::string &) override {}
    void retryNow(const std::string &, std::function<void(Result<void>)> done) override
    {
        done(none());
    }
    void cancel(const std::string &, std::function<void(Result<void>)> done) override
    {
        done(none());
    }
    void resend(const std::string &, std::string,
                std::function<void(Result<std::string>)> done) override
    {
        done(none());
    }
    void sendTest(const std::string &, const std::string &,
                  std::function<void(Result<Attempt>)> done) override
    {
        done(none());
    }

private:
    static Error none() { return {ErrorCode::Unavailable, "there are no webhooks here"}; }
};

class NoFunctions final : public FunctionControl
{
public:
    std::vector<std::string> functionNames() const override { return {}; }
    std::string enginesJson() const override { return "[]"; }
    void setRooms(const std::vector<Room> &) override {}
    void releaseHeld(const HeldMessage &, const std::string &,
                     std::function<void(Result<void>)> done) override
    {
        done({});
    }
    void tellDenied(const HeldMessage &, const Room &, const std::string &) override {}
    Result<void> checkTerms(const std::string &) const override { return {}; }
    void putFunction(const StoredFunction &) override {}
    void removeFunction(const std::string &) override {}
    void tryFunction(const StoredFunction &, const std::string &,
                     std::function<void(Result<std::string>)> done) override
    {
        done(Error{ErrorCode::Unavailable, "there are no functions here"});
    }
};

// The rooms of the broker that know no Qt, wired as BrokerParts does, so that the thread sanitizer
// sees all of them. Serves on loopback until it goes. Thread: the test's.
class CoreBroker final
{
public:
    explicit CoreBroker(int loopCount) : m_eventLoops(makeLoops(loopCount))
    {
        TokenRequest request;
        request.scope.admin = true;
        const auto issued = m_tokens.make(request);
        m_tokens.add(issued->token, issued->digest);
        m_ownerToken = QByteArray::fromStdString(issued->secret);
        m_port = *m_listener.listenOnLoopback(0, {});
        m_store->setSource(m_history);
        m_store->start();
        m_search.start();
        for (const auto &loop : m_eventLoops)
            loop->start();
    }
    ~CoreBroker()
    {
        m_store->stop();
        m_search.stop();
        for (std::size_t i = m_eventLoops.size(); i-- > 0;)
            m_eventLoops[i]->stop([this, i] {
                m_loops[i].publisher.failAll({ErrorCode::Unavailable, "the test is over"});
                if (i == 0)
                    m_listener.close();
                m_loops[i].connections.closeAll();
            });
    }
    CoreBroker(const CoreBroker &) = delete;
    CoreBroker &operator=(const CoreBroker &) = delete;

    quint16 port() const { return m_port; }
    const QByteArray &ownerToken() const { return m_ownerToken; }

private:
    static std::vector<std::unique_ptr<EventLoop>> makeLoops(int count)
    {
        std::vector<std::unique_ptr<EventLoop>> loops;
        for (int i = 0; i < count; ++i)
            loops.push_back(std::move(*EventLoop::create()));
        return loops;
    }
    std::string file(const char *name) const
    {
        return m_directory.filePath(QString::fromLatin1(name)).toStdString();
    }

    QTemporaryDir m_directory;
    SystemClock m_clock;
    SystemRandom m_random;
    SilentLog m_log;
    std::vector<std::unique_ptr<EventLoop>> m_eventLoops;
    std::unique_ptr<Store> m_store
        = std::move(*Store::open(m_directory.path().toStdString(), Log(m_log, "test")));
    TopicRegistry m_topics{1};
    EventTopics m_events{m_topics, m_clock};
    TokenRegistry m_tokens{m_clock, m_random};
    HistoryWriter m_history{*m_store, Log(m_log, "test")};
    MessageSearch m_search{file("search.db"), Log(m_log, "test")};
    TokenGate m_gate{*m_store, m_clock};
    MessageEvents m_messageEvents{*m_eventLoops.front(), m_topics, m_events};
    Refusals m_refusals{m_clock};
    IoLoops m_loops{m_eventLoops,
                    {m_clock, m_tokens, m_topics, m_events, m_messageEvents, m_refusals,
                     BatchSender::Way::Fastest, m_gate}};
    WebhookList m_webhooks;
    RoomList m_rooms;
    TemplateList m_templates;
    FunctionList m_functionList;
    Audit m_audit{m_events, m_clock};
    NoWebhooks m_webhookControl;
    NoFunctions m_functions;
    LongPolls m_longPolls{*m_eventLoops.front(), m_clock};
    Inspector m_inspector{*m_eventLoops.front(), m_clock,
                          [](std::uint16_t) -> Result<std::uint16_t> {
                              return Error{ErrorCode::Unavailable, "it has no port here"};
                          }};
    ApiContext m_context{*m_eventLoops.front(),
                         m_clock,
                         m_random,
                         *m_store,
                         m_tokens,
                         m_topics,
                         m_history,
                         m_search,
                         m_loops,
                         m_messageEvents,
                         m_webhooks,
                         m_rooms,
                         m_webhookControl,
                         m_functions,
                         m_longPolls,
                         m_audit,
                         m_refusals,
                         m_gate,
                         m_templates,
                         m_functionList,
                         m_inspector,
                         "test",
                         m_clock.utc()};
    Api m_api{m_context};
    Listener m_listener{m_loops.first().connections, Log(m_log, "test"),
                        [this](Connection &connection, const HostRules &rules) {
                            connection.setHandler(HttpStart::byPreface(
                                connection, HttpService(m_api, rules, m_clock)));
                        }};
    QByteArray m_ownerToken;
    quint16 m_port = 0;
};

} // namespace parley::test
