#pragma once

#include "tests/bench/fanout/options.h"
#include "tests/bench/fanout/server.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {

// The real parleyd: the broker library of the desktop program in a process of its own. Publisher
// and subscribers have a token each, with one grant; messages are items in their usual envelope.
class ParleyServer final : public Server
{
public:
    explicit ParleyServer(const Options &options);

    std::string name() const override { return "parley"; }
    ChildProcess &process() override { return m_process; }
    void beginRun() override;
    void endRun() override;
    std::optional<SendCount> sendCount() override;

    Loopback connectPublisher() override;
    Loopback connectSubscriber() override;
    std::unique_ptr<Reader> makeReader() const override;
    void appendPublishes(std::string &out, ExpectedPayload &next, std::uint64_t count) override;

private:
    void waitUntilReady();
    std::string makeToken(const std::string &role);
    std::string http(const std::string &method, const std::string &path,
                     const std::string &body = {});
    Loopback connect(const std::string &token);

    const Options &m_options;
    TemporaryFolder m_folder;
    ChildProcess m_process;
    std::uint16_t m_port = 0;
    std::string m_ownerToken;
    std::string m_publisherToken;
    std::string m_subscriberToken;
    std::string m_topic;
    int m_run = 0;
};

std::string defaultBroker(); // the parleyd of this build

} // namespace parley::bench
