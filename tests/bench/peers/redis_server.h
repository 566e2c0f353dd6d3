#pragma once

#include "tests/bench/peers/server.h"
#include "tests/bench/support/temporary_folder.h"

namespace parley::bench {

// redis-server's PUBLISH and SUBSCRIBE over TCP, nothing kept on disk.
class RedisServer final : public Server
{
public:
    explicit RedisServer(QueueLimits limits);

    static std::string version(); // "" when it is not installed

    ChildProcess &process() override { return m_process; }
    std::string newTopic() override { return "bench-" + std::to_string(++m_run); }

    std::uint16_t port() const override { return m_port; }
    std::vector<Step> greeting() const override;
    std::vector<Step> subscribing(const std::string &topic) const override;
    std::unique_ptr<Reader> makeReader(const std::string &topic,
                                       std::size_t payloadBytes) const override;
    void appendPublishes(std::string &out, const std::string &topic, ExpectedPayload &next,
                         std::uint64_t count) const override;

private:
    std::string writeConfiguration(QueueLimits limits) const; // its file

    TemporaryFolder m_folder;
    std::uint16_t m_port;
    ChildProcess m_process;
    int m_run = 0;
};

} // namespace parley::bench
