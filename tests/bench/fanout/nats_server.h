#pragma once

#include "tests/bench/fanout/options.h"
#include "tests/bench/fanout/server.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {

// nats-server with its WebSocket listener: no TLS, no compression, no persistence, and its queue
// limits lifted so that it cannot win by dropping.
class NatsServer final : public Server
{
public:
    explicit NatsServer(const Options &options);

    static std::string version(); // "" when it is not installed

    std::string name() const override { return "nats"; }
    ChildProcess &process() override { return m_process; }
    void beginRun() override;
    void endRun() override {}
    std::optional<SendCount> sendCount() override { return std::nullopt; }

    Loopback connectPublisher() override;
    Loopback connectSubscriber() override;
    std::unique_ptr<Reader> makeReader() const override;
    void appendPublishes(std::string &out, ExpectedPayload &next, std::uint64_t count) override;

private:
    std::string writeConfiguration(); // its file

    const Options &m_options;
    TemporaryFolder m_folder;
    std::uint16_t m_port;
    ChildProcess m_process;
    std::string m_subject;
    int m_run = 0;
};

} // namespace parley::bench
