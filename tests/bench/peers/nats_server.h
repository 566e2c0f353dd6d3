#pragma once

#include "tests/bench/peers/server.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {

// nats-server with its WebSocket listener, with TLS or without: no compression, no persistence.
class NatsServer final : public Server
{
public:
    explicit NatsServer(QueueLimits limits, Wire wire = Wire::Plain);

    static std::string version(); // "" when it is not installed

    ChildProcess &process() override { return m_process; }
    std::string newTopic() override { return "bench-" + std::to_string(++m_run); }

    std::uint16_t port() const override { return m_port; }
    Wire wire() const override { return m_wire; }
    std::vector<Step> greeting() const override;
    std::vector<Step> subscribing(const std::string &topic) const override;
    std::unique_ptr<Reader> makeReader(const std::string &topic,
                                       std::size_t payloadBytes) const override;
    void appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                         std::uint64_t count) const override;

private:
    std::string writeConfiguration(QueueLimits limits) const; // its file

    std::string tlsBlock() const; // of it; writes the certificate that it names

    TemporaryFolder m_folder;
    Wire m_wire;
    std::uint16_t m_port;
    ChildProcess m_process;
    int m_run = 0;
};

} // namespace parley::bench
